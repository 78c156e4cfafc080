package org.apportion.testkit.objects;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Calculates Signature Version 4 again. Source: AWS General Reference, "Create a signed AWS API request". */
final class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/([0-9]{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?"
                    + "Signature=([0-9a-f]{64})");

    private SignatureCheck() {}

    /** What the signature is to be for. */
    record Scope(String region, String service, String keyId, String secret) {}

    /** What is wrong; empty if the signature is right. */
    static String problem(String method, URI uri, Map<String, String> headers, byte[] body, Scope scope) {
        Matcher found = AUTHORIZATION.matcher(headers.getOrDefault("authorization", ""));
        if (!found.matches()) {
            return "no signature";
        }
        if (!found.group(1).equals(scope.keyId())
                || !found.group(3).equals(scope.region())
                || !found.group(4).equals(scope.service())) {
            return "another key, region or service";
        }
        String payload = headers.getOrDefault("x-amz-content-sha256", sha256(body));
        if (!payload.equals(sha256(body))) {
            return "another payload";
        }
        StringBuilder canonical = new StringBuilder(method + "\n" + uri.getRawPath() + "\n" + query(uri) + "\n");
        for (String name : found.group(5).split(";", -1)) {
            canonical
                    .append(name)
                    .append(':')
                    .append(headers.getOrDefault(name, "").strip())
                    .append('\n');
        }
        canonical.append('\n').append(found.group(5)).append('\n').append(payload);
        String date = headers.getOrDefault("x-amz-date", "");
        String toSign =
                "AWS4-HMAC-SHA256\n" + date + "\n" + found.group(2) + "/" + scope.region() + "/" + scope.service()
                        + "/aws4_request\n" + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(("AWS4" + scope.secret()).getBytes(StandardCharsets.UTF_8), found.group(2));
        for (String part : new String[] {scope.region(), scope.service(), "aws4_request"}) {
            key = hmac(key, part);
        }
        String signature = HexFormat.of().formatHex(hmac(key, toSign));
        return signature.equals(found.group(6)) ? "" : "another signature; canonical request: " + canonical;
    }

    private static String query(URI uri) {
        if (uri.getRawQuery() == null) {
            return "";
        }
        String[] pairs = uri.getRawQuery().split("&", -1);
        Arrays.sort(pairs);
        return String.join("&", pairs);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
