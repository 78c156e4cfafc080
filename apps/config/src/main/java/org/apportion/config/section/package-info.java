/**
 * Sections of a checked tree to the records of the model.
 *
 * <p>Owns: one reader per section, CSV forms, rule packs, references between sections. Does not own: keys and forms, which
 * the schema has checked already; what is of a wrong form is left out here without a second complaint. Invariants: decimals
 * are read from their text; relative paths are resolved against the file that names them.
 */
@NullMarked
package org.apportion.config.section;

import org.jspecify.annotations.NullMarked;
