/**
 * Delivered files: finding, unpacking, hashing, and what their first lines tell.
 *
 * <p>Owns: paths, globs, archives, encodings, delimiters, headings. Does not own: the meaning of columns, the reading of
 * rows (engine). Invariants: a delivered file is never changed; memory is bounded whatever its size; the order of the answer
 * does not depend on the file system.
 */
@NullMarked
package org.apportion.ingest.file;

import org.jspecify.annotations.NullMarked;
