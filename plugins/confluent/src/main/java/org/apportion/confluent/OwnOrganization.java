package org.apportion.confluent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;

/**
 * Sees to it that the key belongs to the organization that stands beside it: each row of cost gets that id, so a key in two
 * fetches would bill one organization twice, under two names.
 */
final class OwnOrganization {
    private final ConfluentSettings settings;
    private final ConfluentCloud cloud;
    private final Notes notes;

    OwnOrganization(ConfluentSettings settings, ConfluentCloud cloud, Notes notes) {
        this.settings = settings;
        this.cloud = cloud;
        this.notes = notes;
    }

    /** @throws org.apportion.model.ApportionException {@code CONFLUENT_SETTING_WRONG} if the service names other organizations only */
    void check() {
        Optional<JsonNode> answer = cloud.ifAllowed(
                Api.ORGANIZATIONS, settings.endpoint(), settings.key(), Api.ORGANIZATIONS.path(), Map.of());
        if (answer.isEmpty()) {
            notes.add("whether the key belongs to the organization " + settings.organization()
                    + " is not known, since it may not list organizations");
            return;
        }
        List<String> ids = new ArrayList<>();
        answer.get().path("data").forEach(one -> ids.add(Json.text(one, "id")));
        if (!ids.isEmpty() && !ids.contains(settings.organization())) {
            throw ConfluentError.CONFLUENT_SETTING_WRONG.at(
                    settings.place() + ".organization",
                    "the API key belongs to the organization " + String.join(", ", ids) + ", not to "
                            + settings.organization() + "; nothing was fetched.",
                    "Set organization to the key's, or set the key of this organization.");
        }
    }
}
