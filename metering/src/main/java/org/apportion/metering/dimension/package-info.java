/**
 * From the usage of metrics to quantities of the listing's dimensions.
 *
 * <p>Owns: volume, tiered and reported dimensions, sums of shared ones, rounding up to what the marketplace can take. Does not
 * own: samples, sending. Invariants: pure; usage is in exactly one of the quantities or told as not mapped; one metric that
 * cannot be mapped keeps no other from being billed.
 */
@NullMarked
package org.apportion.metering.dimension;

import org.jspecify.annotations.NullMarked;
