package org.apportion.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What csp-billing-adapter's public text says its three documents hold after each tick, for whatever file of the adapter, which it reads
 * by itself: no part of Apportion is used. The marketplace takes everything and numbers its records {@code id-1}, {@code id-2}, …
 */
final class DocumentedAdapter {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** The one bound that is ours: docs/reference/metering.md, Documents. */
    private static final int CACHED_INTERVALS = 5_000;

    private final Map<?, ?> file;
    private final Instant started;
    private final boolean compat;
    private final String archiveLocation;
    private final List<Map<String, Object>> samples = new ArrayList<>();
    private final List<Map<String, Object>> archive = new ArrayList<>();
    private final List<Instant> ends = new ArrayList<>();
    private final Map<String, BigDecimal> used = new TreeMap<>();
    private List<String> errors = List.of();
    private Map<String, ?> lastBill = Map.of();
    private String lastBilled = "";
    private Instant now;
    private int trial;
    private int records;
    private long slot;

    DocumentedAdapter(Path yaml, Instant started, String archiveLocation) throws IOException {
        LoadSettings settings = LoadSettings.builder().build();
        this.file = (Map<?, ?>) new Load(settings).loadFromString(Files.readString(yaml));
        this.started = started;
        this.now = started;
        this.archiveLocation = archiveLocation;
        this.compat = "compat".equals(file.get("mode"));
        this.trial = dates().isEmpty() ? 1 : 0;
        dates().forEach(date -> ends.add(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
        for (int i = 1; dates().isEmpty() && i <= 24; i++) {
            ends.add(started.atOffset(ZoneOffset.UTC).plusMonths(i).toInstant());
        }
    }

    /** It has billed before, so there is no free trial any more. */
    void hasHistory(Map<String, Object> bill) {
        archive.add(bill);
        trial = 0;
    }

    private List<LocalDate> dates() {
        String text = String.valueOf(file.get("billing_dates"));
        return text.equals("null")
                ? List.of()
                : List.of(text.split(",")).stream()
                        .map(day -> LocalDate.parse(day, DAY))
                        .toList();
    }

    private long seconds(String key) {
        return ((Number) value(file, key)).longValue();
    }

    private Map<?, ?> metrics() {
        return (Map<?, ?>) value(file, "usage_metrics");
    }

    private static Object value(Map<?, ?> of, String key) {
        return Objects.requireNonNull(of.get(key), key);
    }

    Duration queryInterval() {
        return Duration.ofSeconds(seconds("query_interval"));
    }

    /** End of the running period. */
    Instant nextBill() {
        return ends.get(0);
    }

    boolean isOver() {
        return ends.isEmpty();
    }

    /**
     * The next tick.
     *
     * @param said what the product says; empty if it fails
     * @param told errors that the text names for this tick
     */
    void tick(Instant at, Optional<Map<String, BigDecimal>> said, List<String> told) {
        now = at;
        errors = new ArrayList<>(told);
        boolean isAsked = !"no_data_query".equals(file.get("api"));
        (isAsked ? said : Optional.of(minimums())).ifPresent(values -> {
            Map<String, Object> sample = new TreeMap<>(values);
            sample.put("reporting_time", text(at));
            samples.add(sample);
        });
        long reporting = seconds("reporting_interval");
        long reached = reporting == 0 ? 0 : Duration.between(started, at).toSeconds() / reporting;
        if (!at.isBefore(ends.get(0))) {
            bill();
            slot = reached;
        } else if (reached > slot) {
            // A report of zero to each dimension that takes zero.
            records += split(Map.of()).size();
            slot = reached;
        }
        Object support = file.get("end_of_support");
        if (support != null && !at.isBefore(endOfSupport())) {
            errors.add("Private offer has expired as of: " + text(endOfSupport()));
        }
    }

    private Map<String, BigDecimal> minimums() {
        Map<String, BigDecimal> minimums = new TreeMap<>();
        metrics()
                .forEach((name, metric) -> minimums.put(
                        String.valueOf(name),
                        bound((Map<?, ?>) metric, "minimum_consumption").orElse(BigDecimal.ZERO)));
        return minimums;
    }

    private Instant endOfSupport() {
        return LocalDate.parse(String.valueOf(file.get("end_of_support")))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private void bill() {
        String end = text(ends.remove(0));
        List<Map<String, Object>> period = new ArrayList<>(samples.stream()
                .filter(sample -> String.valueOf(sample.get("reporting_time")).compareTo(end) < 0)
                .toList());
        samples.removeAll(period);
        used.clear();
        metrics()
                .forEach((name, metric) -> used.put(
                        String.valueOf(name),
                        trial > 0 ? BigDecimal.ZERO : aggregate(String.valueOf(name), (Map<?, ?>) metric, period)));
        trial = Math.max(0, trial - 1);
        Map<String, BigDecimal> units = split(used);
        Map<String, Object> status = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        units.keySet().forEach(dimension -> {
            String id = "id-" + ++records;
            ids.add(id);
            status.put(dimension, Map.of("record_id", id, "status", compat ? "submitted" : "succeeded"));
        });
        archive.add(Map.of(
                "billing_time", text(now),
                "billing_status", status,
                "billed_usage", units,
                "usage_records", period));
        lastBill = compat
                ? Map.of("dimensions", units, "billing_status", status, "metering_time", text(now))
                : Map.of(
                        "record_id", String.join(",", ids),
                        "metering_time", text(now),
                        "dimensions",
                                units.entrySet().stream()
                                        .map(each -> Map.of("dimension", each.getKey(), "units", each.getValue()))
                                        .toList());
        lastBilled = text(now);
    }

    private BigDecimal aggregate(String name, Map<?, ?> metric, List<Map<String, Object>> period) {
        List<BigDecimal> values = new ArrayList<>();
        period.forEach(sample -> values.add((BigDecimal) sample.getOrDefault(name, BigDecimal.ZERO)));
        BigDecimal usage = values.isEmpty()
                ? BigDecimal.ZERO
                : switch (String.valueOf(metric.get("usage_aggregation"))) {
                    case "maximum" -> values.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
                    case "current" -> values.get(values.size() - 1);
                    case "average" ->
                        values.stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .divide(BigDecimal.valueOf(values.size()), 0, RoundingMode.CEILING);
                    default -> throw new IllegalStateException("no example has it");
                };
        BigDecimal minimum = bound(metric, "minimum_consumption").orElse(BigDecimal.ZERO);
        return usage.signum() > 0 || compat ? usage.max(minimum) : usage;
    }

    /** Units by dimension. */
    private Map<String, BigDecimal> split(Map<String, BigDecimal> usages) {
        Map<String, BigDecimal> units = new TreeMap<>();
        metrics().forEach((name, value) -> {
            Map<?, ?> metric = (Map<?, ?>) value;
            BigDecimal usage = usages.getOrDefault(String.valueOf(name), BigDecimal.ZERO);
            boolean found = false;
            for (Object entry : (List<?>) value(metric, "dimensions")) {
                Map<?, ?> dimension = (Map<?, ?>) entry;
                BigDecimal min = bound(dimension, "min").orElse(BigDecimal.ZERO);
                BigDecimal max = bound(dimension, "max").orElse(usage);
                String to = String.valueOf(dimension.get("dimension"));
                if (value(metric, "consumption_reporting").equals("tiered") && usage.compareTo(min) >= 0) {
                    units.put(
                            to, usage.min(max).subtract(min.max(BigDecimal.ONE)).add(BigDecimal.ONE));
                } else if (value(metric, "consumption_reporting").equals("volume")
                        && !found
                        && usage.compareTo(min) >= 0
                        && usage.compareTo(max) <= 0) {
                    units.put(to, usage);
                    found = true;
                }
            }
        });
        return units;
    }

    private static Optional<BigDecimal> bound(Map<?, ?> of, String key) {
        return Optional.ofNullable(of.get(key)).map(number -> new BigDecimal(String.valueOf(number)));
    }

    Map<String, @Nullable Object> cspConfig() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("timestamp", text(now));
        document.put("billing_api_access_ok", true);
        document.put(
                "expire",
                file.get("end_of_support") == null
                        ? text(now.plusSeconds(seconds("query_interval")))
                        : text(endOfSupport()));
        document.put("errors", errors);
        document.put("last_billed", lastBilled);
        document.put("usage", lastBilled.isEmpty() ? Map.of() : used);
        document.put("customer_csp_data", Map.of("cloud_provider", "strict"));
        document.put("base_product", "");
        document.put("versions", new TreeMap<>(Map.of("apportion", "1.0", "core", "1.0")));
        document.put("archive_location", archiveLocation);
        document.put("customer_billing_id", null);
        return document;
    }

    Map<String, @Nullable Object> cache() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("adapter_start_time", text(started));
        document.put("next_bill_time", ends.isEmpty() ? null : text(ends.get(0)));
        long reporting = seconds("reporting_interval");
        long reached = reporting == 0 ? 0 : Duration.between(started, now).toSeconds() / reporting;
        document.put(
                "next_reporting_time", reporting == 0 ? null : text(started.plusSeconds((reached + 1) * reporting)));
        String first = text(now.minusSeconds(seconds("query_interval") * CACHED_INTERVALS));
        document.put(
                "usage_records",
                samples.stream()
                        .filter(sample -> !ends.isEmpty()
                                && String.valueOf(sample.get("reporting_time")).compareTo(first) >= 0)
                        .toList());
        document.put("last_bill", lastBill);
        document.put("trial_remaining", trial);
        if (!dates().isEmpty()) {
            int next = dates().size() - ends.size() + 1;
            document.put(
                    "remaining_billing_dates",
                    dates().stream().skip(next).map(DAY::format).toList());
            document.put("configured_billing_dates", String.valueOf(file.get("billing_dates")));
            document.put("end_of_support", text(endOfSupport()));
        }
        return document;
    }

    /** Empty if there is none. */
    Optional<List<Map<String, Object>>> archive() {
        int cycles = (int) seconds("archive_retention_period");
        return seconds("archive_bytes_limit") == 0
                ? Optional.empty()
                : Optional.of(archive.subList(Math.max(0, archive.size() - cycles), archive.size()));
    }

    private static String text(Instant instant) {
        return instant.toString().replace("Z", "+00:00");
    }
}
