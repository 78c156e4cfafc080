/**
 * What can go wrong in an import, and where unreadable rows go.
 *
 * <p>Owns: the codes of the room and the rejects files. Does not own: finding the problems. Invariants: a reject names file,
 * row, column and reason, never the content of a cell; a rejects file is safe to open in a spreadsheet.
 */
@NullMarked
package org.apportion.ingest.problem;

import org.jspecify.annotations.NullMarked;
