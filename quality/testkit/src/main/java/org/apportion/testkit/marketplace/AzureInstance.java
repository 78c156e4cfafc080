package org.apportion.testkit.marketplace;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apportion.testkit.marketplace.FakeHttpService.Reply;
import org.apportion.testkit.marketplace.FakeHttpService.Request;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an Azure instance asks about itself: tokens, metadata, its resource group; and the login service of applications. */
final class AzureInstance {
    static final String MARKETPLACE = "20e940b3-4c77-4b0b-9a53-9e16a1b010a7";
    static final String MARKETPLACE_TOKEN = "token-of-the-marketplace";
    private static final String MANAGEMENT = "https://management.azure.com/";
    private static final String MANAGEMENT_TOKEN = "token-of-the-management";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final String GROUP = "/subscriptions/sub-1/resourceGroups/group-1";

    private final InstantSource clock;
    private volatile String managedBy;
    private volatile List<String> versions = List.of("2017-08-01", "2020-09-01", "2021-02-01");

    AzureInstance(InstantSource clock, String managedBy) {
        this.clock = clock;
        this.managedBy = managedBy;
    }

    void managedBy(String resource) {
        managedBy = resource;
    }

    void versions(List<String> offered) {
        versions = List.copyOf(offered);
    }

    Reply answer(Request request) {
        if (request.path().startsWith("/metadata/")) {
            return request.header("metadata").equalsIgnoreCase("true")
                            && request.method().equals("GET")
                    ? metadata(request)
                    : Reply.json(400, "{\"error\":\"Required metadata header not specified\"}");
        }
        if (request.path().equals(GROUP) && request.query("api-version").equals("2019-10-01")) {
            return request.header("authorization").equals("Bearer " + MANAGEMENT_TOKEN)
                    ? group()
                    : Reply.json(401, "{\"error\":{\"code\":\"AuthenticationFailed\"}}");
        }
        if (request.method().equals("POST") && request.path().endsWith("/oauth2/v2.0/token")) {
            return login(request);
        }
        return Reply.json(404, "{}");
    }

    private Reply metadata(Request request) {
        if (request.path().equals("/metadata/versions")) {
            ArrayNode list = JsonText.array();
            versions.forEach(list::add);
            ObjectNode answer = JsonText.object();
            answer.set("apiVersions", list);
            return Reply.json(200, JsonText.write(answer));
        }
        String version = request.query("api-version");
        if (request.path().equals("/metadata/identity/oauth2/token") && version.equals("2018-02-01")) {
            String resource = request.query("resource");
            if (resource.equals(MARKETPLACE)) {
                return token(MARKETPLACE_TOKEN);
            }
            return resource.replace("%3A", ":").replace("%2F", "/").equals(MANAGEMENT)
                    ? token(MANAGEMENT_TOKEN)
                    : Reply.json(400, "{\"error\":\"invalid_resource\"}");
        }
        if (!version.equals("2020-09-01")) {
            return Reply.json(400, "{\"error\":\"Bad request. api-version is invalid\"}");
        }
        return switch (request.path()) {
            case "/metadata/instance" ->
                Reply.json(
                        200,
                        "{\"compute\":{\"subscriptionId\":\"sub-1\",\"resourceGroupName\":\"group-1\",\"vmId\":\"vm-1\"},"
                                + "\"network\":{}}");
            case "/metadata/attested/document" ->
                Reply.json(200, "{\"encoding\":\"pkcs7\",\"signature\":\"cGtjczc=\"}");
            default -> Reply.json(404, "{}");
        };
    }

    private Reply token(String token) {
        return Reply.json(
                200,
                JsonText.write(JsonText.object()
                        .put("access_token", token)
                        .put("expires_in", String.valueOf(LIFE.toSeconds()))
                        .put(
                                "expires_on",
                                String.valueOf(clock.instant().plus(LIFE).getEpochSecond()))
                        .put("token_type", "Bearer")));
    }

    private Reply login(Request request) {
        return request.body().contains(MARKETPLACE) && request.body().contains("grant_type=client_credentials")
                ? Reply.json(
                        200,
                        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + MARKETPLACE_TOKEN
                                + "\"}")
                : Reply.json(400, "{\"error\":\"invalid_request\"}");
    }

    private Reply group() {
        ObjectNode group = JsonText.object().put("id", GROUP).put("name", "group-1");
        if (!managedBy.isEmpty()) {
            group.put("managedBy", managedBy);
        }
        return Reply.json(200, JsonText.write(group));
    }
}
