/**
 * Deliveries: which files make up one, which one is newer, and what the ledger remembers of them.
 *
 * <p>Owns: slices, versions, the decision whether a delivery replaces another, the tables {@code delivery…} of the ledger.
 * Does not own: reading files, writing the lake. Invariants: an older delivery never replaces a newer one; two deliveries
 * that nothing orders stop the import; decisions depend on content and stated order only, never on the order of imports.
 */
@NullMarked
package org.apportion.ingest.delivery;

import org.jspecify.annotations.NullMarked;
