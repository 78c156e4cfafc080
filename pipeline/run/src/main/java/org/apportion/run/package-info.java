/**
 * Wires the steps into one run; the only room that knows them all.
 *
 * <p>Owns: order of steps, proofs' consequences, the commit, the run record. Does not own: the steps. Invariants: nothing is
 * visible before the commit, nothing is published after a failed proof.
 */
@NullMarked
package org.apportion.run;

import org.jspecify.annotations.NullMarked;
