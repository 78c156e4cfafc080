package org.apportion.http;

import java.util.Map;
import java.util.Optional;
import org.apportion.spi.metering.Evidence;

/** What became of a request. */
public sealed interface HttpReply {

    /** Digests of the bodies. */
    Evidence evidence();

    /**
     * The other side answered, with whatever status.
     *
     * @param headers by lower-case name; of several values the first
     */
    record Answered(int status, Map<String, String> headers, String body, Evidence evidence) implements HttpReply {
        public Answered {
            headers = Map.copyOf(headers);
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Whether a gateway or proxy may have given up on a request that it had passed on. */
        public boolean mayBeUnderWay() {
            return status == 408 || status == 425 || status == 499;
        }

        /** Whether a proxy wants a login: it passed nothing on. */
        public boolean isProxyLogin() {
            return status == 407;
        }

        public Optional<String> header(String lowerCaseName) {
            return Optional.ofNullable(headers.get(lowerCaseName));
        }

        @Override
        public String toString() {
            return "status " + status;
        }
    }

    /** No connection came about: the other side has certainly not seen the request. */
    record NotSent(String reason, Evidence evidence) implements HttpReply {}

    /** The request, or a part of it, was sent; the other side may have acted on it. */
    record Lost(String reason, Evidence evidence) implements HttpReply {}
}
