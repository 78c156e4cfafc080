/**
 * Text of conditions to {@link org.apportion.model.rule.Condition}s.
 *
 * <p>Owns: CEL, which is seen nowhere else; the closed subset that is allowed. Does not own: evaluation and SQL. Invariants:
 * what compiles means the same to the CEL interpreter, if missing tags read as empty text; each refusal has a position.
 */
@NullMarked
package org.apportion.config.condition;

import org.jspecify.annotations.NullMarked;
