/**
 * The bills and usage of the example year.
 *
 * <p>Owns: the generated files of {@code examples/year}. Does not own: its configuration and commands, which are written by hand.
 * Invariants: the same files each time.
 */
@NullMarked
package org.apportion.testkit.year;

import org.jspecify.annotations.NullMarked;
