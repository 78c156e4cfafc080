package org.apportion.prometheus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;
import org.apportion.spi.Secret;

/**
 * Digest access with quality of protection {@code auth}, MD5 or SHA-256: the password itself is never sent. Source: RFC 7616. For use
 * by one thread.
 */
final class DigestLogin implements Login {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))");

    private final Secret user;
    private final Secret password;
    private final SecureRandom random = new SecureRandom();
    private Map<String, String> challenge = Map.of();
    private int count;

    DigestLogin(Secret user, Secret password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public boolean learn(HttpReply.Answered refusal) {
        String header = refusal.header("www-authenticate").orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith("digest ")) {
            return false;
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header.substring("digest ".length()));
        while (parameter.find()) {
            parameters.put(
                    parameter.group(1).toLowerCase(Locale.ROOT),
                    parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
        }
        boolean first = challenge.isEmpty();
        boolean stale = "true".equalsIgnoreCase(parameters.get("stale"));
        challenge = Map.copyOf(parameters);
        count = 0;
        return (first || stale) && parameters.containsKey("nonce");
    }

    @Override
    public HttpCall sign(HttpCall call) {
        if (challenge.isEmpty()) {
            return call;
        }
        String query = call.uri().getRawQuery();
        String target = call.uri().getRawPath() + (query == null ? "" : "?" + query);
        byte[] fresh = new byte[16];
        random.nextBytes(fresh);
        return call.with(
                "Authorization", header(call.method(), target, HexFormat.of().formatHex(fresh)));
    }

    private String header(String method, String target, String clientNonce) {
        count++;
        String uses = String.format(Locale.ROOT, "%08x", count);
        String realm = challenge.getOrDefault("realm", "");
        String nonce = challenge.getOrDefault("nonce", "");
        boolean protects = challenge.getOrDefault("qop", "").contains("auth");
        String secret = hash(user.reveal() + ":" + realm + ":" + password.reveal());
        String what = hash(method + ":" + target);
        String response = protects
                ? hash(secret + ":" + nonce + ":" + uses + ":" + clientNonce + ":auth:" + what)
                : hash(secret + ":" + nonce + ":" + what);
        StringBuilder header = new StringBuilder("Digest username=\"" + user.reveal() + "\", realm=\"" + realm
                + "\", nonce=\"" + nonce + "\", uri=\"" + target + "\", response=\"" + response + "\"");
        if (protects) {
            header.append(", qop=auth, nc=")
                    .append(uses)
                    .append(", cnonce=\"")
                    .append(clientNonce)
                    .append('"');
        }
        if (challenge.containsKey("algorithm")) {
            header.append(", algorithm=").append(challenge.get("algorithm"));
        }
        if (challenge.containsKey("opaque")) {
            header.append(", opaque=\"").append(challenge.get("opaque")).append('"');
        }
        return header.toString();
    }

    private String hash(String text) {
        String algorithm = challenge.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.startsWith("SHA-256") ? "SHA-256" : "MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
        }
    }
}
