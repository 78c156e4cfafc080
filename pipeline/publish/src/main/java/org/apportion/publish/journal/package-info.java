/**
 * Which files a run has to write and has written, and what was sent to other systems when, with which digest.
 *
 * <p>Owns: tables {@code run_output}, {@code issued_file} and {@code upload_attempt}. Does not own: the sending (plugins), which files there are. Invariants: an attempt is written
 * before its file is sent; an attempt whose end is unknown counts as not sent; nothing is ever removed.
 */
@NullMarked
package org.apportion.publish.journal;

import org.jspecify.annotations.NullMarked;
