package org.apportion.azure;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apportion.http.Digests;
import org.apportion.http.HttpCall;
import org.apportion.http.HttpCaller;
import org.apportion.http.HttpError;
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
 * The Microsoft commercial marketplace: {@code usageEvent} for one record, {@code batchUsageEvent} for more. Quantities have at most six
 * decimals and fifteen digits, so that they pass the service's floating-point number unchanged. The correlation id follows from
 * the key, so that the same event has the same one.
 */
final class MicrosoftMarketplace implements Marketplace {
    static final String MARKETPLACE = "20e940b3-4c77-4b0b-9a53-9e16a1b010a7";
    private static final int EVENTS_PER_BATCH = 25;
    private static final int BYTES_PER_CALL = 1_000_000;
    private static final int SCALE = 6;
    private static final BigDecimal LARGEST = new BigDecimal("999999999");

    private final MicrosoftSettings settings;
    private final HttpCaller caller;
    private final CachedTokens tokens;
    private final InstanceMetadata metadata;
    private final BilledResource resource;
    private final EventAnswers answers;
    private final InstantSource clock;

    MicrosoftMarketplace(
            MicrosoftSettings settings,
            HttpCaller caller,
            CachedTokens tokens,
            InstanceMetadata metadata,
            InstantSource clock) {
        this.settings = settings;
        this.caller = caller;
        this.tokens = tokens;
        this.metadata = metadata;
        this.resource = new BilledResource(settings, caller, tokens, metadata);
        this.answers = new EventAnswers(settings.plan());
        this.clock = clock;
    }

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                EVENTS_PER_BATCH,
                BYTES_PER_CALL,
                true,
                EventAnswers.LATE_WINDOW,
                SCALE,
                LARGEST,
                false,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    /** Whatever the plan. Without a resource of its own, an installation bills the application that its machine is part of. */
    @Override
    public Optional<String> resource() {
        return Optional.of(settings.resourceId().or(settings::resourceUri).orElse("the application of this machine"));
    }

    /** There is no dry run: a login, the resource and the service's own reading are tried, and refusals are told. */
    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        String whose = settings.noSubscription()
                .map(customer -> " The customer '" + Redaction.clean(customer)
                        + "' is no SaaS subscription (a GUID): the"
                        + " application that manages this machine is billed. Write resource-id if that is not meant.")
                .orElse("");
        String nextStep =
                "Check the identity, and that it is the one that the offer's technical configuration names." + whose;
        try {
            if (settings.identity() == MicrosoftSettings.Identity.MANAGED && !metadata.isRecent()) {
                return new AccessCheck.Refused(
                        "Running in Azure context with insufficient IMDS API version", "Run on a current instance.");
            }
            resource.id();
            Instant now = clock.instant();
            HttpReply reply = caller.repeat(HttpCall.get(
                    UsageReadBack.address(
                            settings.endpoint(),
                            dimensions.isEmpty() ? "" : dimensions.get(0),
                            now.minus(Duration.ofDays(1)),
                            now),
                    authorization()));
            if (reply instanceof HttpReply.Answered answer && answer.status() / 100 == 4 && answer.status() != 429) {
                return new AccessCheck.Refused("the service answers with status " + answer.status() + ".", nextStep);
            }
            return new AccessCheck.NotKnown((reply instanceof HttpReply.Answered answer && answer.isSuccess()
                            ? "login and service answer; the service has no dry run."
                            : "the service did not answer: " + reason(reply))
                    + whose);
        } catch (ApportionException e) {
            return e.code() == HttpError.HTTP_REFUSED || e.code() == HttpError.HTTP_ANSWER_UNREADABLE
                    ? new AccessCheck.Refused(Redaction.clean(e), nextStep)
                    : new AccessCheck.NotKnown(Redaction.clean(e) + whose);
        }
    }

    private static String reason(HttpReply reply) {
        return reply instanceof HttpReply.NotSent not
                ? not.reason()
                : reply instanceof HttpReply.Lost lost ? lost.reason() : reply.toString();
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        Map<MeterRecord, MeterAnswer> told = new LinkedHashMap<>();
        List<MeterRecord> sendable = new ArrayList<>();
        for (MeterRecord record : records) {
            unsendable(record)
                    .ifPresentOrElse(
                            problem -> told.put(
                                    record,
                                    new MeterAnswer.Rejected("NotSendable", "not sent: " + problem, Digests.none())),
                            () -> sendable.add(record));
        }
        for (int i = 0; i < sendable.size(); i += EVENTS_PER_BATCH) {
            send(sendable.subList(i, Math.min(i + EVENTS_PER_BATCH, sendable.size())), told);
        }
        return records.stream().map(told::get).toList();
    }

    private static Optional<String> unsendable(MeterRecord record) {
        if (record.quantity().signum() == 0) {
            return Optional.of("the service takes no zero.");
        }
        boolean fine = record.quantity().stripTrailingZeros().scale() <= SCALE
                && record.quantity().compareTo(LARGEST) <= 0;
        return fine ? Optional.empty() : Optional.of("the quantity has more than six decimals or nine digits.");
    }

    private void send(List<MeterRecord> records, Map<MeterRecord, MeterAnswer> told) {
        ArrayNode events = Json.array();
        Map<String, String> headers;
        try {
            for (MeterRecord record : records) {
                events.add(event(record));
            }
            headers = new LinkedHashMap<>(authorization());
        } catch (ApportionException e) {
            MeterAnswer later = new MeterAnswer.RetryLater(Optional.empty(), Redaction.clean(e), Digests.none());
            records.forEach(record -> told.put(record, later));
            return;
        }
        headers.put("x-ms-requestid", UUID.randomUUID().toString());
        headers.put("x-ms-correlationid", correlation(records.get(0)));
        boolean single = records.size() == 1;
        String body =
                single ? Json.write(events.get(0)) : Json.write(Json.object().set("request", events));
        URI uri = URI.create(settings.endpoint() + (single ? "/api/usageEvent" : "/api/batchUsageEvent")
                + "?api-version=2018-08-31");
        HttpReply reply = caller.exchange(HttpCall.postJson(uri, headers, body));
        if (reply instanceof HttpReply.Answered answer && answer.status() == 401) {
            tokens.forget(MARKETPLACE);
        }
        if (single) {
            told.put(records.get(0), answers.ofReply(reply, records.get(0), clock.instant()));
        } else {
            readBatch(records, reply, told);
        }
    }

    private void readBatch(List<MeterRecord> records, HttpReply reply, Map<MeterRecord, MeterAnswer> told) {
        if (reply instanceof HttpReply.Answered answer && answer.isSuccess()) {
            List<JsonNode> results = new ArrayList<>();
            Json.read(answer.body()).ifPresent(body -> body.path("result").forEach(results::add));
            for (MeterRecord record : records) {
                told.put(record, take(results, record, answer));
            }
            return;
        }
        for (MeterRecord record : records) {
            MeterAnswer all = answers.ofReply(reply, record, clock.instant());
            if (all instanceof MeterAnswer.Rejected || all instanceof MeterAnswer.Expired) {
                send(List.of(record), told);
            } else {
                told.put(record, all);
            }
        }
    }

    private MeterAnswer take(List<JsonNode> results, MeterRecord record, HttpReply.Answered answer) {
        for (JsonNode result : results) {
            boolean ours = Json.text(result, "dimension").equals(record.dimension())
                    && Json.number(result, "quantity")
                            .filter(quantity -> quantity.compareTo(record.quantity()) == 0)
                            .isPresent()
                    && EventAnswers.isSameTime(Json.text(result, "effectiveStartTime"), record.timestamp());
            if (ours) {
                results.remove(result);
                return answers.ofResult(result, record, answer.evidence());
            }
        }
        return new MeterAnswer.Unknown("the answer does not mention the event.", answer.evidence());
    }

    private ObjectNode event(MeterRecord record) {
        return Json.object()
                .put(resource.member(), resource.id())
                .put("quantity", record.quantity())
                .put("dimension", record.dimension())
                .put("effectiveStartTime", record.timestamp().toString())
                .put("planId", settings.plan());
    }

    private Map<String, String> authorization() {
        return Map.of("Authorization", tokens.bearer(MARKETPLACE));
    }

    private static String correlation(MeterRecord record) {
        return UUID.nameUUIDFromBytes(record.key().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        try {
            String body = caller.fetch(
                    HttpCall.get(UsageReadBack.address(settings.endpoint(), dimension, from, to), authorization()));
            return UsageReadBack.read(body, resource.id(), dimension, from, to);
        } catch (ApportionException e) {
            return new ReadBack.Failed(Redaction.clean(e));
        }
    }

    @Override
    public Map<String, Object> accountInfo() {
        Map<String, Object> info = metadata.identity();
        info.put("cloud_provider", "microsoft");
        return info;
    }

    @Override
    public void close() {
        // The connections of the JDK's client close when they are idle.
    }
}
