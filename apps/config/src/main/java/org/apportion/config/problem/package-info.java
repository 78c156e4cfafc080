/**
 * Mistakes in configuration files.
 *
 * <p>Owns: codes, places, the collector that holds all mistakes of a load, suggestions for typos. Does not own: finding
 * mistakes. Invariants: a message holds no resolved reference and no secret; problems come sorted by file, line and column.
 */
@NullMarked
package org.apportion.config.problem;

import org.jspecify.annotations.NullMarked;
