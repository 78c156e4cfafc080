/**
 * The reference allocator: {@code docs/explanation/how-cost-is-split.md} word by word in plain, slow Java.
 *
 * <p>Owns: an implementation that a reader can compare with the page, against which engines are tested row by row. Does not
 * own: speed, SQL, files. Invariants: only whole numbers and exact decimals; the order of its inputs does not matter, except
 * that of rules, parts and tiers.
 */
@NullMarked
package org.apportion.testkit.reference;

import org.jspecify.annotations.NullMarked;
