/**
 * What a plugin offers that hands published files to other systems: an invoicing system's interface, a file server.
 *
 * <p>Owns: the contract between an upload and the plugin that does it. Does not own: which files there are (publish), what was sent
 * before (the journal). Invariants: a file that is sent is whole on the other side or the sending fails; sending the same file again
 * does no harm on a side that knows its key; secrets stay out of messages.
 */
@NullMarked
package org.apportion.spi.upload;

import org.jspecify.annotations.NullMarked;
