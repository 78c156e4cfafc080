/**
 * Turns settings of ccloud-chargeback-helper into a configuration of ours.
 *
 * <p>Owns: what its keys mean, and what becomes of each. Does not own: our own sections, the check of what it writes.
 *
 * <p>Invariants: no secret is copied, only references to it; each key is either taken over or told; the same files, environment
 * and day give the same text.
 */
@NullMarked
package org.apportion.config.movein;

import org.jspecify.annotations.NullMarked;
