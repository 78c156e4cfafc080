package org.apportion.azure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpError;
import org.apportion.http.Json;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is billed: the SaaS subscription or managed application of the settings, else the one that manages the resource group of
 * this instance (its {@code managedBy}); asked once.
 */
final class BilledResource {
    private static final String MANAGEMENT = "https://management.azure.com/";

    private final MicrosoftSettings settings;
    private final HttpCaller caller;
    private final CachedTokens tokens;
    private final InstanceMetadata metadata;
    private @Nullable String managedBy;

    BilledResource(MicrosoftSettings settings, HttpCaller caller, CachedTokens tokens, InstanceMetadata metadata) {
        this.settings = settings;
        this.caller = caller;
        this.tokens = tokens;
        this.metadata = metadata;
    }

    /** The member of an event: {@code resourceId} or {@code resourceUri}. */
    String member() {
        return settings.resourceId().isPresent() ? "resourceId" : "resourceUri";
    }

    /** @throws ApportionException if the instance cannot be asked, or is part of no managed application */
    String id() {
        return settings.resourceId().or(settings::resourceUri).orElseGet(this::managing);
    }

    private String managing() {
        String known = managedBy;
        if (known == null) {
            JsonNode compute = metadata.instance().path("compute");
            URI group = URI.create(settings.managementEndpoint() + "/subscriptions/"
                    + segment(compute, "subscriptionId") + "/resourceGroups/" + segment(compute, "resourceGroupName")
                    + "?api-version=2019-10-01");
            String body = caller.fetch(HttpCall.get(group, Map.of("Authorization", tokens.bearer(MANAGEMENT))));
            known = Json.read(body)
                    .map(answer -> Json.text(answer, "managedBy"))
                    .orElse("");
            if (known.isEmpty()) {
                throw new ApportionException(
                        HttpError.HTTP_ANSWER_UNREADABLE,
                        "resource group",
                        "no managed application manages it.",
                        "Deploy through the marketplace, or set microsoft.resource-uri.");
            }
            managedBy = known;
        }
        return known;
    }

    private static String segment(JsonNode compute, String member) {
        return URLEncoder.encode(Json.text(compute, member), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
