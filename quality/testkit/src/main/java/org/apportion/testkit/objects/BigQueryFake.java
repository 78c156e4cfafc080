package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One billing export table of BigQuery, and the token service. It answers two questions, by their parameters: the extent of a month
 * (newest export time, rows, rows until a time) and its rows as JSON text. Rows lie in the partition of a day. Strict: standard SQL with named parameters of type STRING, a first answer that is not complete yet, pages.
 * Sources: BigQuery REST API (jobs.query, jobs.getQueryResults).
 */
public final class BigQueryFake extends ObjectServer {
    private final String table;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, List<List<String>>> jobs = new TreeMap<>();
    private final List<Boolean> bounded = new ArrayList<>();
    private boolean losesLastPage;
    private long bytes;

    private record Row(String invoice, String exported, String day, String json) {}

    /** @param table as {@code project.dataset.table} */
    public BigQueryFake(String table) {
        this.table = table;
    }

    /**
     * Adds a row.
     *
     * @param exported such as {@code 20261002T093000.000000Z}
     */
    public synchronized void add(String invoice, String exported, String json) {
        add(invoice, exported, exported.substring(0, 8), json);
    }

    /**
     * Adds a row to a partition of its own.
     *
     * @param day such as {@code 20261002}; empty for a row that was just streamed
     */
    public synchronized void add(String invoice, String exported, String day, String json) {
        rows.add(new Row(invoice, exported, day, json));
    }

    /** Takes all rows away that were exported until a time, inclusive. */
    public synchronized void removeUpTo(String exported) {
        rows.removeIf(row -> row.exported().compareTo(exported) <= 0);
    }

    /** From now on each query is billed for so many bytes. */
    public synchronized void billing(long bytes) {
        this.bytes = bytes;
    }

    /** For each query for rows: whether it read only some partitions. */
    public synchronized List<Boolean> bounded() {
        return List.copyOf(bounded);
    }

    /** From now on the last page of each result is not told. */
    public synchronized void loseLastPage() {
        losesLastPage = true;
    }

    @Override
    protected synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String base = "/bigquery/v2/projects/" + table.substring(0, table.indexOf('.')) + "/queries";
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals("/token")) {
            json(exchange, 200, Map.of("access_token", "fake-token", "expires_in", 3600, "token_type", "Bearer"));
        } else if (!"Bearer fake-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, 401, "Request is missing required authentication credential.");
        } else if (path.equals(base) && exchange.getRequestMethod().equals("POST")) {
            query(exchange, JsonMapper.shared().readTree(body));
        } else if (path.startsWith(base + "/")) {
            page(exchange, path.substring(base.length() + 1), Query.of(exchange));
        } else {
            error(exchange, 404, "Not found: Project");
        }
    }

    private void query(HttpExchange exchange, JsonNode asked) throws IOException {
        int fault = listingFault();
        String sql = asked.path("query").asString("");
        Map<String, String> parameters = new HashMap<>();
        for (JsonNode parameter : asked.path("queryParameters")) {
            if (parameter.path("parameterType").path("type").asString("").equals("STRING")) {
                parameters.put(
                        parameter.path("name").asString(""),
                        parameter.path("parameterValue").path("value").asString(""));
            }
        }
        boolean framed = !asked.path("useLegacySql").asBoolean(true)
                && asked.path("parameterMode").asString("").equals("NAMED");
        if (fault != 0) {
            error(exchange, fault, fault == 403 ? "Access Denied: Table" : "Retrying the job may solve the problem.");
        } else if (!framed || !parameters.keySet().containsAll(List.of("invoice", "from"))) {
            error(exchange, 400, "Query parameter not found");
        } else if (!sql.contains("`" + table + "`")) {
            error(exchange, 404, "Not found: Table");
        } else if (sql.matches("(?s).*[^.]PARSE_TIMESTAMP\\([^)]*@(from|to).*")) {
            // AND and OR promise no order: a text that is no time stops the query.
            error(exchange, 400, "Failed to parse input string");
        } else if (bytes > asked.path("maximumBytesBilled").asLong(Long.MAX_VALUE)) {
            error(exchange, 400, "Query exceeded limit for bytes billed: " + bytes + " or higher required.");
        } else {
            String job = "job_" + jobs.size();
            jobs.put(job, answer(sql, parameters));
            json(exchange, 200, Map.of("jobComplete", false, "jobReference", Map.of("jobId", job, "location", "EU")));
        }
    }

    private List<List<String>> answer(String sql, Map<String, String> parameters) {
        String from = parameters.getOrDefault("from", "");
        List<Row> month = rows.stream()
                .filter(row -> row.invoice().equals(parameters.get("invoice")))
                .toList();
        if (sql.contains("COUNTIF(")) {
            return List.of(List.of(
                    month.stream()
                            .map(Row::exported)
                            .max(Comparator.naturalOrder())
                            .orElse(""),
                    String.valueOf(month.size()),
                    String.valueOf(month.stream()
                            .filter(row -> row.exported().compareTo(from) <= 0)
                            .count())));
        }
        String to = parameters.getOrDefault("to", "9");
        String day = sql.contains("_PARTITIONTIME >= ") ? parameters.getOrDefault("day", "9") : "";
        bounded.add(!day.isEmpty());
        return month.stream()
                .filter(row ->
                        row.exported().compareTo(from) > 0 && row.exported().compareTo(to) <= 0)
                .filter(row -> row.day().isEmpty() || row.day().compareTo(day) >= 0)
                .map(row -> List.of(row.json()))
                .toList();
    }

    private void page(HttpExchange exchange, String job, Map<String, String> query) throws IOException {
        List<List<String>> all = jobs.get(job);
        if (all == null || !"EU".equals(query.get("location"))) {
            error(exchange, 404, "Not found: Job");
            return;
        }
        int from = Integer.parseInt(query.getOrDefault("pageToken", "0"));
        int to = Math.min(all.size(), from + Integer.parseInt(query.getOrDefault("maxResults", "1")));
        Map<String, Object> answer = new HashMap<>(Map.of(
                "jobComplete", true,
                "jobReference", Map.of("jobId", job, "location", "EU"),
                "totalRows", String.valueOf(all.size())));
        List<Object> page = new ArrayList<>();
        for (List<String> row : all.subList(from, to)) {
            page.add(Map.of("f", row.stream().map(BigQueryFake::cell).toList()));
        }
        answer.put("rows", page);
        if (to < all.size() && !(losesLastPage && to == all.size() - 1)) {
            answer.put("pageToken", String.valueOf(to));
        }
        json(exchange, 200, answer);
    }

    private static Map<String, @Nullable Object> cell(String text) {
        Map<String, @Nullable Object> cell = new HashMap<>();
        cell.put("v", text.isEmpty() ? null : text);
        return cell;
    }

    private static void error(HttpExchange exchange, int status, String message) throws IOException {
        json(exchange, status, Map.of("error", Map.of("code", status, "message", message)));
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        answer(
                exchange,
                status,
                Map.of("Content-Type", "application/json"),
                JsonMapper.shared().writeValueAsString(body));
    }
}
