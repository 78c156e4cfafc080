package org.apportion.azure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpError;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import tools.jackson.databind.JsonNode;

/**
 * The instance metadata service: tokens of the managed identity, the instance's own description, its attested document. Source:
 * "Azure Instance Metadata Service for virtual machines".
 */
final class InstanceMetadata implements TokenSource {
    private static final String NEEDED = "2020-09-01";
    private static final Map<String, String> HEADERS = Map.of("Metadata", "true");
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(10);

    private final HttpCaller caller;
    private final URI address;
    private final Optional<String> clientId;
    private final InstantSource clock;

    InstanceMetadata(HttpCaller caller, URI address, Optional<String> clientId, InstantSource clock) {
        this.caller = caller;
        this.address = address;
        this.clientId = clientId;
        this.clock = clock;
    }

    @Override
    public Token fetch(String resource) {
        String client = clientId.map(id -> "&client_id=" + encoded(id)).orElse("");
        JsonNode answer = get(
                "/metadata/identity/oauth2/token?api-version=2018-02-01" + client + "&resource=" + encoded(resource));
        String token = Json.text(answer, "access_token");
        if (token.isEmpty()) {
            throw unreadable("the token answer has no access_token.");
        }
        Instant end = Json.number(answer, "expires_on")
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()))
                .orElseGet(() -> clock.instant().plus(SHORTEST_LIFE));
        return new Token(token, end);
    }

    /** Whether the service offers the version that the attested document needs. */
    boolean isRecent() {
        for (JsonNode version : get("/metadata/versions").path("apiVersions")) {
            if (version.asString("").equals(NEEDED)) {
                return true;
            }
        }
        return false;
    }

    JsonNode instance() {
        return get("/metadata/instance?api-version=" + NEEDED);
    }

    /** The instance's description with {@code attestedData}. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        if (Json.plain(instance()) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> identity.put(String.valueOf(name), value));
        }
        identity.put("attestedData", Json.plain(get("/metadata/attested/document?api-version=" + NEEDED)));
        return identity;
    }

    private JsonNode get(String target) {
        return Json.read(caller.fetch(HttpCall.get(URI.create(address + target), HEADERS)))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable("the answer is not JSON."));
    }

    private static ApportionException unreadable(String problem) {
        return new ApportionException(
                HttpError.HTTP_ANSWER_UNREADABLE,
                "instance metadata",
                problem,
                "Run on an Azure instance with a managed identity, or choose another identity.");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
