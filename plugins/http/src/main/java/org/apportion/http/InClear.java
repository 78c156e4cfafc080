package org.apportion.http;

import java.net.URI;
import java.util.Collection;
import java.util.Optional;

/** Secrets that go over a network for all to read. This host alone does not count. */
public final class InClear {
    private InClear() {}

    /**
     * A sentence for people, without its full stop; empty if nothing is sent in clear.
     *
     * @param what is sent, such as {@code the key}
     * @param where names the addresses, such as {@code an endpoint}
     */
    public static Optional<String> note(String what, String where, Collection<URI> addresses) {
        return addresses.stream().anyMatch(InClear::isInClear)
                ? Optional.of(
                        what + " is sent without encryption, since " + where + " begins with http://; write https://")
                : Optional.empty();
    }

    private static boolean isInClear(URI address) {
        return "http".equals(address.getScheme()) && !address.getHost().matches("localhost|127[.].*|\\[::1]");
    }
}
