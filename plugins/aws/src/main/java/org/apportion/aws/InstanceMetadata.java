package org.apportion.aws;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpError;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The instance metadata service, version 2: a session token first, then the documents. It is asked at the IPv6 address, then
 * at the IPv4 address; what answered is remembered. Source: Amazon EC2 User Guide, "Use instance metadata service".
 */
final class InstanceMetadata {
    private static final List<URI> ADDRESSES =
            List.of(URI.create("http://[fd00:ec2::254]"), URI.create("http://169.254.169.254"));
    private static final Duration TOKEN_LIFE = Duration.ofHours(6);
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);
    private static final String IDENTITY = "/latest/dynamic/instance-identity/";

    private final HttpCaller caller;
    private final List<URI> addresses;
    private final InstantSource clock;
    private @Nullable URI address;
    private String token = "";
    private Instant tokenEnd = Instant.MIN;
    private @Nullable String region;

    InstanceMetadata(HttpCaller caller, Optional<URI> override, InstantSource clock) {
        this.caller = caller;
        this.addresses = override.map(List::of).orElse(ADDRESSES);
        this.clock = clock;
    }

    /** The region of the instance; asked once. */
    String region() {
        String known = region;
        if (known == null) {
            known = Json.text(document(), "region");
            if (known.isEmpty()) {
                throw unreadable("the identity document names no region.");
            }
            region = known;
        }
        return known;
    }

    /** Identity document, its signature and the PKCS #7 form, as the product's own pages show them. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("document", Json.plain(document()));
        identity.put("signature", get(IDENTITY + "signature"));
        identity.put("pkcs7", get(IDENTITY + "pkcs7"));
        return identity;
    }

    private JsonNode document() {
        return Json.read(get(IDENTITY + "document"))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable("the identity document is not JSON."));
    }

    private String get(String path) {
        refreshToken();
        return caller.fetch(HttpCall.get(at(path), Map.of("X-aws-ec2-metadata-token", token)));
    }

    private URI at(String path) {
        return URI.create(addresses.indexOf(address) < 0 ? addresses.get(0) + path : address + path);
    }

    private void refreshToken() {
        Instant now = clock.instant();
        if (now.isBefore(tokenEnd)) {
            return;
        }
        ApportionException last = null;
        for (URI each : address == null ? addresses : List.of(address)) {
            try {
                token = caller.fetch(new HttpCall(
                        "PUT",
                        URI.create(each + "/latest/api/token"),
                        Map.of("X-aws-ec2-metadata-token-ttl-seconds", String.valueOf(TOKEN_LIFE.toSeconds())),
                        ""));
                address = each;
                tokenEnd = now.plus(TOKEN_LIFE).minus(TOKEN_MARGIN);
                return;
            } catch (ApportionException e) {
                last = e;
            }
        }
        throw last == null ? unreadable("it has no address.") : last;
    }

    private static ApportionException unreadable(String problem) {
        return new ApportionException(
                HttpError.HTTP_ANSWER_UNREADABLE,
                "instance metadata",
                problem,
                "Run on an EC2 instance with IMDSv2, or set the region.");
    }
}
