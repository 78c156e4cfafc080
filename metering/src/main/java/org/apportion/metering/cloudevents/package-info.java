/**
 * Usage that is told by CloudEvents 1.0: from a file that grows, or over HTTP.
 *
 * <p>Owns: the JSON format, the three content modes of the HTTP binding, which part of an event is whose usage. Does not own: that an
 * event counts once (the journal's inbox), how samples add up. Invariants: an event is acknowledged only when it is on disk; one that
 * nobody can use is told and not acknowledged; no text of an event is in a message, but names and types.
 */
@NullMarked
package org.apportion.metering.cloudevents;

import org.jspecify.annotations.NullMarked;
