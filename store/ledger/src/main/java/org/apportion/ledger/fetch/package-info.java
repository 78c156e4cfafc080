/**
 * How each fetch fared last.
 *
 * <p>Owns: table {@code fetch_record}. Does not own: what was fetched, which fetches there are. Invariants: one row per fetch; a
 * failure leaves what the last success brought as it is.
 */
@NullMarked
package org.apportion.ledger.fetch;

import org.jspecify.annotations.NullMarked;
