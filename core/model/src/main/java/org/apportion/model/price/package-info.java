/**
 * What an allocated cost is sold for: price books, services with components, accounts, currency rates.
 */
@NullMarked
package org.apportion.model.price;

import org.jspecify.annotations.NullMarked;
