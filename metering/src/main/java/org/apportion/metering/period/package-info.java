/**
 * When a metered product is billed and reported.
 *
 * <p>Owns: billing periods by index from their anchor, so that a month's end never drifts (31 January, 29 February, 31 March);
 * slots of reports. Does not own: what is billed. Invariants: periods follow each other without gap or overlap; all arithmetic
 * is in UTC; nothing here reads a clock.
 */
@NullMarked
package org.apportion.metering.period;

import org.jspecify.annotations.NullMarked;
