/**
 * The chain of events that proves the journal.
 *
 * <p>Owns: appending events, each hashed together with the one before, and verifying the chain. Does not own: what events
 * mean for a charge (sending).
 *
 * <p>Invariants: an event is written in the transaction whose change it tells; no event changes or disappears without
 * {@link org.apportion.metering.audit.AuditChain#verify} telling so.
 */
@NullMarked
package org.apportion.metering.audit;

import org.jspecify.annotations.NullMarked;
