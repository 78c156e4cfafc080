/**
 * What an allocated cost is sold for.
 *
 * <p>Owns: price lines with every step from cost to amount, the account route and the service route, currency conversion,
 * rounding for people. Does not own: charges, rules, files, the table of price lines, who owns a consumer.
 *
 * <p>Invariants: pure; exact decimals; the cost of all lines equals the allocated totals, per currency, to the last digit;
 * one cost travels one route; currencies are never added; the order of input never changes a result.
 */
@NullMarked
package org.apportion.price;

import org.jspecify.annotations.NullMarked;
