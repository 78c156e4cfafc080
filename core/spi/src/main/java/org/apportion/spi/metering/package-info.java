/**
 * Contracts of marketplace metering: the marketplace that is told, the product that is asked, the place where the documents
 * for the product's own pages are kept, and the archive. Implementations arrive by {@link java.util.ServiceLoader}; a
 * compatibility kit in the testkit checks each.
 *
 * <p>No framework, JDBC, HTTP or JSON type appears here. Implementations keep no state that decides about money: the journal
 * of the metering room does.
 */
@NullMarked
package org.apportion.spi.metering;

import org.jspecify.annotations.NullMarked;
