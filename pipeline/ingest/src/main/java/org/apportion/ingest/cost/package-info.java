/**
 * Cost files into cost records: one statement per file, no object per row.
 *
 * <p>Owns: the SQL around a mapping plan (rejects, derived columns, order), what is counted of a file, the checks for equal
 * rows and overlapping files. Does not own: what a provider's columns mean (mapping), which delivery counts (delivery).
 *
 * <p>Invariants: each source row ends as its records, as one reject, or counted as skipped; sums are those of exact decimals;
 * the id of a record depends on file, row and variant only.
 */
@NullMarked
package org.apportion.ingest.cost;

import org.jspecify.annotations.NullMarked;
