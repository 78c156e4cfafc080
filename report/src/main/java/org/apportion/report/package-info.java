/**
 * Questions to the lake and ledger, answered as view records: costs, charges, usage, unallocated, runs, explain. Used by the
 * command line and the server alike, so that both show the same numbers.
 *
 * <p>Owns: grouping, joining of owners, recomputation for explanations. Does not own: writing, publishing, printing.
 * Invariants: every table's total equals the sum of its rows; an explanation recomputes to the same digit.
 */
@NullMarked
package org.apportion.report;

import org.jspecify.annotations.NullMarked;
