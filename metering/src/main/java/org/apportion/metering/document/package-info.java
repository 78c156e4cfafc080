/**
 * The documents that a product's own pages read: csp-config, cache and archive of csp-billing-adapter.
 *
 * <p>Owns: their exact JSON shapes, the texts of errors, trimming by cycles and bytes. Does not own: any truth; everything here
 * is computed from the journal and may be written again at any time. Invariants: pure; the same facts give the same bytes; an
 * amount that is an integer shows as one.
 */
@NullMarked
package org.apportion.metering.document;

import org.jspecify.annotations.NullMarked;
