package org.apportion.gcp;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.objects.KeyText;
import org.apportion.http.objects.ObjectError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries over REST: jobs.query and jobs.getQueryResults, page by page. A query with parameters reads and changes nothing. */
final class BigQueryTable {
    private static final int WAIT_MILLIS = 20_000;
    private static final int MOST_WAITS = 180;

    private final URI endpoint;
    private final String project;
    private final String location;
    private final String mostBilled;
    private final int pageRows;
    private final Supplier<String> bearer;
    private final HttpCaller caller;

    /**
     * Where queries run.
     *
     * @param project that pays for them
     * @param location of the table, such as EU; empty for the service's choice
     * @param mostBilled bytes that one query may be billed for, beyond which it is refused; empty for the project's default
     */
    record Place(URI endpoint, String project, String location, String mostBilled, int pageRows) {}

    BigQueryTable(Place place, Supplier<String> bearer, HttpCaller caller) {
        this.endpoint = place.endpoint();
        this.project = place.project();
        this.location = place.location();
        this.mostBilled = place.mostBilled();
        this.pageRows = place.pageRows();
        this.bearer = bearer;
        this.caller = caller;
    }

    /**
     * Runs a query and hands out the cells of its rows as text; null is the empty text.
     *
     * @return number of rows, all of which were handed out
     * @throws org.apportion.model.ApportionException if the query is refused or pages are missing
     */
    long query(String sql, Map<String, String> parameters, Consumer<List<String>> rows) {
        ObjectNode body = Json.object()
                .put("query", sql)
                .put("useLegacySql", false)
                .put("maxResults", pageRows)
                .put("timeoutMs", WAIT_MILLIS)
                .put("parameterMode", "NAMED")
                .put("requestId", UUID.randomUUID().toString());
        if (!location.isEmpty()) {
            body.put("location", location);
        }
        if (!mostBilled.isEmpty()) {
            body.put("maximumBytesBilled", mostBilled);
        }
        ArrayNode named = Json.array();
        parameters.forEach((name, value) -> {
            ObjectNode parameter = Json.object().put("name", name);
            parameter.set("parameterType", Json.object().put("type", "STRING"));
            parameter.set("parameterValue", Json.object().put("value", value));
            named.add(parameter);
        });
        body.set("queryParameters", named);
        JsonNode answer =
                read(HttpCall.postJson(URI.create(base()), Map.of("Authorization", bearer.get()), Json.write(body)));
        String job = Json.text(answer.path("jobReference"), "jobId");
        String where = Json.text(answer.path("jobReference"), "location");
        long handed = 0;
        String page = "";
        for (int waits = 0; waits < MOST_WAITS; ) {
            if (!answer.path("jobComplete").asBoolean(false)) {
                waits++;
                answer = read(results(job, where, page));
                continue;
            }
            for (JsonNode row : answer.path("rows")) {
                rows.accept(cells(row));
                handed++;
            }
            String next = Json.text(answer, "pageToken");
            if (next.isEmpty() || next.equals(page)) {
                return whole(handed, Json.text(answer, "totalRows"));
            }
            page = next;
            answer = read(results(job, where, page));
        }
        throw unreadable("the query did not end within an hour.");
    }

    private long whole(long handed, String total) {
        if (!total.equals(String.valueOf(handed))) {
            throw unreadable("the service has " + Redaction.clean(total) + " rows, " + handed + " arrived.");
        }
        return handed;
    }

    private HttpCall results(String job, String where, String page) {
        String uri = base() + "/" + KeyText.encoded(job) + "?maxResults=" + pageRows + "&timeoutMs=" + WAIT_MILLIS
                + (where.isEmpty() ? "" : "&location=" + KeyText.encoded(where))
                + (page.isEmpty() ? "" : "&pageToken=" + KeyText.encoded(page));
        return HttpCall.get(URI.create(uri), Map.of("Authorization", bearer.get()));
    }

    private JsonNode read(HttpCall call) {
        HttpReply reply = caller.repeat(call);
        if (!(reply instanceof HttpReply.Answered answer)) {
            String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
            throw unreadable("BigQuery was not reached: " + reason);
        }
        JsonNode tree = Json.read(answer.body()).orElseGet(Json::object);
        if (answer.isSuccess()) {
            return tree;
        }
        JsonNode error = tree.path("error");
        String said = "the answer has status " + answer.status() + ": " + Redaction.clean(Json.text(error, "message"));
        if (answer.status() == 404) {
            throw ObjectError.OBJECT_STORE_UNKNOWN.at(
                    place(), said, "Correct the settings table, project and location.");
        }
        if (said.contains("bytes billed")) {
            throw ObjectError.OBJECT_REFUSED.at(
                    place(), said, "Raise the setting maximum-bytes-billed, or fetch fewer months.");
        }
        throw ObjectError.OBJECT_REFUSED.at(
                place(),
                said,
                "Give the service account roles/bigquery.jobUser on the project and roles/bigquery.dataViewer on the"
                        + " dataset, and check the settings.");
    }

    private static List<String> cells(JsonNode row) {
        List<String> cells = new ArrayList<>();
        row.path("f").forEach(cell -> cells.add(Json.text(cell, "v")));
        return cells;
    }

    private RuntimeException unreadable(String problem) {
        return ObjectError.OBJECT_NOT_READ.at(place(), problem, "Run it again; what is complete is not asked again.");
    }

    private String place() {
        return "bigquery://" + project;
    }

    private String base() {
        return endpoint + "/bigquery/v2/projects/" + KeyText.encoded(project) + "/queries";
    }
}
