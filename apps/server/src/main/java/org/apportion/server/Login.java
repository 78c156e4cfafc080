package org.apportion.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;

/**
 * Tells whether a request may read, and as whom: bearer tokens and basic login (RFC 6750, RFC 7617). Texts are compared in a time
 * that does not tell where they differ. Secrets are resolved once, at the start, so that a missing one is seen then.
 */
final class Login {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final boolean isRestricted;
    private final Optional<byte[]> token;
    private final Optional<byte[]> basic;
    private final Map<String, byte[]> readers = new TreeMap<>();

    Login(ServeOptions.Access access) {
        isRestricted = access.isRestricted();
        token = access.token().map(Login::bytes);
        basic = access.password().map(password -> join(access.user().orElse(""), bytes(password)));
        access.readers().forEach((name, secret) -> readers.put(name, bytes(secret)));
    }

    /**
     * Who asks.
     *
     * @param reader whose token it is; empty for everybody else
     */
    record Caller(Optional<String> reader) {}

    /**
     * @param authorization header of the request; empty text if there is none
     * @return empty if the request may not read
     */
    Optional<Caller> of(String authorization) {
        if (!isRestricted) {
            return Optional.of(new Caller(Optional.empty()));
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return bearer(utf8(authorization.substring(BEARER.length()).strip()));
        }
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            byte[] given = decoded(authorization.substring(BASIC.length()).strip());
            return basic.filter(known -> MessageDigest.isEqual(known, given)).map(any -> new Caller(Optional.empty()));
        }
        return Optional.empty();
    }

    /** A reader with a token of its own: nobody else reads under its name. */
    boolean hasToken(String reader) {
        return readers.containsKey(reader);
    }

    private Optional<Caller> bearer(byte[] given) {
        for (Map.Entry<String, byte[]> reader : readers.entrySet()) {
            if (MessageDigest.isEqual(reader.getValue(), given)) {
                return Optional.of(new Caller(Optional.of(reader.getKey())));
            }
        }
        return token.filter(known -> MessageDigest.isEqual(known, given)).map(any -> new Caller(Optional.empty()));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** An empty token or password would let everybody in. */
    private static byte[] bytes(Secret secret) {
        String text = secret.reveal();
        if (text.isBlank()) {
            throw new ApportionException(
                    ServerError.SERVER_NEEDS_LOGIN,
                    "serve",
                    "a token or password is empty.",
                    "Put a text of at least a few letters where the reference leads to.");
        }
        return utf8(text.strip());
    }

    private static byte[] join(String user, byte[] password) {
        return utf8(user + ":" + new String(password, StandardCharsets.UTF_8));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
