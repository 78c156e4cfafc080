/**
 * What was sent to other systems when, and with which digest.
 *
 * <p>Owns: table {@code upload_attempt}. Does not own: the sending (plugins), which files there are. Invariants: an attempt is written
 * before its file is sent; an attempt whose end is unknown counts as not sent; nothing is ever removed.
 */
@NullMarked
package org.apportion.publish.journal;

import org.jspecify.annotations.NullMarked;
