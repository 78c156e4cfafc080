package org.apportion.azure;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.RetryAfter;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.MeterAnswer;
import tools.jackson.databind.JsonNode;

/**
 * The meaning of what the service says about one event. A duplicate is ours only if the accepted message has our quantity, our time (to
 * the second) and our plan. Statuses: "Marketplace metered billing APIs".
 */
final class EventAnswers {
    static final Duration LATE_WINDOW = Duration.ofHours(24);
    private static final int TOO_MANY = 429;
    private static final Set<String> FINAL = Set.of(
            "ResourceNotFound",
            "ResourceNotAuthorized",
            "ResourceNotActive",
            "InvalidDimension",
            "InvalidQuantity",
            "BadArgument");

    private final String plan;

    EventAnswers(String plan) {
        this.plan = plan;
    }

    /** The answer of a single call, or of a batch that failed as a whole. */
    MeterAnswer ofReply(HttpReply reply, MeterRecord record, Instant now) {
        if (reply instanceof HttpReply.NotSent not) {
            return new MeterAnswer.RetryLater(Optional.empty(), not.reason(), not.evidence());
        }
        if (reply instanceof HttpReply.Lost lost) {
            return new MeterAnswer.Unknown(lost.reason(), lost.evidence());
        }
        HttpReply.Answered answer = (HttpReply.Answered) reply;
        JsonNode body = Json.read(answer.body()).filter(JsonNode::isObject).orElseGet(Json::object);
        if (answer.isSuccess()) {
            return ofResult(body, record, answer.evidence());
        }
        String code = Redaction.clean(Json.text(body, "code"));
        String message = "status " + answer.status() + " " + code + ": " + Redaction.clean(Json.text(body, "message"));
        return switch (answer.status()) {
            case TOO_MANY -> new MeterAnswer.RetryLater(RetryAfter.of(answer, now), message, answer.evidence());
            case 407 -> new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
            case 401, 403 ->
                new MeterAnswer.RetryLater(
                        Optional.empty(),
                        message + " Check that this identity may meter the offer, and this machine's clock.",
                        answer.evidence());
            case 409 -> ofDuplicate(body, record, answer.evidence());
            default -> {
                // The service gives each of its errors a code; an answer without one is a gateway's.
                if (answer.status() / 100 != 4 || answer.mayBeUnderWay() || code.isEmpty()) {
                    yield new MeterAnswer.Unknown(message, answer.evidence());
                }
                yield isTooOld(body, record, now)
                        ? new MeterAnswer.Expired(message, answer.evidence())
                        : new MeterAnswer.Rejected(code, message, answer.evidence());
            }
        };
    }

    /** One entry of a batch's result, or the body of a single success. */
    MeterAnswer ofResult(JsonNode result, MeterRecord record, Evidence evidence) {
        String status = Redaction.clean(Json.text(result, "status"));
        String message = status + ": " + Redaction.clean(Json.text(result.path("error"), "message"));
        if (FINAL.contains(status)) {
            return new MeterAnswer.Rejected(status, message, evidence);
        }
        return switch (status) {
            case "Accepted" -> new MeterAnswer.Accepted(Redaction.clean(Json.text(result, "usageEventId")), evidence);
            case "Expired" -> new MeterAnswer.Expired(message, evidence);
            case "Duplicate" -> ofDuplicate(result.path("error"), record, evidence);
            default -> new MeterAnswer.Unknown("the answer has the status '" + status + "'.", evidence);
        };
    }

    private MeterAnswer ofDuplicate(JsonNode error, MeterRecord record, Evidence evidence) {
        JsonNode held = error.path("additionalInfo").path("acceptedMessage");
        Optional<BigDecimal> quantity = Json.number(held, "quantity");
        String heldPlan = Json.text(held, "planId");
        boolean same = quantity.isPresent()
                && quantity.get().compareTo(record.quantity()) == 0
                && heldPlan.equals(plan)
                && isSameTime(Json.text(held, "effectiveStartTime"), record.timestamp());
        if (same) {
            return new MeterAnswer.DuplicateSame(Redaction.clean(Json.text(held, "usageEventId")), evidence);
        }
        return new MeterAnswer.DuplicateOther(
                quantity, "another event holds this resource, dimension and hour.", evidence);
    }

    /** Times come back with or without an offset; without, they are UTC. */
    static boolean isSameTime(String text, Instant timestamp) {
        try {
            Instant told = text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return told.truncatedTo(ChronoUnit.SECONDS).equals(timestamp.truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** A single call tells an old event as a bad argument. */
    private static boolean isTooOld(JsonNode body, MeterRecord record, Instant now) {
        for (JsonNode detail : body.path("details")) {
            if (Json.text(detail, "target").equalsIgnoreCase("effectiveStartTime")) {
                return record.timestamp().isBefore(now.minus(LATE_WINDOW));
            }
        }
        return Json.text(body, "code").equals("Expired");
    }
}
