/**
 * The JSON Schema of the configuration and what follows from it.
 *
 * <p>Owns: checking a tree against the schema in our words, filling in defaults. Does not own: references between sections.
 * Invariants: the schema file is the only list of keys, forms and defaults; the secret value of a key is in no message.
 */
@NullMarked
package org.apportion.config.schema;

import org.jspecify.annotations.NullMarked;
