/**
 * YAML files as a tree whose every value knows its place.
 *
 * <p>Owns: reading, limits, duplicate keys, aliases, includes and their merging, references in text. Does not own: what keys
 * mean. Invariants: text is kept exactly as written, so that no digit and no leading zero is lost; a tree is immutable.
 */
@NullMarked
package org.apportion.config.yaml;

import org.jspecify.annotations.NullMarked;
