package org.apportion.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.RetryAfter;
import org.apportion.spi.metering.MeterAnswer;
import tools.jackson.databind.JsonNode;

/**
 * What a call that did not succeed means for each record in it. A refusal (4xx) that the
 * service names is certain. Every 5xx, and what only a gateway says, may come from behind the
 * point of acceptance, also 503, so it is unknown; sending the same again is safe. Credentials and permissions can be mended, so
 * they are a reason to try later, not to park a charge.
 */
final class Answers {
    private static final int TOO_MANY = 429;
    /** The service names each of its errors; an answer without a name is a gateway's. */
    private static final String UNNAMED = "Unnamed";

    private static final Set<String> THROTTLED = Set.of(
            "ThrottlingException",
            "Throttling",
            "ThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "RequestThrottled");
    private static final Set<String> CREDENTIALS = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnauthorizedException",
            "UnauthorizedOperation",
            "NotAuthorized",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "ExpiredTokenException",
            "ExpiredToken",
            "IncompleteSignatureException",
            "IncompleteSignature",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "MissingAuthenticationTokenException",
            "MissingAuthenticationToken",
            "OptInRequired");

    private Answers() {}

    static MeterAnswer ofFailure(HttpReply reply, Instant now) {
        if (reply instanceof HttpReply.NotSent not) {
            return new MeterAnswer.RetryLater(Optional.empty(), not.reason(), not.evidence());
        }
        if (reply instanceof HttpReply.Lost lost) {
            return new MeterAnswer.Unknown(lost.reason(), lost.evidence());
        }
        return ofStatus((HttpReply.Answered) reply, now);
    }

    private static MeterAnswer ofStatus(HttpReply.Answered answer, Instant now) {
        String type = type(answer);
        String message = type + ": " + Redaction.clean(message(answer));
        if (THROTTLED.contains(type) || answer.status() == TOO_MANY) {
            return new MeterAnswer.RetryLater(RetryAfter.of(answer, now), message, answer.evidence());
        }
        if (answer.isProxyLogin()) {
            return new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
        }
        if (answer.status() / 100 != 4 || answer.mayBeUnderWay() || type.equals(UNNAMED)) {
            return new MeterAnswer.Unknown("status " + answer.status() + " " + message, answer.evidence());
        }
        if (CREDENTIALS.contains(type)) {
            return new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
        }
        return switch (type) {
            case "TimestampOutOfBoundsException" -> new MeterAnswer.Expired(message, answer.evidence());
            case "DuplicateRequestException" ->
                new MeterAnswer.DuplicateOther(Optional.empty(), message, answer.evidence());
            default -> new MeterAnswer.Rejected(type, message, answer.evidence());
        };
    }

    /** The short name of the error, without name space and address; {@code Unnamed} if the answer has none. */
    static String type(HttpReply.Answered answer) {
        String full = Json.read(answer.body())
                .map(body -> Json.text(body, "__type"))
                .filter(text -> !text.isEmpty())
                .or(() -> answer.header("x-amzn-errortype"))
                .orElse(UNNAMED);
        String name = full.substring(full.indexOf('#') + 1);
        int address = name.indexOf(':');
        return Redaction.clean(address < 0 ? name : name.substring(0, address));
    }

    private static String message(HttpReply.Answered answer) {
        Optional<JsonNode> body = Json.read(answer.body());
        return body.map(tree -> Json.text(tree, "message"))
                .filter(text -> !text.isEmpty())
                .or(() -> body.map(tree -> Json.text(tree, "Message")))
                .filter(text -> !text.isEmpty())
                .orElse("status " + answer.status());
    }
}
