/**
 * Hands files to other systems: over HTTPS, and to a file server over SFTP.
 *
 * <p>Owns: the uploads {@code https} and {@code sftp}, how a file is encoded for them, login, the check of the other side's identity.
 * Does not own: which files there are, what was sent before (publish, run). Invariants: credentials go only to the configured
 * address and only where the other side has proved who it is; nothing is sent twice by itself.
 */
@NullMarked
package org.apportion.upload;

import org.jspecify.annotations.NullMarked;
