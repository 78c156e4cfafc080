/**
 * What happens at each tick of one product and customer: ask for usage, keep the sample, close what is due, plan charges,
 * send, tell the documents.
 *
 * <p>Owns: the order of a tick, the beginning of an installation and the takeover of an adapter's, what errors the documents
 * tell. Does not own: the journal's rows, the state of a charge. Invariants: a sample is on disk before anything is computed
 * from it; a failure in one step keeps no other step from its work and is told; nothing that decides about money is kept
 * outside of the journal.
 */
@NullMarked
package org.apportion.metering.tick;

import org.jspecify.annotations.NullMarked;
