/**
 * Results as files: charges, summaries, price lines, unallocated, cost-center exports.
 *
 * <p>Owns: file formats, atomic writing, manifests. Does not own: amounts, joins with owners, delivery to other systems.
 * Invariants: a file is whole or unchanged; sums in the manifest equal the sums of the rows written.
 */
@NullMarked
package org.apportion.publish;

import org.jspecify.annotations.NullMarked;
