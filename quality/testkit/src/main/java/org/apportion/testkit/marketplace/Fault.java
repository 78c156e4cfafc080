package org.apportion.testkit.marketplace;

import java.time.Duration;

/** What goes wrong with one metering call to a fake. Faults wait in a queue; each hits one call. */
public sealed interface Fault {

    /** The call is carried out; the connection closes without an answer. */
    record DropReplyAfterAccept() implements Fault {}

    /** The connection closes without an answer; nothing is carried out. To the client it looks the same. */
    record DropBeforeAccept() implements Fault {}

    /** The service refuses for now, in its own words, with a {@code Retry-After}; nothing is carried out. */
    record Throttle(Duration retryAfter) implements Fault {}

    /** Status 500 in the service's own words; nothing is carried out. */
    record InternalError() implements Fault {}

    /** The call is carried out, the answer is status 500. */
    record InternalErrorAfterAccept() implements Fault {}

    /** The call is carried out; the answer comes after {@code delay}, or when the fake closes. */
    record Slow(Duration delay) implements Fault {}

    /** The call is carried out; the answer is status 200 with half of a JSON text. */
    record MalformedAnswer() implements Fault {}

    /** The service finds the client's clock wrong and refuses. */
    record ClockSkew() implements Fault {}

    /** The service says that the credentials have expired and refuses. */
    record ExpiredCredentials() implements Fault {}

    /** Any other answer; nothing is carried out. */
    record Answer(int status, String body) implements Fault {}
}
