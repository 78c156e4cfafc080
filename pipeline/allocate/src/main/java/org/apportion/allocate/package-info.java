/**
 * Turns allocation rules into a relational plan that splits every record of a billing month to the last digit.
 *
 * <p>Owns: the SQL text of conditions, cells, weights, tiers, charges and proofs; the same arithmetic in plain Java
 * for explanations. Does not own: running that text, reading or writing files, who belongs to which unit, prices.
 *
 * <p>Invariants: pure, so the same rules give the same text; the law is {@code
 * docs/explanation/how-cost-is-split.md}; no floating point decides an amount; user text reaches SQL only through
 * {@link org.apportion.spi.Dialect#text}.
 */
@NullMarked
package org.apportion.allocate;

import org.jspecify.annotations.NullMarked;
