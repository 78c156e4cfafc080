/**
 * Small instruments for tests of time and text.
 *
 * <p>Owns: a clock that tests move and the comparison with golden files. Does not own: anything that runs in production.
 * Invariants: no hidden time, no hidden randomness.
 */
@NullMarked
package org.apportion.testkit;

import org.jspecify.annotations.NullMarked;
