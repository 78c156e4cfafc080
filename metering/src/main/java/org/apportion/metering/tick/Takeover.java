package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.metering.document.Dates;
import org.apportion.metering.period.PeriodCalendar;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.UsageReading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an adapter left in its documents, read at the first start: the running period with its samples, whether the trial is
 * used up, the archive. Nothing is billed again, no trial is granted anew, no sample is lost.
 *
 * @param origin where our first period begins: with the adapter's running period
 * @param samples of the running period and newer
 * @param freeUntil end of the trial that the adapter still had to give
 * @param archive its entries, the oldest first, as they are
 * @param lastBilled when it last billed
 * @param used what it last billed
 * @param billed what may be billed already of the running period, or of later ones
 * @param notes sentences for the operator: what was taken over
 * @param problems texts for csp-config
 */
record Takeover(
        Origin origin,
        List<UsageReading> samples,
        Optional<Instant> freeUntil,
        String archive,
        Optional<Instant> lastBilled,
        Map<String, BigDecimal> used,
        String baseProduct,
        BilledBefore billed,
        List<String> notes,
        List<String> problems) {
    static final String TRIAL_BUT_HISTORY =
            "Free trial is active but archive contains metering history. Usage will be billed for the previous cycle.";

    private static final Set<String> TEXTS = Set.of("reporting_time", "base_product");

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Reads the documents.
     *
     * @return empty if there is no cache: a first start
     * @throws ApportionException if a document is there but cannot be read or understood
     */
    static Optional<Takeover> of(DocumentStore store, ProductListing listing, Instant now) {
        Optional<String> cache = store.read(DocumentStore.Document.CACHE);
        Optional<String> archive = store.read(DocumentStore.Document.ARCHIVE);
        Optional<String> config = store.read(DocumentStore.Document.CSP_CONFIG);
        if (cache.isEmpty()) {
            if (archive.map(JSON::readTree).filter(list -> !list.isEmpty()).isPresent()) {
                throw unusable("there is an archive, but no cache");
            }
            if (config.map(JSON::readTree)
                    .flatMap(told -> time(told, "last_billed"))
                    .isPresent()) {
                throw unusable("csp-config tells a bill, but there is no cache");
            }
            return Optional.empty();
        }
        JsonNode tree = JSON.readTree(cache.get());
        if (!tree.isObject()) {
            throw unusable("the cache is no object");
        }
        JsonNode history = archive.map(JSON::readTree).orElse(JSON.createArrayNode());
        JsonNode told = config.map(JSON::readTree).orElse(JSON.createObjectNode());
        return Optional.of(read(tree, history, told, listing, now));
    }

    private static Takeover read(
            JsonNode cache, JsonNode archive, JsonNode config, ProductListing listing, Instant now) {
        Instant started =
                time(cache, "adapter_start_time").orElseThrow(() -> unusable("the cache has no adapter_start_time"));
        if (!cache.path("usage_records").isArray()) {
            throw unusable("the cache has no list usage_records");
        }
        Optional<Instant> nextBill = time(cache, "next_bill_time");
        nextBill.ifPresent(end -> requireNear(end, listing.billing(), now));
        Origin origin = origin(started, nextBill, listing.billing(), archive);
        List<UsageReading> samples = samples(cache.path("usage_records"));
        boolean trial = cache.path("trial_remaining").asInt(0) > 0;
        Optional<MeteringPeriod> first = origin.firstPeriod(listing.billing());
        List<String> notes = new ArrayList<>();
        notes.add("The adapter's installation of " + Dates.text(started) + " is taken over: " + samples.size()
                + " samples, " + archive.size() + " archived bills, the running period"
                + first.map(period -> " until " + Dates.text(period.end())).orElse("")
                + (trial && archive.isEmpty() ? " as its free trial." : " without a new trial."));
        TakeoverBill bill = TakeoverBill.of(cache, config, nextBill, first.map(MeteringPeriod::end), listing);
        requireListed(bill.listed(), listing);
        notes.addAll(TakenSamples.remarks(samples, listing));
        notes.addAll(bill.notes());
        return new Takeover(
                origin,
                samples,
                trial && archive.isEmpty() ? first.map(MeteringPeriod::end) : Optional.empty(),
                archive.isArray() ? JSON.writeValueAsString(archive) : "[]",
                time(config, "last_billed"),
                numbers(config.path("usage")),
                config.path("base_product").asString(""),
                bill.billed(),
                notes,
                trial && !archive.isEmpty() ? List.of(TRIAL_BUT_HISTORY) : List.of());
    }

    /** A dimension that was billed and has another name now would be billed again. */
    private static void requireListed(Set<String> billed, ProductListing listing) {
        Set<String> unknown = new TreeSet<>(billed);
        listing.metrics().forEach(metric -> metric.bands().forEach(band -> unknown.remove(band.dimension())));
        if (!unknown.isEmpty()) {
            throw unusable(
                    "it had billed " + String.join(", ", unknown)
                            + " of the running period already, which is no dimension of this file",
                    "Name the dimensions as they were until that period is billed.");
        }
    }

    /** A date far ahead would keep usage from being billed until then, without a word. */
    private static void requireNear(Instant end, BillingCycle cycle, Instant now) {
        boolean far = cycle.interval() == BillingInterval.FIXED
                ? cycle.dates().stream()
                        .map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .filter(now::isBefore)
                        .min(Comparator.naturalOrder())
                        .filter(end::isAfter)
                        .isPresent()
                : oneIntervalBefore(end, cycle).isAfter(now.plus(CLOCKS_DIFFER));
        if (far) {
            throw unusable("next_bill_time " + end + " is farther away than the next bill of billing_interval");
        }
    }

    /**
     * The running period ends when the adapter would have billed. Periods count from its start if that leads there; if the
     * adapter's arithmetic had drifted, from that end.
     */
    private static Origin origin(Instant started, Optional<Instant> nextBill, BillingCycle cycle, JsonNode archive) {
        if (nextBill.isEmpty()) {
            Instant last = archive.isEmpty()
                    ? started
                    : time(archive.path(archive.size() - 1), "billing_time").orElse(started);
            return new Origin(started, started, last);
        }
        Instant end = nextBill.get();
        if (!started.isBefore(end)) {
            throw unusable("next_bill_time is not after adapter_start_time");
        }
        return switch (cycle.interval()) {
            case FIXED -> {
                Instant from = cycle.dates().stream()
                        .map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .filter(date -> date.isBefore(end) && date.isAfter(started))
                        .reduce(started, (one, other) -> other);
                yield new Origin(started, from, from);
            }
            case HOURLY, DAILY, MONTHLY, TEST -> {
                Optional<MeteringPeriod> running = new PeriodCalendar(cycle, started).containing(end.minusNanos(1));
                if (running.isPresent() && running.get().end().equals(end)) {
                    yield new Origin(started, started, running.get().start());
                }
                Instant from = oneIntervalBefore(end, cycle);
                yield new Origin(started, end, from.isBefore(started) ? started : from);
            }
        };
    }

    private static Instant oneIntervalBefore(Instant end, BillingCycle cycle) {
        OffsetDateTime time = end.atOffset(ZoneOffset.UTC);
        return switch (cycle.interval()) {
            case HOURLY -> time.minusHours(1).toInstant();
            case DAILY -> time.minusDays(1).toInstant();
            case MONTHLY, FIXED -> time.minusMonths(1).toInstant();
            case TEST -> time.minusMinutes(5).toInstant();
        };
    }

    private static List<UsageReading> samples(JsonNode records) {
        List<UsageReading> samples = new ArrayList<>();
        for (JsonNode record : records) {
            Instant at = time(record, "reporting_time")
                    .orElseThrow(() -> unusable("a record of usage has no reporting_time"));
            record.properties().stream()
                    .filter(entry -> !TEXTS.contains(entry.getKey())
                            && !entry.getValue().isNumber()
                            && !isPerDimension(entry.getValue())
                            && !entry.getValue().isNull())
                    .findFirst()
                    .ifPresent(entry -> {
                        throw unusable("'" + entry.getKey() + "' of a record of usage is no number");
                    });
            Map<String, BigDecimal> metrics = numbers(record);
            samples.add(new UsageReading(
                    at,
                    metrics,
                    perDimension(record),
                    Optional.of(record.path("base_product").asString("")).filter(base -> !base.isEmpty())));
        }
        return List.copyOf(samples);
    }

    /** As our own cache has the usage of a metric that is reported per dimension. */
    private static boolean isPerDimension(JsonNode value) {
        return value.isObject()
                && value.properties().stream().allMatch(each -> each.getValue().isNumber());
    }

    private static Map<String, Map<String, BigDecimal>> perDimension(JsonNode record) {
        Map<String, Map<String, BigDecimal>> perDimension = new LinkedHashMap<>();
        record.properties().forEach(entry -> {
            if (isPerDimension(entry.getValue())) {
                perDimension.put(entry.getKey(), numbers(entry.getValue()));
            }
        });
        return perDimension;
    }

    private static Map<String, BigDecimal> numbers(JsonNode object) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().decimalValue());
            }
        });
        return numbers;
    }

    static Optional<Instant> time(@Nullable JsonNode object, String key) {
        String text = object == null ? "" : object.path(key).asString("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Dates.parse(text).orElseThrow(() -> unusable("'" + key + "' is no time")));
    }

    static ApportionException unusable(String problem) {
        return unusable(
                problem,
                "Restore them from a backup; or, if nothing is to be taken over, move all three documents away.");
    }

    private static ApportionException unusable(String problem, String nextStep) {
        return new ApportionException(
                MeterError.METER_TAKEOVER_FAILED,
                "",
                "The documents of an installed adapter cannot be taken over: " + problem + ".",
                nextStep);
    }
}
