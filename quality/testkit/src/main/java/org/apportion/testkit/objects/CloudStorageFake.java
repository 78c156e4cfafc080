package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * A bucket of Google Cloud Storage, and the token service. Strict: each request has a token of it, a listing is paged, a read names a
 * generation, numbers are texts. Sources: Cloud Storage JSON API (Objects: list, get; Objects resource; status and error codes).
 */
public final class CloudStorageFake extends ObjectServer {
    private static final String TOKEN = "fake-token";

    private final String bucket;
    private final int pageSize;

    public CloudStorageFake(String bucket, int pageSize) {
        this.bucket = bucket;
        this.pageSize = pageSize;
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        String objects = "/storage/v1/b/" + bucket + "/o";
        if (path.equals("/token")) {
            json(exchange, 200, Map.of("access_token", TOKEN, "expires_in", 3600, "token_type", "Bearer"));
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, 401, "required");
        } else if (path.equals(objects)) {
            list(exchange, Query.of(exchange));
        } else if (path.startsWith(objects + "/")) {
            object(exchange, path.substring(objects.length() + 1), Query.of(exchange));
        } else {
            error(exchange, 404, "notFound");
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        int fault = listingFault();
        if (fault != 0) {
            error(exchange, fault, "backendError");
            return;
        }
        String token = query.getOrDefault("pageToken", "");
        String after = token.isEmpty() ? "" : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        List<StoredObject> found = after(query.getOrDefault("prefix", ""), after, pageSize + 1);
        boolean more = found.size() > pageSize;
        List<Object> items = new ArrayList<>();
        (more ? found.subList(0, pageSize) : found).forEach(object -> items.add(resource(object)));
        // Where nothing is found the real service leaves the member out.
        Map<String, Object> answer = new HashMap<>();
        if (!items.isEmpty()) {
            answer.put("items", items);
        }
        if (more) {
            byte[] last = found.get(pageSize - 1).key().getBytes(StandardCharsets.UTF_8);
            answer.put("nextPageToken", Base64.getUrlEncoder().encodeToString(last));
        }
        json(exchange, 200, answer);
    }

    private void object(HttpExchange exchange, String encoded, Map<String, String> query) throws IOException {
        String key = Query.path(encoded);
        boolean read = "media".equals(query.get("alt"));
        long offset = offset(exchange);
        StoreFault fault = read ? takeFault(key, offset) : null;
        if (fault instanceof StoreFault.Drop) {
            return;
        }
        if (fault instanceof StoreFault.Status given) {
            error(exchange, given.status(), "backendError");
            return;
        }
        StoredObject object = find(key);
        boolean other =
                read && object != null && !String.valueOf(object.generation()).equals(query.get("generation"));
        if (object == null || other || encoded.contains("/")) {
            error(exchange, 404, "notFound");
        } else if (read && !Objects.equals("gzip", exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
            error(exchange, 400, "this bucket's objects are kept as gzip and would be unpacked on the way");
        } else if (read) {
            send(exchange, object, offset, fault);
        } else {
            json(exchange, 200, resource(object));
        }
    }

    private static Map<String, Object> resource(StoredObject object) {
        return Map.of(
                "name", object.key(),
                "size", String.valueOf(object.content().length),
                "generation", String.valueOf(object.generation()),
                "md5Hash", Base64.getEncoder().encodeToString(object.md5()),
                "updated", object.modified().toString());
    }

    private static void error(HttpExchange exchange, int status, String reason) throws IOException {
        json(exchange, status, Map.of("error", Map.of("code", status, "errors", List.of(Map.of("reason", reason)))));
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        answer(
                exchange,
                status,
                Map.of("Content-Type", "application/json; charset=UTF-8"),
                JsonMapper.shared().writeValueAsString(body));
    }
}
