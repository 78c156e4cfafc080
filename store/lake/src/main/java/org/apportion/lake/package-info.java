/**
 * The lake: tables of Parquet files under Apache Iceberg, readable without us.
 *
 * <p>Owns: Iceberg schemas, the catalog (in the ledger's database), which files a table has at a snapshot, replacing slices, and
 * clearing what a killed process left. Does not own: what the rows mean (model), how files are written and read (engines),
 * or which snapshot counts (ledger).
 *
 * <p>Invariants: readers see only snapshots that the ledger names; one writer at a time, under a lease; a file that a named
 * snapshot reaches is never changed or deleted; a replacement removes exactly the slices that it was told.
 */
@NullMarked
package org.apportion.lake;

import org.jspecify.annotations.NullMarked;
