package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The accounts of an AWS organization. Strict: the signature is calculated again, the target and the type of the body are those of
 * JSON 1.1, a page has as many accounts as asked at most, and every second one has none though more follow. A listing fault of 400 is
 * throttling. Source: AWS Organizations API Reference, "ListAccounts", "Common errors".
 */
public final class OrganizationsFake extends ObjectServer {
    private final TreeMap<String, String> accounts = new TreeMap<>();
    private boolean onlyTheRole;
    private boolean endless;
    private int pages;

    /** Adds an account or gives it another name. */
    public synchronized void add(String id, String name) {
        accounts.put(id, name);
    }

    public synchronized void remove(String id) {
        accounts.remove(id);
    }

    /** From now on only {@link S3Fake#ROLE} may list. */
    public synchronized void onlyTheRole() {
        onlyTheRole = true;
    }

    /** From now on the last page leads to the first one. */
    public synchronized void endless() {
        endless = true;
    }

    /** Pages that were asked for. */
    public synchronized int pages() {
        return pages;
    }

    @Override
    protected synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        boolean role = headers.getOrDefault("authorization", "").contains("Credential=" + S3Fake.ROLE_KEY_ID + "/");
        String problem = SignatureCheck.problem(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                body,
                new SignatureCheck.Scope(
                        "us-east-1",
                        "organizations",
                        role ? S3Fake.ROLE_KEY_ID : S3Fake.KEY_ID,
                        role ? S3Fake.ROLE_SECRET : S3Fake.SECRET));
        int fault = listingFault();
        if (!problem.isEmpty()) {
            refuse(exchange, 400, "InvalidSignatureException");
        } else if (!"AWSOrganizationsV20161128.ListAccounts".equals(headers.get("x-amz-target"))
                || !"application/x-amz-json-1.1".equals(headers.get("content-type"))) {
            refuse(exchange, 400, "UnknownOperationException");
        } else if (fault != 0) {
            refuse(exchange, fault, fault == 400 ? "TooManyRequestsException" : "ServiceException");
        } else if (onlyTheRole && !role) {
            refuse(exchange, 400, "AccessDeniedException");
        } else if (accounts.isEmpty()) {
            refuse(exchange, 400, "AWSOrganizationsNotInUseException");
        } else {
            list(exchange, JsonMapper.shared().readTree(body));
        }
    }

    private void list(HttpExchange exchange, JsonNode asked) throws IOException {
        pages++;
        String token = asked.path("NextToken").asString("");
        boolean empty = !token.isEmpty() && !token.startsWith("after-empty-");
        String after = token.replaceFirst("^(after-empty-|empty-)", "");
        int most = asked.path("MaxResults").asInt(20);
        List<Map<String, Object>> page = new ArrayList<>();
        String last = after;
        for (Map.Entry<String, String> account : accounts.tailMap(after, false).entrySet()) {
            if (!empty && page.size() < most) {
                last = account.getKey();
                page.add(Map.of(
                        "Id", last, "Name", account.getValue(), "Email", "secret@example.com", "Status", "ACTIVE"));
            }
        }
        Map<String, Object> answer = new HashMap<>(Map.of("Accounts", page));
        if (!accounts.tailMap(last, false).isEmpty()) {
            answer.put("NextToken", (empty ? "after-empty-" : "empty-") + last);
        } else if (endless) {
            answer.put("NextToken", "again");
        }
        answer(
                exchange,
                200,
                Map.of("Content-Type", "application/x-amz-json-1.1"),
                JsonMapper.shared().writeValueAsString(answer));
    }

    private static void refuse(HttpExchange exchange, int status, String type) throws IOException {
        answer(
                exchange,
                status,
                Map.of("Content-Type", "application/x-amz-json-1.1"),
                "{\"__type\":\"com.amazonaws.organizations#" + type + "\"}");
    }
}
