/**
 * What a plugin offers that brings bills and usage from elsewhere: an object store, a provider's API, a metrics server.
 *
 * <p>Owns: the contract between a fetch and the plugin that does it. Does not own: reading the files (ingest), which deliveries count.
 * Invariants: a plugin writes files and nothing else; a file under its final name is whole and never changes in meaning; doing it
 * again brings the same files.
 */
@NullMarked
package org.apportion.spi.source;

import org.jspecify.annotations.NullMarked;
