/**
 * The ledger: the SQL database that says what counts.
 *
 * <p>Owns: the connection, migrations of all rooms, leases, runs, and which snapshots of lake tables are named. Does not own: the
 * rows of other rooms (each brings its own tables by a {@link org.apportion.ledger.LedgerSchema}), files, or amounts beyond the
 * totals of a run.
 *
 * <p>Invariants: a change is visible whole or not at all (one transaction); a fencing token never goes back; a committed run
 * never changes; the current snapshot of a table is the one named last.
 */
@NullMarked
package org.apportion.ledger;

import org.jspecify.annotations.NullMarked;
