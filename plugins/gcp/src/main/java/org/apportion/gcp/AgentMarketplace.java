package org.apportion.gcp;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.Digests;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.http.RetryAfter;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agent {@code ubbagent} beside the product. It has neither a key nor a reading, so an unknown outcome is parked. Accepted means queued by the
 * agent: its record id says so, with the agent's own state. The agent retries by itself and gives up after three hours; its failures
 * show in {@link #checkAccess}. Before each report its state is asked, so that an agent that is gone costs nothing.
 */
final class AgentMarketplace implements Marketplace {
    private static final int BYTES_PER_CALL = 1_000_000;
    private static final int TOO_MANY = 429;
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final GoogleSettings settings;
    private final HttpCaller caller;
    private final InstanceIdentity identity;
    private final InstantSource clock;

    AgentMarketplace(GoogleSettings settings, HttpCaller caller, InstanceIdentity identity, InstantSource clock) {
        this.settings = settings;
        this.caller = caller;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                1,
                BYTES_PER_CALL,
                false,
                settings.lateWindow(),
                0,
                WholeQuantity.LARGEST,
                true,
                false,
                MarketplaceRules.UnknownOutcome.PARK);
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        Optional<JsonNode> status = status();
        if (status.isEmpty()) {
            return new AccessCheck.NotKnown("the agent does not tell its status.");
        }
        if (failures(status.get()) > 0) {
            return new AccessCheck.Refused(
                    "the agent's reports fail: " + summary(status.get()) + ".",
                    "Read the agent's log, and check its service account key and consumer id.");
        }
        return new AccessCheck.NotKnown("the agent only queues; it says: " + summary(status.get()) + ".");
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        return records.stream().map(this::report).toList();
    }

    private MeterAnswer report(MeterRecord record) {
        Optional<MeterAnswer> refused = WholeQuantity.refused(record);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (record.timestamp().isBefore(clock.instant().minus(settings.lateWindow()))) {
            return new MeterAnswer.Rejected(
                    "TooOld", "not sent: the agent does not check the time of a report.", Digests.none());
        }
        Optional<JsonNode> status = status();
        if (status.isEmpty()) {
            return new MeterAnswer.RetryLater(
                    Optional.empty(), "the agent does not tell its status; nothing was sent.", Digests.none());
        }
        ObjectNode body = Json.object()
                .put("name", record.dimension())
                .put("startTime", record.timestamp().toString())
                .put("endTime", record.timestamp().toString());
        body.putObject("value").put("int64Value", record.quantity().longValueExact());
        URI uri = URI.create(settings.endpoint() + "/report");
        return meaning(caller.exchange(HttpCall.postJson(uri, Map.of(), Json.write(body))), status.get());
    }

    private MeterAnswer meaning(HttpReply reply, JsonNode status) {
        if (reply instanceof HttpReply.NotSent not) {
            return new MeterAnswer.RetryLater(Optional.empty(), not.reason(), not.evidence());
        }
        if (reply instanceof HttpReply.Lost lost) {
            return new MeterAnswer.Unknown(lost.reason(), lost.evidence());
        }
        HttpReply.Answered answer = (HttpReply.Answered) reply;
        String message = "status " + answer.status() + ": " + Redaction.clean(answer.body());
        if (answer.isSuccess()) {
            return new MeterAnswer.Accepted("queued by ubbagent; " + summary(status), answer.evidence());
        }
        if (answer.status() == TOO_MANY) {
            return new MeterAnswer.RetryLater(RetryAfter.of(answer, clock.instant()), message, answer.evidence());
        }
        if (answer.isProxyLogin()) {
            return new MeterAnswer.RetryLater(Optional.empty(), message, answer.evidence());
        }
        return answer.status() / 100 == 4 && !answer.mayBeUnderWay()
                ? new MeterAnswer.Rejected("Status" + answer.status(), message, answer.evidence())
                : new MeterAnswer.Unknown(message, answer.evidence());
    }

    private Optional<JsonNode> status() {
        HttpReply reply = caller.repeat(HttpCall.get(URI.create(settings.endpoint() + "/status"), Map.of()));
        return reply instanceof HttpReply.Answered answer && answer.isSuccess()
                ? Json.read(answer.body()).filter(JsonNode::isObject)
                : Optional.empty();
    }

    private static long failures(JsonNode status) {
        return Json.number(status, "currentFailureCount")
                .map(count -> count.longValue())
                .orElse(0L);
    }

    private static String summary(JsonNode status) {
        String last = Redaction.clean(Json.text(status, "lastReportSuccess"));
        return "last success " + (last.isEmpty() || last.equals(NEVER) ? "never" : last) + ", failures in a row "
                + failures(status);
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return new ReadBack.NotOffered();
    }

    @Override
    public Map<String, Object> accountInfo() {
        return identity.accountInfo();
    }

    @Override
    public void close() {
        // The connections of the JDK's client close when they are idle.
    }
}
