package org.apportion.aws;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.Digests;
import org.apportion.http.HttpReply;
import org.apportion.http.Json;
import org.apportion.http.Redaction;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * AWS Marketplace. {@code MeterUsage} takes one record per call and the key as client token; {@code BatchMeterUsage} takes 25 and
 * recognizes an identical record. Both may be sent again as they are. Source: AWS Marketplace Metering Service API Reference.
 */
final class AmazonMarketplace implements Marketplace {
    private static final int RECORDS_PER_BATCH = 25;
    private static final int BYTES_PER_CALL = 1_000_000;
    private static final int ROOM_FOR_THE_REST = 1_000;
    /** Of those that the documentation has named over the years. */
    private static final Duration SHORTEST_WINDOW = Duration.ofHours(1);

    private final AmazonSettings settings;
    private final MeteringService service;
    private final InstanceMetadata metadata;
    private final InstantSource clock;
    private final WireRecords wire;

    AmazonMarketplace(
            AmazonSettings settings, MeteringService service, InstanceMetadata metadata, InstantSource clock) {
        this.settings = settings;
        this.service = service;
        this.metadata = metadata;
        this.clock = clock;
        this.wire = new WireRecords(settings);
    }

    @Override
    public boolean takesTag(String tag) {
        return wire.isTag(tag);
    }

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                settings.batch() ? RECORDS_PER_BATCH : 1,
                BYTES_PER_CALL,
                true,
                settings.lateWindow(),
                0,
                BigDecimal.valueOf(Integer.MAX_VALUE),
                true,
                false,
                MarketplaceRules.UnknownOutcome.RESEND_SAME);
    }

    @Override
    public Optional<String> resource() {
        return Optional.of(settings.productCode()
                + settings.customer().map(" of "::concat).orElse("")
                + settings.licenseArn().map(" by "::concat).orElse(""));
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        if (settings.batch()) {
            return checkBatch();
        }
        for (String dimension : dimensions) {
            AccessCheck check = checkDimension(dimension);
            if (!(check instanceof AccessCheck.Granted)) {
                return check;
            }
        }
        return dimensions.isEmpty()
                ? new AccessCheck.NotKnown("there is no dimension to ask with.")
                : new AccessCheck.Granted();
    }

    private AccessCheck checkDimension(String dimension) {
        HttpReply reply = service.call("MeterUsage", wire.dryRun(dimension, clock.instant()));
        if (reply instanceof HttpReply.Answered answer && answer.status() / 100 == 4) {
            String type = Answers.type(answer);
            if (type.equals("DryRunOperation") || type.equals("DryRunOperationException")) {
                return new AccessCheck.Granted();
            }
        }
        return refusedOrNotKnown(reply, "aws-marketplace:MeterUsage");
    }

    /** A batch has no dry run. An empty one shows a refusal; that it is not refused proves nothing. */
    private AccessCheck checkBatch() {
        return refusedOrNotKnown(
                service.call("BatchMeterUsage", wire.batch(Json.array())), "aws-marketplace:BatchMeterUsage");
    }

    private AccessCheck refusedOrNotKnown(HttpReply reply, String permission) {
        if (reply instanceof HttpReply.Answered answer && answer.isSuccess()) {
            return new AccessCheck.NotKnown("the service answered, and offers no dry run for this call.");
        }
        MeterAnswer meaning = Answers.ofFailure(reply, clock.instant());
        String nextStep = "Allow " + permission + " for the role in use, and check the product code and dimensions.";
        if (reply instanceof HttpReply.Answered answer && answer.status() / 100 == 4 && !isThrottled(meaning, answer)) {
            String problem = meaning instanceof MeterAnswer.Rejected rejected
                    ? rejected.message()
                    : Answers.type(answer) + " (status " + answer.status() + ").";
            return new AccessCheck.Refused(problem, nextStep);
        }
        return new AccessCheck.NotKnown(
                reply instanceof HttpReply.NotSent not
                        ? not.reason()
                        : reply instanceof HttpReply.Lost lost ? lost.reason() : reply.toString());
    }

    private static boolean isThrottled(MeterAnswer meaning, HttpReply.Answered answer) {
        return meaning instanceof MeterAnswer.RetryLater && Answers.type(answer).startsWith("Thrott");
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        if (!settings.batch()) {
            return records.stream().map(this::meterOne).toList();
        }
        Map<MeterRecord, MeterAnswer> answers = new LinkedHashMap<>();
        List<MeterRecord> sendable = new ArrayList<>();
        for (MeterRecord record : records) {
            Optional<MeterAnswer> refused = refused(record);
            refused.ifPresentOrElse(answer -> answers.put(record, answer), () -> sendable.add(record));
        }
        for (List<MeterRecord> batch : batches(sendable)) {
            meterBatch(batch, answers);
        }
        return records.stream().map(answers::get).toList();
    }

    private MeterAnswer meterOne(MeterRecord record) {
        Optional<MeterAnswer> refused = refused(record);
        if (refused.isPresent()) {
            return refused.get();
        }
        HttpReply reply = service.call("MeterUsage", wire.meterUsage(record));
        if (reply instanceof HttpReply.Answered answer && answer.isSuccess()) {
            String id = Json.read(answer.body())
                    .map(body -> Json.text(body, "MeteringRecordId"))
                    .orElse("");
            return id.isEmpty()
                    ? new MeterAnswer.Unknown("the answer has no MeteringRecordId.", answer.evidence())
                    : new MeterAnswer.Accepted(Redaction.clean(id), answer.evidence());
        }
        return unlessRecent(record, Answers.ofFailure(reply, clock.instant()));
    }

    /** A record of the last hour cannot be too old: then a clock is wrong, here or there, and the charge is not lost yet. */
    private MeterAnswer unlessRecent(MeterRecord record, MeterAnswer answer) {
        boolean recent = record.timestamp().isAfter(clock.instant().minus(SHORTEST_WINDOW));
        return answer instanceof MeterAnswer.Expired expired && recent
                ? new MeterAnswer.RetryLater(
                        Optional.empty(),
                        expired.message() + " The record is recent: check this machine's clock.",
                        expired.evidence())
                : answer;
    }

    private void meterBatch(List<MeterRecord> batch, Map<MeterRecord, MeterAnswer> answers) {
        ArrayNode usage = Json.array();
        batch.forEach(record -> usage.add(wire.usageRecord(record)));
        HttpReply reply = service.call("BatchMeterUsage", wire.batch(usage));
        if (!(reply instanceof HttpReply.Answered answer) || !answer.isSuccess()) {
            MeterAnswer all = Answers.ofFailure(reply, clock.instant());
            if (all instanceof MeterAnswer.Rejected || all instanceof MeterAnswer.Expired) {
                meterSingly(batch, all, answers);
            } else {
                batch.forEach(record -> answers.put(record, all));
            }
            return;
        }
        BatchAnswers read = new BatchAnswers(
                wire, Json.read(answer.body()).filter(JsonNode::isObject).orElseGet(Json::object), answer.evidence());
        batch.forEach(record -> answers.put(record, read.take(record)));
    }

    /** One bad record fails its whole batch; alone, the good ones pass. */
    private void meterSingly(List<MeterRecord> batch, MeterAnswer all, Map<MeterRecord, MeterAnswer> answers) {
        if (batch.size() == 1) {
            answers.put(batch.get(0), unlessRecent(batch.get(0), all));
        } else {
            batch.forEach(record -> meterBatch(List.of(record), answers));
        }
    }

    private static Optional<MeterAnswer> refused(MeterRecord record) {
        return WireRecords.unsendable(record)
                .map(problem -> new MeterAnswer.Rejected("NotSendable", "not sent: " + problem, Digests.none()));
    }

    /** At most 25 records and 1 MB each; a record that is too long alone goes alone, and the service says so. */
    private List<List<MeterRecord>> batches(List<MeterRecord> records) {
        List<List<MeterRecord>> batches = new ArrayList<>();
        List<MeterRecord> open = new ArrayList<>();
        int bytes = 0;
        for (MeterRecord record : records) {
            int size = Json.write(wire.usageRecord(record)).getBytes(StandardCharsets.UTF_8).length + 1;
            boolean full = open.size() == RECORDS_PER_BATCH || bytes + size > BYTES_PER_CALL - ROOM_FOR_THE_REST;
            if (full && !open.isEmpty()) {
                batches.add(List.copyOf(open));
                open.clear();
                bytes = 0;
            }
            open.add(record);
            bytes += size;
        }
        if (!open.isEmpty()) {
            batches.add(List.copyOf(open));
        }
        return batches;
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return new ReadBack.NotOffered();
    }

    @Override
    public Map<String, Object> accountInfo() {
        Map<String, Object> info = metadata.identity();
        info.put("cloud_provider", "amazon");
        return info;
    }

    @Override
    public void close() {
        // The connections of the JDK's client close when they are idle.
    }
}
