/**
 * Provider knowledge as data: mapping files say how the columns of a bill become FOCUS columns, and are compiled into SQL
 * that an engine runs over the file.
 *
 * <p>Owns: the mapping language, the shipped mappings and their lookup tables, recognizing a bill by its headings, reading
 * exact numbers, times and tags out of source cells. Does not own: opening files, running plans, deliveries, rejects.
 *
 * <p>Invariants: pure (the same mapping, layout and dialect give the same plan); no text of a user or of a file enters a
 * plan unquoted; no floating point takes part in an amount.
 */
@NullMarked
package org.apportion.ingest.mapping;

import org.jspecify.annotations.NullMarked;
