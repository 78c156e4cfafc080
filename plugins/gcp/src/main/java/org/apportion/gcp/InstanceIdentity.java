package org.apportion.gcp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;

/** The signed identity token of the instance. Source: Compute Engine, "Verify the identity of instances". */
final class InstanceIdentity {
    private final HttpCaller caller;
    private final GoogleSettings settings;

    InstanceIdentity(HttpCaller caller, GoogleSettings settings) {
        this.caller = caller;
        this.settings = settings;
    }

    Map<String, Object> accountInfo() {
        URI address = URI.create(settings.metadataEndpoint()
                + "/computeMetadata/v1/instance/service-accounts/default/identity?audience="
                + URLEncoder.encode(settings.identityAudience(), StandardCharsets.UTF_8) + "&format=full");
        Map<String, Object> info = new LinkedHashMap<>();
        info.put(
                "identity",
                caller.fetch(HttpCall.get(address, Map.of("Metadata-Flavor", "Google")))
                        .strip());
        info.put("cloud_provider", "google");
        return info;
    }
}
