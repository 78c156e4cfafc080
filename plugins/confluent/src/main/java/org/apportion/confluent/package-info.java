/**
 * Confluent Cloud as a remote source: costs, inventory, metrics.
 *
 * <p>Owns the calls and the files made of the answers. Does not own rules and mappings. Invariants: a list is read to its last page or
 * not at all; a file is whole under its name and rewritten only when its content changed; no amount passes through floating point; an
 * object that is gone keeps its history.
 */
@NullMarked
package org.apportion.confluent;

import org.jspecify.annotations.NullMarked;
