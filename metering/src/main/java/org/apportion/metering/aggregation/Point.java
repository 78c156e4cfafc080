package org.apportion.metering.aggregation;

import java.math.BigDecimal;
import java.time.Instant;

/** One metric's value at one instant. */
record Point(Instant at, BigDecimal value) {}
