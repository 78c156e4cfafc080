package org.apportion.metering.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;

/**
 * Writes the three documents.
 *
 * <p>Source: the shapes of csp-billing-adapter's documentation; where its code writes another one, the mode of the setting
 * decides.
 */
public final class Documents {
    /** Bytes of samples that the cache shows at most, the newest: Kubernetes holds no object above 1 MiB. */
    static final int MOST_CACHED_BYTES = 900_000;

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private Documents() {}

    public static String cspConfig(MeterFacts facts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("timestamp", Dates.text(facts.timestamp()));
        document.put("billing_api_access_ok", facts.accessOk());
        document.put("expire", facts.expire().map(Dates::text).orElse(""));
        document.put("errors", facts.errors());
        document.put("last_billed", facts.lastBilled().map(Dates::text).orElse(""));
        document.put("usage", numbers(facts.used()));
        document.put("customer_csp_data", facts.accountInfo());
        document.put("base_product", facts.baseProduct());
        document.put("versions", new TreeMap<>(facts.versions()));
        document.put("archive_location", facts.archiveLocation());
        document.put("customer_billing_id", facts.customer().isEmpty() ? null : facts.customer());
        return PlainJson.of(document);
    }

    public static String cache(MeterFacts facts) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("adapter_start_time", Dates.text(facts.startedAt()));
        document.put("next_bill_time", facts.nextBill().map(Dates::text).orElse(null));
        document.put("next_reporting_time", facts.nextReport().map(Dates::text).orElse(null));
        document.put("usage_records", newest(facts.samples()));
        document.put(
                "last_bill",
                facts.lastBill()
                        .map(bill -> lastBill(bill, facts.listing().modes()))
                        .orElse(Map.of()));
        document.put("trial_remaining", facts.trialRemaining());
        facts.begunBill()
                .map(bill -> status(bill, facts.listing().modes()))
                .filter(status -> !status.isEmpty())
                .ifPresent(status -> document.put("billing_status", status));
        if (facts.listing().billing().interval() == BillingInterval.FIXED) {
            List<String> dates =
                    facts.listing().billing().dates().stream().map(DAY::format).toList();
            LocalDate next = facts.nextBill()
                    .map(end -> end.atOffset(ZoneOffset.UTC).toLocalDate())
                    .orElse(LocalDate.MAX);
            document.put(
                    "remaining_billing_dates",
                    facts.listing().billing().dates().stream()
                            .filter(date -> date.isAfter(next))
                            .map(DAY::format)
                            .toList());
            document.put("configured_billing_dates", String.join(",", dates));
            document.put(
                    "end_of_support",
                    facts.listing().billing().endOfSupport().map(Dates::text).orElse(null));
        }
        return PlainJson.of(document);
    }

    private static List<Map<String, Object>> newest(List<UsageReading> samples) {
        List<Map<String, Object>> shown = new ArrayList<>();
        long bytes = 0;
        for (int i = samples.size() - 1; i >= 0; i--) {
            Map<String, Object> sample = sample(samples.get(i));
            bytes += PlainJson.of(sample).length() + 2;
            if (bytes > MOST_CACHED_BYTES) {
                break;
            }
            shown.add(sample);
        }
        Collections.reverse(shown);
        return shown;
    }

    private static Map<String, Object> lastBill(Bill bill, MeteringModes modes) {
        Map<String, Object> last = new LinkedHashMap<>();
        if (modes.isCompat(MeteringSetting.LAST_BILL)) {
            last.put("dimensions", billed(bill));
            last.put("billing_status", status(bill, modes));
            last.put("metering_time", Dates.text(bill.billedAt()));
            return last;
        }
        last.put(
                "record_id",
                bill.lines().stream()
                        .map(Bill.Line::recordId)
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .collect(Collectors.joining(",")));
        last.put("metering_time", Dates.text(bill.billedAt()));
        List<Object> dimensions = new ArrayList<>();
        for (Bill.Line line : bill.lines()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("dimension", line.dimension());
            each.put("units", number(line.quantity()));
            dimensions.add(each);
        }
        last.put("dimensions", dimensions);
        return last;
    }

    /** One entry of the archive. */
    public static Map<String, Object> archiveEntry(Bill bill, MeteringModes modes) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("billing_time", Dates.text(bill.billedAt()));
        entry.put("billing_status", status(bill, modes));
        entry.put("billed_usage", billed(bill));
        entry.put(
                "usage_records", bill.samples().stream().map(Documents::sample).toList());
        return entry;
    }

    /**
     * The archive: the newest entries that retention allows.
     *
     * @param entries the oldest first
     * @return empty if there is no archive
     */
    public static Optional<String> archive(List<Map<String, Object>> entries, ArchiveRetention retention) {
        if (!retention.keepsAny()) {
            return Optional.empty();
        }
        int first = Math.max(0, entries.size() - retention.cycles());
        List<String> texts = new ArrayList<>(entries.subList(first, entries.size()).stream()
                .map(PlainJson::of)
                .toList());
        while (!texts.isEmpty() && retention.bytes() >= 0 && length(texts) > retention.bytes()) {
            texts.remove(0);
        }
        return Optional.of("[" + String.join(", ", texts) + "]");
    }

    private static long length(List<String> texts) {
        return 2L * texts.size() + texts.stream().mapToLong(String::length).sum();
    }

    private static Map<String, Object> status(Bill bill, MeteringModes modes) {
        String word = modes.isCompat(MeteringSetting.BILLING_STATUS) ? "submitted" : "succeeded";
        Map<String, Object> status = new LinkedHashMap<>();
        for (Bill.Line line : bill.lines()) {
            Map<String, Object> each = new LinkedHashMap<>();
            if (!line.error().isEmpty()) {
                each.put("error", line.error());
                each.put("status", "failed");
            } else if (!line.recordId().isEmpty()) {
                each.put("record_id", line.recordId());
                each.put("status", word);
            } else {
                continue;
            }
            status.put(line.dimension(), each);
        }
        return status;
    }

    private static Map<String, Object> billed(Bill bill) {
        Map<String, Object> billed = new LinkedHashMap<>();
        bill.lines().forEach(line -> billed.put(line.dimension(), number(line.quantity())));
        return billed;
    }

    private static Map<String, Object> sample(UsageReading reading) {
        Map<String, Object> sample = new LinkedHashMap<>();
        new TreeMap<>(reading.metrics()).forEach((metric, value) -> sample.put(metric, number(value)));
        reading.dimensions().forEach((metric, values) -> sample.putIfAbsent(metric, numbers(values)));
        sample.put("reporting_time", Dates.text(reading.reportedAt()));
        reading.baseProduct().ifPresent(base -> sample.put("base_product", base));
        return sample;
    }

    private static Map<String, Object> numbers(Map<String, BigDecimal> values) {
        Map<String, Object> numbers = new TreeMap<>();
        values.forEach((name, value) -> numbers.put(name, number(value)));
        return numbers;
    }

    private static BigDecimal number(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.signum() == 0 ? BigDecimal.ZERO : stripped;
    }
}
