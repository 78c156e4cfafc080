/**
 * Sends planned charges to marketplaces, exactly once.
 *
 * <p>Owns: the states of a charge and what leads from one to the next, the hour that a record takes, attempts and their
 * answers, finding out about lost answers, heartbeats, what an operator may do, and the comparison with what a marketplace
 * says. Does not own: quantities (frozen in the journal), the wire (plugins).
 *
 * <p>Invariants: an attempt is on disk before its call and its answer after; a record keeps its key, quantity and timestamp
 * for all attempts; it is replaced by another one only if it was certainly not billed; at most one record per product,
 * customer, dimension and UTC hour where the marketplace counts so; heartbeats never touch a charge.
 */
@NullMarked
package org.apportion.metering.sending;

import org.jspecify.annotations.NullMarked;
