package org.apportion.confluent;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.spi.Secret;
import tools.jackson.databind.JsonNode;

/**
 * Makes calls with a key, reads lists to their last page, keeps the answers. The address of a next page is never followed, only its
 * token is taken, because a request with credentials belongs to the address that was configured. Each call has parameters of its own.
 */
final class ConfluentCloud {
    static final int MOST_PAGES = 10_000;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final Pattern RAW_TOKEN = Pattern.compile("(?:[A-Za-z0-9._~+/=:@!,;-]|%[0-9A-Fa-f]{2})+");

    /** A key that calls are signed with. */
    record Key(Secret id, Secret secret) {
        String header() {
            String pair = id.reveal() + ":" + secret.reveal();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Function<HttpCall, HttpReply> answers;
    private final RawAnswers evidence;
    private final int mostPages;
    private final Function<HttpReply.Answered, Optional<Instant>> serviceTime;
    private Optional<Instant> time = Optional.empty();

    /** @param serviceTime what time it is for the service, as an answer says */
    ConfluentCloud(
            Function<HttpCall, HttpReply> answers,
            RawAnswers evidence,
            int mostPages,
            Function<HttpReply.Answered, Optional<Instant>> serviceTime) {
        this.serviceTime = serviceTime;
        this.answers = answers;
        this.evidence = evidence;
        this.mostPages = mostPages;
    }

    /**
     * Hands out a list page by page, so that no more than one page is in memory as a tree.
     *
     * @param taking what is done with the entries of a page; what it took counts only if the call returns
     */
    void pages(Api api, URI base, Key key, String path, Map<String, String> query, Consumer<List<JsonNode>> taking) {
        pages(api, base, key, path, query, true, taking);
    }

    /** @param nullIsNone whether {@code "data": null} is an empty list; else it is an answer that cannot be read */
    void pages(
            Api api,
            URI base,
            Key key,
            String path,
            Map<String, String> query,
            boolean nullIsNone,
            Consumer<List<JsonNode>> taking) {
        PageGuard guard = new PageGuard(api.label() + " GET /" + path, mostPages);
        String token = "";
        long taken = 0;
        do {
            HttpCall call = HttpCall.get(address(base, path, query, token), Map.of());
            HttpReply.Answered answer = answered(api, key, call);
            if (answer.status() == NOT_FOUND && api.mayBeAbsent()) {
                return;
            }
            JsonNode page = object(api, call, success(api, call, answer));
            JsonNode data = data(page)
                    .filter(found -> nullIsNone || !found.isNull())
                    .orElseThrow(() -> unreadable(api, call, "it has no list named data"));
            List<JsonNode> entries = new ArrayList<>();
            data.forEach(entries::add);
            token = next(api, call, page);
            guard.page(Json.write(data), entries.size(), token);
            taken += entries.size();
            long all = page.path("metadata").path("total_size").asLong(0);
            if (api == Api.COSTS && token.isEmpty() && all > 0 && all != taken) {
                throw unreadable(api, call, "it ends after " + taken + " of " + all + " rows (total_size)");
            }
            taking.accept(entries);
        } while (!token.isEmpty());
    }

    /** All entries of a list. */
    List<JsonNode> list(Api api, URI base, Key key, String path, Map<String, String> query) {
        List<JsonNode> all = new ArrayList<>();
        pages(api, base, key, path, query, all::addAll);
        return all;
    }

    /** The entries of a page; empty if it says nothing of them, which is not the same as saying that there are none. */
    static Optional<JsonNode> data(JsonNode page) {
        JsonNode data = page.path("data");
        boolean none = data.isNull() && page.path("errors").isMissingNode();
        return data.isArray() || none ? Optional.of(data) : Optional.empty();
    }

    /** The object that a call gives; empty where the service refuses with a status that tells of this object alone, such as 404. */
    Optional<JsonNode> single(Api api, URI base, Key key, String path, Map<String, String> query) {
        HttpCall call = HttpCall.get(address(base, path, query, ""), Map.of());
        HttpReply.Answered answer = answered(api, key, call);
        boolean ofThisAlone = answer.status() / 100 == 4
                && answer.status() != UNAUTHORIZED
                && answer.status() != FORBIDDEN
                && answer.status() != TOO_MANY;
        return ofThisAlone ? Optional.empty() : Optional.of(object(api, call, success(api, call, answer)));
    }

    /** The object that a call gives; empty where the service refuses it for whatever reason but too many calls. */
    Optional<JsonNode> ifAllowed(Api api, URI base, Key key, String path, Map<String, String> query) {
        HttpCall call = HttpCall.get(address(base, path, query, ""), Map.of());
        HttpReply.Answered answer = answered(api, key, call);
        boolean refused = answer.status() / 100 == 4 && answer.status() != TOO_MANY;
        return refused ? Optional.empty() : Optional.of(object(api, call, success(api, call, answer)));
    }

    /** The answer to a question that is put as JSON. */
    JsonNode post(Api api, URI base, Key key, String path, String token, String body) {
        HttpCall call = HttpCall.postJson(address(base, path, Map.of(), token), Map.of(), body);
        return object(api, call, ask(api, key, call));
    }

    /** What time it was for the service when it answered last; empty if it does not say. */
    Optional<Instant> time() {
        return time;
    }

    /** What an answer's header {@code Date} says. */
    static Optional<Instant> date(HttpReply.Answered answer) {
        try {
            return answer.header("date").map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    int mostPages() {
        return mostPages;
    }

    private HttpReply.Answered ask(Api api, Key key, HttpCall call) {
        return success(api, call, answered(api, key, call));
    }

    private HttpReply.Answered answered(Api api, Key key, HttpCall call) {
        HttpReply reply = answers.apply(call.with("Authorization", key.header()).with("Accept", "application/json"));
        if (reply instanceof HttpReply.Answered answer) {
            evidence.keep(api, call, answer);
            time = serviceTime.apply(answer).or(() -> time);
            return answer;
        }
        String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
        throw ConfluentError.CONFLUENT_NOT_REACHED.at(
                place(api, call),
                "no answer: " + reason,
                "Check the network and the setting endpoint, then fetch again; what was brought stays.");
    }

    private static HttpReply.Answered success(Api api, HttpCall call, HttpReply.Answered answer) {
        if (answer.isSuccess()) {
            return answer;
        }
        String place = place(api, call);
        throw switch (answer.status()) {
            case UNAUTHORIZED ->
                ConfluentError.CONFLUENT_KEY_REFUSED.at(
                        place,
                        "the API key is not accepted (status 401): it is wrong, expired or deleted.",
                        api.keyAdvice());
            case FORBIDDEN ->
                ConfluentError.CONFLUENT_NOT_ALLOWED.at(
                        place,
                        "the API key may not read " + api.label() + " (status 403).",
                        "Give the key's service account the role " + api.role() + ".");
            case TOO_MANY ->
                ConfluentError.CONFLUENT_RATE_LIMITED.at(
                        place,
                        "the service still asks to slow down (status 429) after several attempts.",
                        "Fetch again later; what was brought stays.");
            default ->
                ConfluentError.CONFLUENT_REFUSED.at(
                        place,
                        "the answer has status " + answer.status() + ": " + Redaction.clean(answer.body()) + ".",
                        "Check the settings and the state of Confluent Cloud, then fetch again.");
        };
    }

    private static JsonNode object(Api api, HttpCall call, HttpReply.Answered answer) {
        return Json.read(answer.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(api, call, "it is no JSON object"));
    }

    /** The token of the next page as it is written, since decoding and encoding may change it. */
    private static String next(Api api, HttpCall call, JsonNode page) {
        String next = Json.text(page.path("metadata"), "next");
        if (next.isEmpty()) {
            return "";
        }
        int query = next.indexOf('?');
        for (String pair : next.substring(query + 1).split("&", -1)) {
            if (query >= 0 && pair.startsWith("page_token=")) {
                String token = pair.substring("page_token=".length());
                if (!token.isEmpty()) {
                    return token;
                }
            }
        }
        throw unreadable(api, call, "the next page has no page_token");
    }

    static RuntimeException unreadable(Api api, HttpCall call, String problem) {
        return unreadable(place(api, call), problem);
    }

    static RuntimeException unreadable(String place, String problem) {
        return ConfluentError.CONFLUENT_ANSWER_UNREADABLE.at(
                place,
                "the answer cannot be read: " + problem + "; nothing of it was taken.",
                "Fetch again; if it happens again, report it with the answer in .evidence.");
    }

    private static String place(Api api, HttpCall call) {
        return api.label() + " " + call.method() + " " + call.uri().getPath();
    }

    private static URI address(URI base, String path, Map<String, String> query, String token) {
        StringBuilder text = new StringBuilder(base.toString()).append('/').append(path);
        char separator = '?';
        for (Map.Entry<String, String> pair : new TreeMap<>(query).entrySet()) {
            text.append(separator).append(encoded(pair.getKey())).append('=').append(encoded(pair.getValue()));
            separator = '&';
        }
        if (!token.isEmpty()) {
            String raw = RAW_TOKEN.matcher(token).matches() ? token : encoded(token);
            text.append(separator).append("page_token=").append(raw);
        }
        return URI.create(text.toString());
    }

    /** Fit for a part of a path or query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
