package org.apportion.azure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Keeps each token until five minutes before its end, or until the service refuses it. Safe for use by several threads. */
final class CachedTokens {
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final TokenSource source;
    private final InstantSource clock;
    private final Map<String, TokenSource.Token> tokens = new HashMap<>();

    CachedTokens(TokenSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized String bearer(String resource) {
        TokenSource.Token token = tokens.get(resource);
        if (token == null || !clock.instant().isBefore(token.end().minus(MARGIN))) {
            token = source.fetch(resource);
            tokens.put(resource, token);
        }
        return "Bearer " + token.text();
    }

    synchronized void forget(String resource) {
        tokens.remove(resource);
    }
}
