package org.apportion.metering.cloudevents;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;

/**
 * Takes events by POST in the structured, binary and batched content mode. It answers 204 only when all events of the request are on
 * disk. Otherwise those that can be used are kept nevertheless, as telling them again does no harm. Source: CloudEvents 1.0.2, HTTP
 * Protocol Binding.
 */
final class EventReceiver {
    static final int MOST_BYTES = 1 << 20;
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";

    private final Optional<Secret> token;
    private final EventIntake intake;
    private final Complaints complaints;

    /** @param complaints is told of events that contradict others; of the rest the sender alone is told */
    EventReceiver(Optional<Secret> token, EventIntake intake, Complaints complaints) {
        this.token = token;
        this.intake = intake;
        this.complaints = complaints;
    }

    /** @param text for people; empty if all went in */
    record Answer(int status, String text) {}

    Answer answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            return new Answer(405, "Send events by POST.");
        }
        if (!mayWrite(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return new Answer(401, "The token is missing or wrong.");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return new Answer(413, "A request may have " + MOST_BYTES + " bytes.");
        }
        try {
            Optional<List<EventFormat.Read>> events = read(exchange, new String(body, StandardCharsets.UTF_8));
            return events.isEmpty()
                    ? new Answer(415, "The content type is none of CloudEvents, and there is no header ce-specversion.")
                    : answer(intake.take(events.get()));
        } catch (ApportionException e) {
            if (e.code() == CloudEventError.METER_EVENT_UNREADABLE) {
                return new Answer(400, e.problem());
            }
            exchange.getResponseHeaders().set("Retry-After", "10");
            return new Answer(503, "The events cannot be kept now.");
        }
    }

    private Answer answer(List<EventIntake.Problem> problems) {
        problems.stream()
                .filter(problem -> problem.trouble() == EventIntake.Trouble.CONTRADICTS)
                .forEach(problem -> complaints.add(problem.text()));
        if (problems.isEmpty()) {
            return new Answer(204, "");
        }
        int status = switch (problems.get(0).trouble()) {
            case UNREADABLE, TOO_OLD, AHEAD -> 400;
            case NOBODYS, ANOTHERS -> 422;
            case CONTRADICTS -> 409;
        };
        return new Answer(
                status, problems.stream().map(EventIntake.Problem::text).collect(Collectors.joining("\n")));
    }

    private boolean mayWrite(HttpExchange exchange) {
        if (token.isEmpty()) {
            return true;
        }
        String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        String wanted = "Bearer " + token.get().reveal().strip();
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the request is in none of the three modes. */
    private static Optional<List<EventFormat.Read>> read(HttpExchange exchange, String body) {
        String contentType = header(exchange, "Content-Type");
        String mode = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (mode.equals(STRUCTURED)) {
            return Optional.of(List.of(EventFormat.structured(body)));
        }
        if (mode.equals(BATCHED)) {
            return Optional.of(EventFormat.batch(body));
        }
        if (header(exchange, "ce-specversion").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(List.of(
                EventFormat.binary(name -> decoded(header(exchange, "ce-" + name)), contentType, body)));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** An attribute in a header: perhaps quoted, and percent-encoded where it is not printable ASCII. */
    private static String decoded(String header) {
        String text = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                ? header.substring(1, header.length() - 1).replaceAll("\\\\(.)", "$1")
                : header;
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw CloudEventError.unreadable("A header is not percent-encoded as it should be.");
        }
    }
}
