package org.apportion.confluent;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apportion.http.Digests;
import org.apportion.http.FetchFolder;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps answers as they came, by day (UTC) and interface, with a line per call that says what was asked and which file answers it.
 * Requests are kept without their headers, so no credential is written; and of a connector's configuration, which may hold
 * passwords of other systems, only what tells its class and its owner; of a Flink statement, whose text and properties may, only what
 * tells its name, its owner, its pool and its phase.
 */
final class RawAnswers {
    private static final int NAME_DIGITS = 16;
    private static final List<String> KEPT =
            List.of("name", "connector.class", "kafka.auth.mode", "kafka.api.key", "kafka.service.account.id");

    private static final List<String> STATEMENT = List.of("name", "metadata", "spec", "status");
    private static final List<String> SPEC = List.of("principal", "compute_pool_id");

    private final FetchFolder folder;
    private final InstantSource clock;

    RawAnswers(FetchFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    void keep(Api api, HttpCall call, HttpReply.Answered answer) {
        LocalDate day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        String body = switch (api) {
            case CONNECTORS -> withoutConfiguration(answer.body());
            case FLINK_STATEMENTS -> withoutText(answer.body());
            default -> answer.body();
        };
        String name = body.isEmpty() ? "empty" : Digests.sha256(body).substring(0, NAME_DIGITS);
        String file = api.label() + "/" + name + ".json.gz";
        folder.writeCompressed(".evidence/" + day + "/" + file, body);
        String query = call.uri().getRawQuery();
        folder.append(
                ".evidence/" + day + "/calls.ndjson",
                Json.write(Json.object()
                        .put("at", clock.instant().toString())
                        .put("method", call.method())
                        .put("path", call.uri().getPath() + (query == null ? "" : "?" + query))
                        .put("body", call.body())
                        .put("status", answer.status())
                        .put("answer", file)));
    }

    /** Forgets answers of days before the given one: they hold names and e-mail addresses of people. */
    void removeBefore(LocalDate first) {
        folder.removeDaysBefore(".evidence", first);
    }

    private static String withoutText(String body) {
        Optional<JsonNode> list = Json.read(body).filter(JsonNode::isObject);
        list.ifPresent(all -> all.path("data").forEach(statement -> {
            if (statement instanceof ObjectNode object) {
                object.retain(STATEMENT);
                if (object.path("spec") instanceof ObjectNode spec) {
                    spec.retain(SPEC);
                }
                if (object.path("status") instanceof ObjectNode status) {
                    status.retain("phase");
                }
            }
        }));
        return list.map(Json::write).orElse("");
    }

    private static String withoutConfiguration(String body) {
        Optional<JsonNode> connectors = Json.read(body).filter(JsonNode::isObject);
        connectors.ifPresent(all -> all.forEach(connector -> {
            if (connector.path("info") instanceof ObjectNode info && info.path("config") instanceof ObjectNode config) {
                info.set("config", config.retain(KEPT));
            }
        }));
        return connectors.map(Json::write).orElse("");
    }
}
