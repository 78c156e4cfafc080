/**
 * Billing months that are closed: what was frozen with them, by whom, and up to which inputs they are reconciled.
 *
 * <p>Owns: the tables {@code period…}. Does not own: the decision whether a month may be closed or reopened. Invariants: the
 * rows of a closed month never change until it is reopened; events are only added.
 */
@NullMarked
package org.apportion.ledger.period;

import org.jspecify.annotations.NullMarked;
