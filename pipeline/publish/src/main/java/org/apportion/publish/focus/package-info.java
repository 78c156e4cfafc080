/**
 * Bundles in FOCUS 1.4: the bills with each record split among its consumers, and the platform's own view.
 *
 * <p>Owns: the rows and files of a bundle, what is completed where a bill says nothing, the proof of a bundle from its files. Does
 * not own: how records are split, the rules of the specification. Invariants: of every record each cost and quantity sums to the
 * bill's last digit and the ratios sum to one; a bundle that breaks a rule nobody accepted is not published; the two views are
 * never mixed.
 *
 * <p>Source: FOCUS specification 1.4, Cost and Usage dataset and its columns for split cost allocation (text CC-BY-4.0).
 */
@NullMarked
package org.apportion.publish.focus;

import org.jspecify.annotations.NullMarked;
