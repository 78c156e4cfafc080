/**
 * The nouns of marketplace metering: what is billed, to whom, for which dimension and period, and by which key a marketplace
 * can tell that it has seen it.
 *
 * <p>Owns no rule of aggregation and no state. Amounts of usage are exact decimals; instants are UTC.
 */
@NullMarked
package org.apportion.model.metering;

import org.jspecify.annotations.NullMarked;
