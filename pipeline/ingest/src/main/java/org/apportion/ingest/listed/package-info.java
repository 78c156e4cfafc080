/**
 * Costs from a price list in the configuration: one cost record per cost and month.
 *
 * <p>Owns: the share of a month by effective days. Does not own: prices that customers are asked. Invariants: the list as it
 * is configured now is always the newest; a month's record is amount x days valid / days of the month.
 */
@NullMarked
package org.apportion.ingest.listed;

import org.jspecify.annotations.NullMarked;
