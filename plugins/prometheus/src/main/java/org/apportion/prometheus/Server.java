package org.apportion.prometheus;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import tools.jackson.databind.JsonNode;

/** Asks a server that speaks the HTTP interface of Prometheus, version 1. */
final class Server {
    private static final int MOST_CHALLENGES = 3;
    private static final List<String> TOO_MUCH =
            List.of("too many samples", "maximum resolution", "exceeded maximum", "timed out", "exceeds the limit");

    /** What came back. */
    sealed interface Outcome {
        /**
         * The {@code data} of a success.
         *
         * @param warnings of the server, such as a part that did not answer
         */
        record Answer(JsonNode data, List<String> warnings, String body) implements Outcome {}

        /** The server, or our limit, wants a smaller question. */
        record TooMuch(String reason) implements Outcome {}
    }

    private final URI address;
    private final HttpCaller caller;
    private final Login login;
    private final Consumer<String> waits;

    /** @param address without a slash at the end; {@code /api/v1/...} follows */
    Server(URI address, HttpCaller caller, Login login) {
        this(address, caller, login, pause -> {});
    }

    private Server(URI address, HttpCaller caller, Login login, Consumer<String> waits) {
        this.address = address;
        this.caller = caller;
        this.login = login;
        this.waits = waits;
    }

    /** The same server; longer pauses between attempts are told. */
    Server telling(Consumer<String> pauses) {
        return new Server(address, caller, login, pauses);
    }

    /**
     * Asks with a form, which is longer than an address may be.
     *
     * @param path such as {@code query_range}
     * @param subject whose query it is, for messages
     */
    Outcome ask(String path, Map<String, String> form, String subject) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpCall call = new HttpCall(
                "POST",
                URI.create(address + "/api/v1/" + path),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                body);
        HttpReply reply = caller.repeat(login.sign(call), waits);
        for (int tries = 1;
                tries < MOST_CHALLENGES
                        && reply instanceof HttpReply.Answered refusal
                        && refusal.status() == 401
                        && login.learn(refusal);
                tries++) {
            reply = caller.repeat(login.sign(call), waits);
        }
        if (reply instanceof HttpReply.Answered answer) {
            return outcome(answer, call, subject);
        }
        String reason = reply instanceof HttpReply.Lost lost ? lost.reason() : ((HttpReply.NotSent) reply).reason();
        if (reason.contains("answer is longer than") || reason.startsWith("no complete answer")) {
            return new Outcome.TooMuch(reason);
        }
        throw PrometheusError.PROMETHEUS_NOT_REACHED.at(
                call.place(), "no answer: " + reason, "Check url, the network and that Prometheus runs.");
    }

    private static Outcome outcome(HttpReply.Answered answer, HttpCall call, String subject) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw PrometheusError.PROMETHEUS_ACCESS_REFUSED.at(
                    call.place(),
                    "the answer has status " + answer.status() + ".",
                    "Check auth, and the secrets username and password, or token.");
        }
        if (answer.status() / 100 == 3) {
            throw PrometheusError.PROMETHEUS_NOT_REACHED.at(
                    call.place(),
                    "the server sends on to another address (status " + answer.status()
                            + "); credentials are not sent there.",
                    "Set url to the address that answers itself.");
        }
        JsonNode tree = Json.read(answer.body()).orElse(null);
        if (tree == null || Json.text(tree, "status").isEmpty()) {
            throw notPrometheus(answer, call);
        }
        if (Json.text(tree, "status").equals("success")) {
            List<String> warnings = new ArrayList<>();
            tree.path("warnings").forEach(warning -> warnings.add(Redaction.clean(warning.asString(""))));
            return new Outcome.Answer(tree.path("data"), warnings, answer.body());
        }
        String error = Redaction.clean(Json.text(tree, "error"));
        if (TOO_MUCH.stream().anyMatch(error::contains)
                || Json.text(tree, "errorType").equals("timeout")) {
            return new Outcome.TooMuch(error);
        }
        throw PrometheusError.PROMETHEUS_QUERY_REFUSED.at(
                subject,
                "the server answers " + answer.status() + " " + Json.text(tree, "errorType") + ": " + error + ".",
                "Try the query in the server's own page, then mend it in queries.");
    }

    private static ApportionException notPrometheus(HttpReply.Answered answer, HttpCall call) {
        if (answer.isSuccess()) {
            return PrometheusError.PROMETHEUS_ANSWER_UNREADABLE.at(
                    call.place(),
                    "the answer is not one of Prometheus.",
                    "Set url to the base address of Prometheus, whose /api/v1/query answers JSON.");
        }
        return PrometheusError.PROMETHEUS_NOT_REACHED.at(
                call.place(),
                "the answer has status " + answer.status() + " and is not one of Prometheus.",
                answer.status() == 404
                        ? "Set url to the base address of Prometheus; a prefix such as /prometheus belongs to it."
                        : "Check the state of that server.");
    }
}
