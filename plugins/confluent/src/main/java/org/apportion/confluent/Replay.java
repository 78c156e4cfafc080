package org.apportion.confluent;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apportion.http.Digests;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers from a folder, so that an example runs without an account. The file of {@code /cmk/v2/clusters?environment=env-1} is {@code
 * cmk-v2-clusters-env-1.json}; one of a list holds the whole list, and of the costs and metrics those of the asked days are given. What
 * has no file is an empty list; one that is no JSON is an answer that cannot be read.
 */
final class Replay implements Answers {
    private static final String DATA = "data";

    private final Path folder;

    Replay(Path folder) {
        this.folder = folder;
    }

    @Override
    public HttpReply to(HttpCall call, Consumer<String> waits) {
        if (!Files.isDirectory(folder)) {
            return new HttpReply.NotSent(
                    "the folder " + folder + " of the setting replay is not there", Digests.none());
        }
        boolean costs = call.uri().getPath().equals("/" + Api.COSTS.path());
        boolean metrics = call.uri().getPath().equals("/" + Api.METRICS.path());
        JsonNode whole = read(name(call, metrics));
        JsonNode answer = whole;
        if (costs) {
            answer = between(
                    whole, "start_date", parameter(call.uri(), "start_date"), parameter(call.uri(), "end_date"));
        } else if (metrics) {
            String[] ends = asked(call).path("intervals").path(0).asString("/").split("/", 2);
            answer = between(whole, "timestamp", ends[0], ends[ends.length - 1]);
        }
        return new HttpReply.Answered(200, Map.of(), Json.write(answer), Digests.none());
    }

    private static String name(HttpCall call, boolean metrics) {
        String path = call.uri().getPath().substring(1).replace('/', '-');
        if (metrics) {
            String metric = Json.text(asked(call).path("aggregations").path(0), "metric");
            return path + "-" + metric.substring(metric.lastIndexOf('/') + 1) + ".json";
        }
        String environment = parameter(call.uri(), "environment");
        return path + (environment.isEmpty() ? "" : "-" + environment) + ".json";
    }

    private static JsonNode asked(HttpCall call) {
        return Json.read(call.body()).orElseGet(Json::object);
    }

    private JsonNode read(String name) {
        try {
            Path file = folder.resolve(name);
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "{\"data\":[]}";
            boolean connectors = name.endsWith("-connectors.json") && !Files.exists(file);
            return connectors ? Json.object() : Json.read(text).orElseGet(Json::array);
        } catch (IOException e) {
            return Json.array();
        }
    }

    private static JsonNode between(JsonNode whole, String member, String from, String to) {
        ArrayNode some = Json.array();
        whole.path(DATA).forEach(entry -> {
            String at = Json.text(entry, member);
            if (at.compareTo(from) >= 0 && at.compareTo(to) < 0) {
                some.add(entry);
            }
        });
        ObjectNode answer = Json.object();
        answer.set(DATA, some);
        return whole.isObject() ? answer : whole;
    }

    private static String parameter(URI uri, String name) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "";
    }
}
