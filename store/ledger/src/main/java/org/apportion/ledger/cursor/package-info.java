/**
 * How far each reader of an hourly feed has come.
 *
 * <p>Owns: tables {@code feed_cursor} and {@code feed_told}. Does not own: which hours there are, what is told of them. Invariants: a
 * cursor never goes back by itself; an hour that was offered and not served is offered again; an hour told anew replaces what was
 * remembered of it.
 */
@NullMarked
package org.apportion.ledger.cursor;

import org.jspecify.annotations.NullMarked;
