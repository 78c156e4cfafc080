/**
 * Who owns a cost: resolved tags and the units behind consumers.
 *
 * <p>Owns: tag resolution by policy, the unit of a consumer on a day. Does not own: reading files, storing resolved tags,
 * rules. Invariants: pure, immutable, independent of the order of input; resolving twice equals resolving once.
 */
@NullMarked
package org.apportion.owners;

import org.jspecify.annotations.NullMarked;
