package org.apportion.testkit.objects;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a request. */
final class Query {
    private Query() {}

    static Map<String, String> of(HttpExchange exchange) {
        return of(exchange.getRequestURI().getRawQuery());
    }

    /** Decoded; a parameter without a value has the empty one. */
    static Map<String, String> of(@Nullable String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : decoded(parts[1]));
        }
        return query;
    }

    /** A plus sign is one, as in a path. */
    static String path(String text) {
        return decoded(text.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
