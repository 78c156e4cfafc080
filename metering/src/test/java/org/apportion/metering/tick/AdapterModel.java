package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.metering.document.PlainJson;
import org.jspecify.annotations.Nullable;

/**
 * What csp-billing-adapter's documentation says its documents hold after each tick, written anew from that text and as simple
 * as possible: one product whose marketplace takes everything. It knows nothing of journals.
 */
final class AdapterModel {
    private final Settings settings;
    private final Instant started;
    private final List<Map<String, Object>> records = new ArrayList<>();
    private final List<Map<String, Object>> archive = new ArrayList<>();
    private final List<Instant> bounds = new ArrayList<>();
    private Map<String, Object> lastBill = Map.of();
    private Map<String, Object> usage = Map.of();
    private String lastBilled = "";
    private Instant now;
    private int nextBound = 1;
    private int trial;
    private int recordIds;
    private long lastSlot;

    /**
     * @param dates of a fixed interval; empty: monthly
     * @param report empty text for none
     * @param metric the only metric
     */
    record Settings(
            List<LocalDate> dates,
            Duration query,
            @Nullable Duration report,
            String metric,
            boolean average,
            BigDecimal minimum,
            List<Tier> tiers,
            boolean tiered,
            int cycles,
            String endOfSupport) {}

    /** @param max null for the last one */
    record Tier(String dimension, long min, @Nullable Long max) {}

    AdapterModel(Settings settings, Instant started) {
        this.settings = settings;
        this.started = started;
        this.now = started;
        this.trial = settings.dates().isEmpty() ? 1 : 0;
        bounds.add(started);
        settings.dates()
                .forEach(date -> bounds.add(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
        for (int i = 1; settings.dates().isEmpty() && i < 100; i++) {
            bounds.add(started.atOffset(ZoneOffset.UTC).plusMonths(i).toInstant());
        }
    }

    void tick(Instant at, BigDecimal value) {
        now = at;
        Map<String, Object> record = new LinkedHashMap<>();
        record.put(settings.metric(), value);
        record.put("reporting_time", text(at));
        records.add(record);
        Duration report = settings.report();
        long slot = report == null ? 0 : Duration.between(started, at).dividedBy(report);
        if (nextBound < bounds.size() && !at.isBefore(bounds.get(nextBound))) {
            bill();
            lastSlot = slot;
        } else if (slot > lastSlot) {
            recordIds += split(BigDecimal.ZERO).size();
            lastSlot = slot;
        }
    }

    private void bill() {
        String end = text(bounds.get(nextBound));
        List<Map<String, Object>> of = new ArrayList<>(records.stream()
                .filter(record -> String.valueOf(record.get("reporting_time")).compareTo(end) < 0)
                .toList());
        BigDecimal used = trial > 0 ? BigDecimal.ZERO : aggregate(of);
        trial = Math.max(0, trial - 1);
        Map<String, Object> units = split(used);
        List<String> ids = new ArrayList<>();
        Map<String, Object> status = new LinkedHashMap<>();
        units.keySet().stream().sorted().forEach(dimension -> {
            ids.add("id-" + ++recordIds);
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("record_id", ids.get(ids.size() - 1));
            each.put("status", "succeeded");
            status.put(dimension, each);
        });
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("billing_time", text(now));
        entry.put("billing_status", status);
        entry.put("billed_usage", units);
        entry.put("usage_records", of);
        archive.add(entry);
        if (archive.size() > settings.cycles()) {
            archive.remove(0);
        }
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("record_id", String.join(",", ids));
        last.put("metering_time", text(now));
        last.put(
                "dimensions",
                units.entrySet().stream()
                        .map(each -> {
                            Map<String, Object> line = new LinkedHashMap<>();
                            line.put("dimension", each.getKey());
                            line.put("units", each.getValue());
                            return line;
                        })
                        .toList());
        lastBill = last;
        usage = Map.of(settings.metric(), used);
        lastBilled = text(now);
        records.removeAll(of);
        nextBound++;
    }

    private BigDecimal aggregate(List<Map<String, Object>> of) {
        List<BigDecimal> values = of.stream()
                .map(record -> (BigDecimal) record.get(settings.metric()))
                .toList();
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal used = values.isEmpty()
                ? BigDecimal.ZERO
                : settings.average()
                        ? sum.divide(BigDecimal.valueOf(values.size()), 0, RoundingMode.UP)
                        : values.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
        return used.signum() > 0 ? used.max(settings.minimum()) : used;
    }

    private Map<String, Object> split(BigDecimal used) {
        Map<String, Object> units = new LinkedHashMap<>();
        for (Tier tier : settings.tiers()) {
            BigDecimal min = BigDecimal.valueOf(tier.min());
            BigDecimal max = tier.max() == null ? used : BigDecimal.valueOf(tier.max());
            if (settings.tiered() && used.compareTo(min) >= 0) {
                units.put(
                        tier.dimension(),
                        used.min(max).subtract(min.max(BigDecimal.ONE)).add(BigDecimal.ONE));
            } else if (!settings.tiered() && units.isEmpty() && used.compareTo(min) >= 0 && used.compareTo(max) <= 0) {
                units.put(tier.dimension(), used);
            }
        }
        return units;
    }

    String cspConfig() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("timestamp", text(now));
        document.put("billing_api_access_ok", true);
        document.put("expire", settings.dates().isEmpty() ? text(now.plus(settings.query())) : settings.endOfSupport());
        boolean expired = !settings.dates().isEmpty() && text(now).compareTo(settings.endOfSupport()) >= 0;
        document.put(
                "errors", expired ? List.of("Private offer has expired as of: " + settings.endOfSupport()) : List.of());
        document.put("last_billed", lastBilled);
        document.put("usage", usage);
        document.put("customer_csp_data", Map.of("cloud_provider", "strict"));
        document.put("base_product", "");
        document.put("versions", new TreeMap<>(Map.of("apportion", "1.0", "core", "1.0")));
        document.put("archive_location", "memory:archive");
        document.put("customer_billing_id", null);
        return PlainJson.of(document);
    }

    String cache() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("adapter_start_time", text(started));
        document.put("next_bill_time", nextBound < bounds.size() ? text(bounds.get(nextBound)) : null);
        Duration report = settings.report();
        document.put(
                "next_reporting_time",
                report == null
                        ? null
                        : text(started.plus(report.multipliedBy(
                                Duration.between(started, now).dividedBy(report) + 1))));
        document.put("usage_records", nextBound < bounds.size() ? records : List.of());
        document.put("last_bill", lastBill);
        document.put("trial_remaining", trial);
        if (!settings.dates().isEmpty()) {
            List<String> dates = settings.dates().stream()
                    .map(date -> date.toString().replace("-", ""))
                    .toList();
            document.put("remaining_billing_dates", dates.subList(Math.min(nextBound, dates.size()), dates.size()));
            document.put("configured_billing_dates", String.join(",", dates));
            document.put("end_of_support", settings.endOfSupport());
        }
        return PlainJson.of(document);
    }

    String archive() {
        return PlainJson.of(archive);
    }

    private static String text(Instant instant) {
        return instant.toString().replace("Z", "+00:00");
    }
}
