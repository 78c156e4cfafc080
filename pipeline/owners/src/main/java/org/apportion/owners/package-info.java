/**
 * Who owns a cost by its tags.
 *
 * <p>Owns: tag resolution by policy. Does not own: reading files, storing resolved tags, the unit of a consumer on a day
 * ({@code OwnedCharges} of the lake), rules. Invariants: pure, immutable, independent of the order of input; resolving twice equals resolving once.
 */
@NullMarked
package org.apportion.owners;

import org.jspecify.annotations.NullMarked;
