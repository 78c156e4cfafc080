package org.apportion.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Cost Details API and the blobs of its reports. Strict: a report is asked for one month at most, with a token, and polled at the
 * address that was told; a blob is read with its signature and without the token. Source: Microsoft Cost Management REST API,
 * "Generate Cost Details Report", version 2023-11-01.
 */
final class CostDetailsFake implements AutoCloseable {
    static final String SCOPE = "providers/Microsoft.Billing/billingAccounts/1234";
    private static final String API = "/" + SCOPE + "/providers/Microsoft.CostManagement/";
    private static final String VERSION = "api-version=2023-11-01";

    private final HttpServer server;
    private final Map<String, List<String>> data = new HashMap<>();
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final Map<String, JsonNode> operations = new HashMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    /** What goes wrong next. */
    enum Fault {
        THROTTLED,
        BUSY,
        FORBIDDEN,
        NEVER_READY,
        FAILED,
        OTHER_MONTH,
        OTHER_HOST,
        WRONG_COUNT,
        EXPIRED,
        CUT,
        BROKEN_OFF
    }

    CostDetailsFake() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The files of a month's report, such as {@code ActualCost 2026-10}. */
    synchronized void put(String metricAndMonth, String... files) {
        data.put(metricAndMonth, List.of(files));
    }

    synchronized void fail(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    /** Reports asked for so far, as metric, first and last day. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.startsWith("/blobs/")) {
            blob(exchange, path, query);
        } else if (!"Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, 401, "AuthenticationFailed");
        } else if (hit(Fault.THROTTLED)) {
            exchange.getResponseHeaders().add("Retry-After", "60");
            error(exchange, 429, "TooManyRequests");
        } else if (hit(Fault.BUSY)) {
            error(exchange, 503, "ServiceUnavailable");
        } else if (hit(Fault.FORBIDDEN)) {
            error(exchange, 403, "RBACAccessDenied");
        } else if (path.equals(API + "generateCostDetailsReport")
                && query.equals(VERSION)
                && exchange.getRequestMethod().equals("POST")) {
            generate(
                    exchange,
                    Json.read(new String(body, StandardCharsets.UTF_8)).orElseThrow());
        } else if (path.startsWith(API + "costDetailsOperationResults/") && query.equals(VERSION)) {
            result(exchange, path.substring(path.lastIndexOf('/') + 1));
        } else {
            error(exchange, 404, "NotFound");
        }
    }

    private void generate(HttpExchange exchange, JsonNode request) throws IOException {
        LocalDate start =
                LocalDate.parse(request.path("timePeriod").path("start").asString(""));
        LocalDate end = LocalDate.parse(request.path("timePeriod").path("end").asString(""));
        if (!YearMonth.from(start).equals(YearMonth.from(end)) || end.isBefore(start)) {
            error(exchange, 400, "InvalidTimePeriod");
            return;
        }
        asked.add(request.path("metric").asString("") + " " + start + " " + end);
        String operation = "op-" + operations.size();
        operations.put(operation, request);
        accepted(exchange, operation, hit(Fault.OTHER_HOST) ? "http://other.example.com" : uri().toString());
    }

    private static void accepted(HttpExchange exchange, String operation, String host) throws IOException {
        exchange.getResponseHeaders()
                .add("Location", host + API + "costDetailsOperationResults/" + operation + "?" + VERSION);
        exchange.getResponseHeaders().add("Retry-After", "10");
        exchange.sendResponseHeaders(202, -1);
    }

    private void result(HttpExchange exchange, String operation) throws IOException {
        JsonNode request = operations.get(operation);
        if (request == null) {
            error(exchange, 404, "NotFound");
            return;
        }
        if (faults.peek() == Fault.NEVER_READY) {
            accepted(exchange, operation, uri().toString());
            return;
        }
        ObjectNode answer = Json.object().put("name", operation);
        String month = request.path("timePeriod").path("start").asString("").substring(0, 7);
        List<String> files = data.get(request.path("metric").asString("") + " " + month);
        if (hit(Fault.FAILED)) {
            answer.put("status", "Failed");
            answer.putObject("error").put("code", "ReportTooLarge").put("message", "More than 2 GB.");
        } else if (files == null) {
            answer.put("status", "NoDataFound");
        } else {
            answer.put("status", "Completed");
            describe(answer.putObject("manifest"), operation, request, files);
        }
        reply(exchange, 200, Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    private void describe(ObjectNode manifest, String operation, JsonNode request, List<String> files) {
        ObjectNode body = manifest.putObject("requestContext").putObject("requestBody");
        body.put("metric", request.path("metric").asString(""));
        boolean other = hit(Fault.OTHER_MONTH);
        body.putObject("timePeriod")
                .put(
                        "start",
                        (other
                                        ? "2026-09-01"
                                        : request.path("timePeriod")
                                                .path("start")
                                                .asString("")) + "T00:00:00")
                .put(
                        "end",
                        (other
                                        ? "2026-09-30"
                                        : request.path("timePeriod").path("end").asString("")) + "T00:00:00");
        long bytes = 0;
        for (String file : files) {
            String name = "/blobs/" + operation + "-" + blobs.size() + ".csv";
            byte[] content = file.getBytes(StandardCharsets.UTF_8);
            blobs.put(name, content);
            bytes += content.length;
            manifest.withArray("blobs")
                    .addObject()
                    .put("blobLink", uri() + name + "?sig=" + operation)
                    .put("byteCount", content.length);
        }
        manifest.put("dataFormat", "Csv")
                .put("compressData", false)
                .put("byteCount", bytes)
                .put("blobCount", files.size() + (hit(Fault.WRONG_COUNT) ? 1 : 0));
    }

    private void blob(HttpExchange exchange, String path, String query) throws IOException {
        byte[] content = blobs.get(path);
        String operation = path.replaceAll("/blobs/(op-[0-9]+)-.*", "$1");
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            error(exchange, 400, "InvalidAuthenticationInfo");
        } else if (!query.equals("sig=" + operation) || hit(Fault.EXPIRED)) {
            error(exchange, 403, "AuthenticationFailed");
        } else if (content == null) {
            error(exchange, 404, "BlobNotFound");
        } else if (hit(Fault.CUT)) {
            reply(exchange, 200, Arrays.copyOf(content, content.length / 2));
        } else if (hit(Fault.BROKEN_OFF)) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
        } else {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
            if (range != null) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            reply(exchange, range == null ? 200 : 206, Arrays.copyOfRange(content, from, content.length));
        }
    }

    private boolean hit(Fault fault) {
        return faults.peek() == fault && faults.poll() == fault;
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        ObjectNode answer = Json.object();
        answer.putObject("error").put("code", code).put("message", "");
        reply(exchange, status, Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
