package org.apportion.model.metering;

import java.time.Duration;
import java.util.Optional;

/**
 * When the product is asked and the marketplace is told.
 *
 * @param query between two questions to the product, above zero
 * @param heartbeat between two reports to the marketplace; empty: only bills
 * @param cumulative whether each report tells the period's running total; else each adds to those before
 */
public record ReportingCycle(Duration query, Optional<Duration> heartbeat, boolean cumulative) {}
