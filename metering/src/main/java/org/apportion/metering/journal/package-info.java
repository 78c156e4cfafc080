/**
 * The journal: what was measured, which periods are closed, and what is to be charged for them. The only truth of metering;
 * documents for the product's pages are projections of it.
 *
 * <p>Owns: samples, closed periods, planned charges, trials, and the state of each charge. Does not own: aggregation rules
 * (the caller computes quantities), calls to marketplaces (sending), the chain of events (audit).
 *
 * <p>Invariants: a reading of one instant counts once; a period is closed once, together with its charges, in one transaction;
 * a planned quantity never changes; a charge exists once per product, customer, dimension, period and revision; everything
 * that is written is written under the lease's fencing token and leaves an event.
 */
@NullMarked
package org.apportion.metering.journal;

import org.jspecify.annotations.NullMarked;
