/**
 * From samples of a period to one number per metric.
 *
 * <p>Owns: the six aggregations with exact decimals, what fills stretches without samples, coverage, the minimum consumption.
 * Does not own: where samples come from, dimensions. Invariants: pure; the order of samples does not matter; a number is
 * rounded only where a rule says so (an average up to a whole number, an interpolated value to nine decimals, half-even).
 */
@NullMarked
package org.apportion.metering.aggregation;

import org.jspecify.annotations.NullMarked;
