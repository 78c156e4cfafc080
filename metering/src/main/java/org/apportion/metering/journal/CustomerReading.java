package org.apportion.metering.journal;

import org.apportion.spi.metering.UsageReading;

/** What one product said about one customer. */
public record CustomerReading(MeteredProduct account, UsageReading reading) {}
