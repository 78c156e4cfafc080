package org.apportion.gcp;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.RetryAfter;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.MeterAnswer;
import tools.jackson.databind.JsonNode;

/**
 * The meaning of a report's answer. A success counts every operation but those in {@code reportErrors}; a failed call says nothing about
 * any of several operations, so that only a refusal of a single one is certain. Source: Service Control, {@code services.report}.
 */
final class ReportAnswers {
    private static final int TOO_MANY = 429;

    private ReportAnswers() {}

    /** Every operation's own answer of a success; empty if the body cannot be read. */
    static Optional<Map<String, MeterAnswer>> failures(HttpReply.Answered answer) {
        return Json.read(answer.body()).filter(JsonNode::isObject).map(body -> {
            Map<String, MeterAnswer> failures = new HashMap<>();
            for (JsonNode error : body.path("reportErrors")) {
                failures.put(Json.text(error, "operationId"), ofError(error.path("status"), answer));
            }
            return failures;
        });
    }

    private static MeterAnswer ofError(JsonNode status, HttpReply.Answered answer) {
        int code = Json.number(status, "code").map(number -> number.intValue()).orElse(-1);
        String message = "code " + code + ": " + Redaction.clean(Json.text(status, "message"));
        return switch (code) {
            case 8, 14 -> new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
            case 7, 16 ->
                new MeterAnswer.RetryLater(
                        Optional.empty(), message + " Check the role of the service account.", answer.evidence());
            case 3 -> new MeterAnswer.Rejected("INVALID_ARGUMENT", message, answer.evidence());
            case 5 -> new MeterAnswer.Rejected("NOT_FOUND", message, answer.evidence());
            case 9 -> new MeterAnswer.Rejected("FAILED_PRECONDITION", message, answer.evidence());
            case 11 -> new MeterAnswer.Rejected("OUT_OF_RANGE", message, answer.evidence());
            default -> new MeterAnswer.Unknown(message, answer.evidence());
        };
    }

    /** A call that failed as a whole. */
    static MeterAnswer ofFailure(HttpReply reply, MeterRecord record, int records, Instant now) {
        if (reply instanceof HttpReply.NotSent not) {
            return new MeterAnswer.RetryLater(Optional.empty(), not.reason(), not.evidence());
        }
        if (reply instanceof HttpReply.Lost lost) {
            return new MeterAnswer.Unknown(lost.reason(), lost.evidence());
        }
        HttpReply.Answered answer = (HttpReply.Answered) reply;
        JsonNode error = Json.read(answer.body()).orElseGet(Json::object).path("error");
        String word = Redaction.clean(Json.text(error, "status"));
        String message = record.dimension() + " status " + answer.status() + " " + word + ": "
                + Redaction.clean(Json.text(error, "message"));
        if (answer.status() == TOO_MANY) {
            return new MeterAnswer.RetryLater(RetryAfter.of(answer, now), message, answer.evidence());
        }
        if (answer.status() == 401 || answer.status() == 403) {
            return new MeterAnswer.RetryLater(
                    Optional.empty(),
                    message + " Check the service account and its role roles/servicemanagement.serviceController.",
                    answer.evidence());
        }
        if (answer.isProxyLogin()) {
            return new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
        }
        // The service gives each of its errors a word; an answer without one is a gateway's.
        return answer.status() / 100 == 4 && records == 1 && !answer.mayBeUnderWay() && !word.isEmpty()
                ? new MeterAnswer.Rejected(word, message, answer.evidence())
                : new MeterAnswer.Unknown(message, answer.evidence());
    }
}
