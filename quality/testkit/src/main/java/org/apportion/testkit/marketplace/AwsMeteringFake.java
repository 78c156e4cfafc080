package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS Marketplace Metering (2016-01-14, JSON 1.1) and the instance metadata service (IMDSv2), strict: unknown members are refused,
 * the signature's header has to be there with the scope {@code aws-marketplace}, whole quantities from 0 to 2147483647, one record
 * per customer, dimension and UTC hour, timestamps at most 6 hours old, a client token of 1 to 64 characters that names one
 * request, at most 25 records and 1 MB per batch, a dry run that answers {@code DryRunOperation}.
 *
 * <p>{@code MeterUsage} knows the customer by the caller: its records have an empty resource. The signature itself is not
 * verified.
 */
public final class AwsMeteringFake extends FakeHttpService {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final int MOST_RECORDS = 25;
    private static final int MOST_BYTES = 1_000_000;
    private static final int MOST_ALLOCATIONS = 2500;
    private static final int LONGEST_TOKEN = 64;
    private static final String TARGET = "AWSMPMeteringService.";
    private static final Set<String> RECORD_MEMBERS = Set.of(
            "Timestamp",
            "CustomerIdentifier",
            "CustomerAWSAccountId",
            "LicenseArn",
            "Dimension",
            "Quantity",
            "UsageAllocations");
    private static final Set<String> METER_USAGE_MEMBERS = Set.of(
            "ProductCode", "Timestamp", "UsageDimension", "UsageQuantity", "DryRun", "UsageAllocations", "ClientToken");

    /** A refusal in the service's words. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        Refused(String type, String message) {
            super(message);
            this.type = type;
        }
    }

    private final InstantSource clock;
    private final String product;
    private final Set<String> dimensions;
    private final Set<String> subscribed = new HashSet<>();
    private final List<AcceptedUsage> accepted = new ArrayList<>();
    private final AwsInstanceMetadata metadata = new AwsInstanceMetadata();
    private Duration lateWindow = Duration.ofHours(6);
    private int unprocessed;
    private int forgotten;

    /** @param clock the service's own time */
    public AwsMeteringFake(InstantSource clock, String product, Set<String> dimensions) {
        this.clock = clock;
        this.product = product;
        this.dimensions = Set.copyOf(dimensions);
    }

    /** Lets a customer (identifier or account) of batch calls be known. */
    public synchronized void subscribe(String customer) {
        subscribed.add(customer);
    }

    public synchronized void lateWindow(Duration window) {
        lateWindow = window;
    }

    /** The last {@code count} records of the next batch are returned as unprocessed. */
    public synchronized void leaveUnprocessed(int count) {
        unprocessed = count;
    }

    /** The last {@code count} records of the next batch are accepted but missing in the answer. */
    public synchronized void leaveOutOfAnswer(int count) {
        forgotten = count;
    }

    /** Everything that would be billed, in order of acceptance. */
    public synchronized List<AcceptedUsage> accepted() {
        return List.copyOf(accepted);
    }

    @Override
    protected boolean isMetering(Request request) {
        return request.path().equals("/");
    }

    @Override
    protected Reply refusal(Fault fault) {
        if (fault instanceof Fault.Throttle throttle) {
            Reply reply = error(400, "ThrottlingException", "Rate exceeded");
            return new Reply(
                    reply.status(),
                    Map.of(
                            "Content-Type",
                            "application/x-amz-json-1.1",
                            "Retry-After",
                            String.valueOf(throttle.retryAfter().toSeconds())),
                    reply.body());
        }
        if (fault instanceof Fault.ClockSkew) {
            return error(400, "InvalidSignatureException", "Signature not yet current");
        }
        if (fault instanceof Fault.ExpiredCredentials) {
            return error(400, "ExpiredTokenException", "The security token included in the request is expired");
        }
        return error(500, "InternalServiceErrorException", "An internal error has occurred.");
    }

    @Override
    protected synchronized Reply answer(Request request) {
        if (!isMetering(request)) {
            return metadata.answer(request);
        }
        try {
            checkFraming(request);
            JsonNode body = JsonText.read(request.body());
            String operation = request.header("x-amz-target").substring(TARGET.length());
            return switch (operation) {
                case "MeterUsage" -> ok(meterUsage(body));
                case "BatchMeterUsage" -> ok(batch(body));
                default -> error(400, "UnknownOperationException", operation);
            };
        } catch (Refused refused) {
            return error(400, refused.type, String.valueOf(refused.getMessage()));
        }
    }

    private static void checkFraming(Request request) {
        String authorization = request.header("authorization");
        if (authorization.isEmpty()) {
            throw new Refused("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        boolean signed = authorization.matches("AWS4-HMAC-SHA256 Credential=\\S+/[0-9]{8}/[a-z0-9-]+/aws-marketplace/"
                        + "aws4_request, ?SignedHeaders=\\S*host\\S*, ?Signature=[0-9a-f]{64}")
                && authorization.contains("x-amz-target")
                && request.header("x-amz-date").matches("[0-9]{8}T[0-9]{6}Z");
        if (!signed) {
            throw new Refused("IncompleteSignatureException", "The request signature does not conform");
        }
        if (!request.method().equals("POST")
                || !request.header("content-type").equals("application/x-amz-json-1.1")
                || !request.header("x-amz-target").startsWith(TARGET)) {
            throw new Refused("UnknownOperationException", "not an operation of this service");
        }
        if (request.body().length() > MOST_BYTES) {
            throw new Refused("ValidationException", "request larger than 1 MB");
        }
    }

    private JsonNode meterUsage(JsonNode body) {
        refuseUnknown(body, METER_USAGE_MEMBERS);
        String token = JsonText.text(body, "ClientToken");
        if (body.has("ClientToken") && (token.isEmpty() || token.length() > LONGEST_TOKEN)) {
            throw new Refused("ValidationException", "clientToken must have length between 1 and 64");
        }
        checkProduct(body);
        String dimension = JsonText.text(body, "UsageDimension");
        BigDecimal quantity = body.has("UsageQuantity") ? quantity(body, "UsageQuantity") : BigDecimal.ZERO;
        Instant timestamp = timestamp(body);
        if (body.path("DryRun").asBoolean(false)) {
            checkRecord(dimension, quantity, timestamp, body);
            throw new Refused("DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
        AcceptedUsage usage = new AcceptedUsage("", dimension, timestamp, quantity, nextId(), token);
        for (AcceptedUsage before : accepted) {
            if (!token.isEmpty() && before.key().equals(token)) {
                if (isSameRequest(before, usage)) {
                    return JsonText.object().put("MeteringRecordId", before.recordId());
                }
                throw new Refused("IdempotencyConflictException", "The ClientToken is used for another request.");
            }
        }
        checkRecord(dimension, quantity, timestamp, body);
        AcceptedUsage kept = keep(usage);
        if (!isSameRequest(kept, usage)) {
            throw new Refused("DuplicateRequestException", "A metering record exists with another quantity or time.");
        }
        return JsonText.object().put("MeteringRecordId", kept.recordId());
    }

    private JsonNode batch(JsonNode body) {
        refuseUnknown(body, Set.of("ProductCode", "UsageRecords"));
        JsonNode records = body.path("UsageRecords");
        if (!records.isArray() || records.size() > MOST_RECORDS) {
            throw new Refused("ValidationException", "usageRecords must have length less than or equal to 25");
        }
        for (JsonNode record : records) {
            refuseUnknown(record, RECORD_MEMBERS);
            boolean licensed = record.has("LicenseArn");
            if (licensed != record.has("CustomerAWSAccountId") && licensed
                    || record.has("CustomerIdentifier") == record.has("CustomerAWSAccountId")) {
                throw new Refused("InvalidCustomerIdentifierException", "one way of naming the customer is needed");
            }
            if (!licensed) {
                checkProduct(body);
            }
            checkRecord(JsonText.text(record, "Dimension"), quantity(record, "Quantity"), timestamp(record), record);
        }
        if (records.isEmpty()) {
            checkProduct(body);
        }
        ArrayNode results = JsonText.array();
        ArrayNode left = JsonText.array();
        for (int i = 0; i < records.size(); i++) {
            JsonNode record = records.get(i);
            if (i >= records.size() - unprocessed) {
                left.add(record);
                continue;
            }
            ObjectNode result = result(record);
            if (i < records.size() - forgotten) {
                results.add(result);
            }
        }
        unprocessed = 0;
        forgotten = 0;
        ObjectNode answer = JsonText.object();
        answer.set("Results", results);
        answer.set("UnprocessedRecords", left);
        return answer;
    }

    private ObjectNode result(JsonNode record) {
        String customer = JsonText.text(record, "CustomerIdentifier") + JsonText.text(record, "CustomerAWSAccountId");
        ObjectNode result = JsonText.object();
        result.set("UsageRecord", record);
        if (!subscribed.contains(customer)) {
            return result.put("Status", "CustomerNotSubscribed");
        }
        AcceptedUsage usage = new AcceptedUsage(
                customer,
                JsonText.text(record, "Dimension"),
                timestamp(record),
                quantity(record, "Quantity"),
                nextId(),
                "");
        AcceptedUsage kept = keep(usage);
        if (!isSameRequest(kept, usage)) {
            return result.put("Status", "DuplicateRecord");
        }
        return result.put("MeteringRecordId", kept.recordId()).put("Status", "Success");
    }

    /** The record that holds the hour after the call: the new one, or an earlier one. */
    private AcceptedUsage keep(AcceptedUsage usage) {
        for (AcceptedUsage before : accepted) {
            if (before.resource().equals(usage.resource())
                    && before.dimension().equals(usage.dimension())
                    && hour(before.timestamp()).equals(hour(usage.timestamp()))) {
                return before;
            }
        }
        accepted.add(usage);
        return usage;
    }

    private static boolean isSameRequest(AcceptedUsage one, AcceptedUsage other) {
        return one.dimension().equals(other.dimension())
                && one.timestamp().equals(other.timestamp())
                && one.quantity().compareTo(other.quantity()) == 0;
    }

    private void checkRecord(String dimension, BigDecimal quantity, Instant timestamp, JsonNode holder) {
        if (!dimensions.contains(dimension)) {
            throw new Refused("InvalidUsageDimensionException", "no such dimension");
        }
        Instant now = clock.instant();
        if (timestamp.isBefore(now.minus(lateWindow)) || timestamp.isAfter(now)) {
            throw new Refused("TimestampOutOfBoundsException", "The timestamp is out of the allowed range.");
        }
        JsonNode allocations = holder.path("UsageAllocations");
        if (allocations.isMissingNode()) {
            return;
        }
        BigDecimal sum = BigDecimal.ZERO;
        Set<JsonNode> tags = new HashSet<>();
        for (JsonNode allocation : allocations) {
            refuseUnknown(allocation, Set.of("AllocatedUsageQuantity", "Tags"));
            for (JsonNode tag : allocation.path("Tags")) {
                if (JsonText.text(tag, "Key").isEmpty()
                        || JsonText.text(tag, "Value").isEmpty()) {
                    throw new Refused("InvalidTagException", "a tag has a key and a value");
                }
            }
            tags.add(allocation.path("Tags"));
            sum = sum.add(quantity(allocation, "AllocatedUsageQuantity"));
        }
        if (allocations.isEmpty()
                || allocations.size() > MOST_ALLOCATIONS
                || tags.size() != allocations.size()
                || sum.compareTo(quantity) != 0) {
            throw new Refused("InvalidUsageAllocationsException", "allocations do not add up to the quantity");
        }
    }

    private void checkProduct(JsonNode body) {
        if (!JsonText.text(body, "ProductCode").equals(product)) {
            throw new Refused("InvalidProductCodeException", "no such product");
        }
    }

    private static void refuseUnknown(JsonNode tree, Set<String> known) {
        Set<String> unknown = JsonText.unknownMembers(tree, known);
        if (!unknown.isEmpty()) {
            throw new Refused(
                    "ValidationException",
                    "unknown members: " + unknown.stream().collect(Collectors.joining(", ")));
        }
    }

    private static BigDecimal quantity(JsonNode tree, String member) {
        BigDecimal quantity = JsonText.number(tree, member);
        if (quantity.signum() < 0
                || quantity.compareTo(LARGEST) > 0
                || quantity.stripTrailingZeros().scale() > 0) {
            throw new Refused("ValidationException", member + " is a whole number from 0 to 2147483647");
        }
        return quantity;
    }

    private static Instant timestamp(JsonNode tree) {
        if (!tree.path("Timestamp").isNumber()) {
            throw new Refused("SerializationException", "Timestamp is a number of seconds");
        }
        return Instant.ofEpochMilli(
                JsonText.number(tree, "Timestamp").movePointRight(3).longValue());
    }

    private static Instant hour(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
    }

    private String nextId() {
        return "metering-record-" + (accepted.size() + 1);
    }

    private static Reply ok(JsonNode body) {
        return new Reply(200, Map.of("Content-Type", "application/x-amz-json-1.1"), JsonText.write(body));
    }

    private static Reply error(int status, String type, String message) {
        String body = JsonText.write(JsonText.object()
                .put("__type", "com.amazonaws.marketplace.metering#" + type)
                .put("message", message));
        return new Reply(status, Map.of("Content-Type", "application/x-amz-json-1.1"), body);
    }
}
