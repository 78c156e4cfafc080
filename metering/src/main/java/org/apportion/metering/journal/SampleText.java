package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.metering.reading.UsageNumber;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;

/** How a reading is written into the journal, and its digest. */
public final class SampleText {
    /** More than any real meter has, and few enough to be printed. */
    static final int MAX_DIGITS = UsageNumber.MOST_DIGITS;

    /** The longest name of a metric or dimension, as the tables have it. */
    public static final int LONGEST_NAME = 200;

    private SampleText() {}

    /** Whether a metric or dimension can have this name. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /**
     * That a new reading can be kept, and billed later.
     *
     * @throws ApportionException {@code METER_VALUE_TOO_LONG} for a name that no listing has and the ledger cannot hold
     */
    static void requireNames(MeteredProduct account, UsageReading reading) {
        Stream.concat(
                        Stream.concat(reading.metrics().keySet().stream(), reading.dimensions().keySet().stream()),
                        reading.dimensions().values().stream().flatMap(values -> values.keySet().stream()))
                .filter(name -> !isName(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ApportionException(
                            JournalError.METER_VALUE_TOO_LONG,
                            account.toString(),
                            "the name of a metric or dimension has more than " + LONGEST_NAME
                                    + " characters, or one that cannot be seen.",
                            "Correct what the product reports.");
                });
    }

    /** The reading's instant as the ledger keeps it. */
    static Instant instant(UsageReading reading) {
        return reading.reportedAt().truncatedTo(ChronoUnit.MICROS);
    }

    static String json(UsageReading reading) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("metrics", texts(reading.metrics()));
        putAll(content, "dimensions", reading.dimensions());
        putAll(content, "tags", reading.tags());
        reading.baseProduct().ifPresent(product -> content.put("base_product", product));
        return Json.text(content);
    }

    private static void putAll(Map<String, Object> content, String name, Map<String, Map<String, BigDecimal>> values) {
        if (!values.isEmpty()) {
            Map<String, Object> texts = new TreeMap<>();
            values.forEach((metric, each) -> texts.put(metric, texts(each)));
            content.put(name, texts);
        }
    }

    static UsageReading reading(Instant reportedAt, String json) {
        Map<String, Object> content = Json.tree(json);
        return new UsageReading(
                reportedAt,
                decimals(content.get("metrics")),
                byMetric(content.get("dimensions")),
                Optional.ofNullable(content.get("base_product")).map(String::valueOf),
                byMetric(content.get("tags")));
    }

    private static Map<String, Map<String, BigDecimal>> byMetric(@Nullable Object values) {
        Map<String, Map<String, BigDecimal>> byMetric = new LinkedHashMap<>();
        map(values).forEach((metric, each) -> byMetric.put(metric, decimals(each)));
        return byMetric;
    }

    /** @throws ApportionException {@code METER_VALUE_TOO_LONG} */
    static String digest(MeteredProduct account, UsageReading reading) {
        List<String> parts = new ArrayList<>();
        parts.add(instant(reading).toString());
        parts.add(reading.baseProduct().orElse(""));
        parts.add(Integer.toString(reading.metrics().size()));
        addParts(parts, account, reading.metrics());
        addByMetric(parts, account, reading.dimensions());
        if (!reading.tags().isEmpty()) {
            // No metric has this name, so samples without tags keep the digest that they always had.
            parts.add("\u0000tags");
            addByMetric(parts, account, reading.tags());
        }
        return PartsDigest.of(parts);
    }

    private static void addByMetric(
            List<String> parts, MeteredProduct account, Map<String, Map<String, BigDecimal>> byMetric) {
        new TreeMap<>(byMetric).forEach((metric, values) -> {
            parts.add(metric);
            parts.add(Integer.toString(values.size()));
            addParts(parts, account, values);
        });
    }

    private static void addParts(List<String> parts, MeteredProduct account, Map<String, BigDecimal> values) {
        new TreeMap<>(values).forEach((name, value) -> {
            if (value.precision() > MAX_DIGITS || Math.abs((long) value.scale()) > MAX_DIGITS) {
                throw new ApportionException(
                        JournalError.METER_VALUE_TOO_LONG,
                        account.toString(),
                        "the value of " + name + " has more than " + MAX_DIGITS + " digits.",
                        "Correct what the product reports.");
            }
            parts.add(name);
            parts.add(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
        });
    }

    private static Map<String, String> texts(Map<String, BigDecimal> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    private static Map<String, BigDecimal> decimals(@Nullable Object values) {
        Map<String, BigDecimal> decimals = new LinkedHashMap<>();
        map(values).forEach((name, value) -> decimals.put(name, new BigDecimal(String.valueOf(value))));
        return decimals;
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> entries.put(String.valueOf(name), entry));
        }
        return entries;
    }
}
