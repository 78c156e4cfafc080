package org.apportion.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apportion.http.Json;
import org.apportion.model.metering.MeterRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records as the service writes them. Timestamps are seconds since 1970, to the millisecond. */
final class WireRecords {
    private static final int MOST_ALLOCATIONS = 2500;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final int MILLI_DIGITS = 3;

    private static final String NO_TAG = "";
    /** Source: AWS Marketplace Metering API reference, Tag. */
    private static final Pattern TAG_KEY = Pattern.compile("[a-zA-Z0-9+ \\-=._:/@]{1,100}");

    private static final Pattern TAG_VALUE = Pattern.compile("[a-zA-Z0-9+ \\-=._:/@]{1,256}");

    private final AmazonSettings settings;

    WireRecords(AmazonSettings settings) {
        this.settings = settings;
    }

    /** Why a record cannot be sent at all; empty if it can. */
    static Optional<String> unsendable(MeterRecord record) {
        if (!isWhole(record.quantity()) || record.quantity().compareTo(LARGEST) > 0) {
            return Optional.of("the quantity is not a whole number up to " + LARGEST + ".");
        }
        if (record.allocations().isEmpty()) {
            return Optional.empty();
        }
        BigDecimal sum = record.allocations().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean whole = record.allocations().values().stream().allMatch(WireRecords::isWhole);
        if (record.allocations().size() > MOST_ALLOCATIONS || !whole || sum.compareTo(record.quantity()) != 0) {
            return Optional.of("the allocations are not at most " + MOST_ALLOCATIONS
                    + " whole numbers that add up to the quantity.");
        }
        return Optional.empty();
    }

    ObjectNode meterUsage(MeterRecord record) {
        ObjectNode request = Json.object();
        request.put("ProductCode", settings.productCode());
        request.put("Timestamp", seconds(record.timestamp()));
        request.put("UsageDimension", record.dimension());
        request.put("UsageQuantity", record.quantity().intValueExact());
        allocate(request, record.allocations());
        request.put("ClientToken", record.key());
        return request;
    }

    /** Asks for permission; meters nothing. */
    ObjectNode dryRun(String dimension, Instant now) {
        ObjectNode request = Json.object();
        request.put("ProductCode", settings.productCode());
        request.put("Timestamp", seconds(now));
        request.put("UsageDimension", dimension);
        request.put("UsageQuantity", 0);
        request.put("DryRun", true);
        return request;
    }

    ObjectNode usageRecord(MeterRecord record) {
        ObjectNode usage = Json.object();
        usage.put("Timestamp", seconds(record.timestamp()));
        usage.put(settings.customerIsAccount() ? "CustomerAWSAccountId" : "CustomerIdentifier", customer());
        usage.put("Dimension", record.dimension());
        usage.put("Quantity", record.quantity().intValueExact());
        allocate(usage, record.allocations());
        settings.licenseArn().ifPresent(license -> usage.put("LicenseArn", license));
        return usage;
    }

    /** A licence names the product, so the product code stays out beside it. */
    ObjectNode batch(ArrayNode usageRecords) {
        ObjectNode request = Json.object();
        request.set("UsageRecords", usageRecords);
        if (settings.licenseArn().isEmpty()) {
            request.put("ProductCode", settings.productCode());
        }
        return request;
    }

    /** Whether a record in an answer is ours; the service returns it as it was sent, or the time as text. */
    boolean isSame(JsonNode told, MeterRecord record) {
        return Json.text(told, "Dimension").equals(record.dimension())
                && Json.number(told, "Quantity")
                        .filter(quantity -> quantity.compareTo(record.quantity()) == 0)
                        .isPresent()
                && isCustomer(Json.text(told, "CustomerIdentifier"), Json.text(told, "CustomerAWSAccountId"))
                && isSameTime(told, record.timestamp());
    }

    /** The service may tell both names of the customer, although it was told one. */
    private boolean isCustomer(String identifier, String account) {
        return customer().equals(identifier) || customer().equals(account);
    }

    private static boolean isSameTime(JsonNode told, Instant timestamp) {
        Optional<BigDecimal> seconds = Json.number(told, "Timestamp");
        if (seconds.isPresent()) {
            return seconds.get().compareTo(seconds(timestamp)) == 0;
        }
        try {
            return Instant.parse(Json.text(told, "Timestamp")).equals(timestamp);
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }

    private String customer() {
        return settings.customer().orElse("");
    }

    private void allocate(ObjectNode usage, Map<String, BigDecimal> allocations) {
        if (allocations.isEmpty()) {
            return;
        }
        ArrayNode list = usage.putArray("UsageAllocations");
        Map<String, BigDecimal> taken = new TreeMap<>();
        allocations.forEach((tag, share) -> taken.merge(isTag(tag) ? tag : NO_TAG, share, BigDecimal::add));
        // Two words of the product may be one tag of the service, which refuses it twice: "blue" and "Name=blue".
        Map<Tag, BigDecimal> sent = new LinkedHashMap<>();
        taken.forEach((tag, share) ->
                sent.merge(tag.equals(NO_TAG) ? Tag.NONE : new Tag(key(tag), value(tag)), share, BigDecimal::add));
        sent.forEach((tag, share) -> {
            ObjectNode allocation = list.addObject();
            allocation.put("AllocatedUsageQuantity", share.intValueExact());
            if (!tag.equals(Tag.NONE)) {
                allocation.putArray("Tags").addObject().put("Key", tag.key()).put("Value", tag.value());
            }
        });
    }

    /** A tag as the service knows it. */
    private record Tag(String key, String value) {
        static final Tag NONE = new Tag("", "");
    }

    private String key(String tag) {
        int equals = tag.indexOf('=');
        return equals > 0 ? tag.substring(0, equals) : settings.allocationTag();
    }

    private static String value(String tag) {
        int equals = tag.indexOf('=');
        return equals > 0 ? tag.substring(equals + 1) : tag;
    }

    /** What the service would refuse as a tag, and the record with it, is allocated without one. */
    boolean isTag(String tag) {
        return TAG_KEY.matcher(key(tag)).matches()
                && TAG_VALUE.matcher(value(tag)).matches();
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    static BigDecimal seconds(Instant instant) {
        BigDecimal seconds =
                BigDecimal.valueOf(instant.toEpochMilli(), MILLI_DIGITS).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }
}
