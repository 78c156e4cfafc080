package org.apportion.gcp;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.Digests;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google Service Control. The operation id is the record's key, by which the service counts an operation once; the operation lasts the hour
 * that ends at the record's timestamp.
 */
final class ServiceControlMarketplace implements Marketplace {
    private static final int BYTES_PER_CALL = 1_000_000;
    private static final Duration OPERATION = Duration.ofHours(1);
    private static final int TOO_MANY = 429;

    private final GoogleSettings settings;
    private final HttpCaller caller;
    private final AccessTokens tokens;
    private final InstanceIdentity identity;
    private final InstantSource clock;

    ServiceControlMarketplace(
            GoogleSettings settings,
            HttpCaller caller,
            AccessTokens tokens,
            InstanceIdentity identity,
            InstantSource clock) {
        this.settings = settings;
        this.caller = caller;
        this.tokens = tokens;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                settings.operationsPerCall(),
                BYTES_PER_CALL,
                false,
                settings.lateWindow(),
                0,
                WholeQuantity.LARGEST,
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    /** {@code services.check}: the service says whether the consumer is active and this caller is allowed; nothing is metered. */
    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        String nextStep =
                "Check the customer's usage reporting id and the role roles/servicemanagement.serviceController.";
        ObjectNode request = Json.object();
        request.putObject("operation")
                .put("operationId", "access-check-" + clock.instant().toEpochMilli())
                .put("operationName", settings.service() + "/report")
                .put("consumerId", settings.consumer())
                .put("startTime", clock.instant().toString());
        HttpReply reply;
        try {
            reply = caller.repeat(call("check", request));
        } catch (ApportionException e) {
            return new AccessCheck.NotKnown(Redaction.clean(e));
        }
        if (!(reply instanceof HttpReply.Answered answer)) {
            return new AccessCheck.NotKnown("the service did not answer: "
                    + (reply instanceof HttpReply.NotSent not ? not.reason() : ((HttpReply.Lost) reply).reason()));
        }
        if (answer.status() / 100 == 4 && answer.status() != TOO_MANY) {
            return new AccessCheck.Refused("the service answers with status " + answer.status() + ".", nextStep);
        }
        Optional<JsonNode> body = Json.read(answer.body()).filter(JsonNode::isObject);
        if (!answer.isSuccess() || body.isEmpty()) {
            return new AccessCheck.NotKnown("the service answers with status " + answer.status() + ".");
        }
        JsonNode error = body.get().path("checkErrors").path(0);
        return error.isMissingNode()
                ? new AccessCheck.Granted()
                : new AccessCheck.Refused(
                        Redaction.clean(Json.text(error, "code") + ": " + Json.text(error, "detail")), nextStep);
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        Map<MeterRecord, MeterAnswer> told = new LinkedHashMap<>();
        List<MeterRecord> sendable = new ArrayList<>();
        for (MeterRecord record : records) {
            WholeQuantity.refused(record)
                    .ifPresentOrElse(answer -> told.put(record, answer), () -> sendable.add(record));
        }
        for (int i = 0; i < sendable.size(); i += settings.operationsPerCall()) {
            report(sendable.subList(i, Math.min(i + settings.operationsPerCall(), sendable.size())), told);
        }
        return records.stream().map(told::get).toList();
    }

    private void report(List<MeterRecord> records, Map<MeterRecord, MeterAnswer> told) {
        ArrayNode operations = Json.array();
        records.forEach(record -> operations.add(operation(record)));
        HttpReply reply;
        try {
            reply = caller.exchange(call("report", Json.object().set("operations", operations)));
        } catch (ApportionException e) {
            MeterAnswer later = new MeterAnswer.RetryLater(Optional.empty(), Redaction.clean(e), Digests.none());
            records.forEach(record -> told.put(record, later));
            return;
        }
        if (reply instanceof HttpReply.Answered answer) {
            if (answer.isSuccess()) {
                readSuccess(records, answer, told);
                return;
            }
            if (answer.status() == 401) {
                tokens.forget();
            }
            if (answer.status() == 400 && records.size() > 1) {
                records.forEach(record -> report(List.of(record), told));
                return;
            }
        }
        for (MeterRecord record : records) {
            told.put(record, ReportAnswers.ofFailure(reply, record, records.size(), clock.instant()));
        }
    }

    private static void readSuccess(
            List<MeterRecord> records, HttpReply.Answered answer, Map<MeterRecord, MeterAnswer> told) {
        Optional<Map<String, MeterAnswer>> failures = ReportAnswers.failures(answer);
        for (MeterRecord record : records) {
            MeterAnswer accepted = failures.isPresent()
                    ? new MeterAnswer.Accepted(record.key(), answer.evidence())
                    : new MeterAnswer.Unknown("the answer cannot be read.", answer.evidence());
            told.put(record, failures.map(each -> each.get(record.key())).orElse(accepted));
        }
    }

    private HttpCall call(String method, JsonNode body) {
        URI uri = URI.create(settings.endpoint() + "/v1/services/" + settings.service() + ":" + method);
        return HttpCall.postJson(uri, Map.of("Authorization", tokens.bearer()), Json.write(body));
    }

    private ObjectNode operation(MeterRecord record) {
        ObjectNode operation = Json.object()
                .put("operationId", record.key())
                .put("operationName", settings.service() + "/report")
                .put("consumerId", settings.consumer())
                .put("startTime", record.timestamp().minus(OPERATION).toString())
                .put("endTime", record.timestamp().toString());
        ObjectNode set = operation.putArray("metricValueSets").addObject();
        set.put("metricName", settings.metricPrefix() + "/" + record.dimension());
        set.putArray("metricValues")
                .addObject()
                .put("int64Value", record.quantity().toBigIntegerExact().toString());
        settings.agentId().ifPresent(agent -> operation.putObject("userLabels").put("goog-ubb-agent-id", agent));
        return operation;
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
