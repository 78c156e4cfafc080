/**
 * Speed: a generator of big months and programs that time the steps on them, as ratios to a raw scan in the same process.
 *
 * <p>Owns: made-up data of stated shape and size, and the result files. Does not own: any step; it calls the real ones.
 *
 * <p>Invariants: the same rows and seed give the same data; nothing here runs in a unit test; a figure is written with its
 * size, machine, limits, date and commit.
 */
@NullMarked
package org.apportion.benchmark;

import org.jspecify.annotations.NullMarked;
