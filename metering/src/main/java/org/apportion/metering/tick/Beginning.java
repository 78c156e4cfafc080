package org.apportion.metering.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.document.Dates;
import org.apportion.metering.document.PlainJson;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.CustomerReading;
import org.apportion.metering.journal.JournalView;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.DocumentStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beginning of metering for one product and customer: once from nothing, or from what an adapter left, and after that
 * from the journal. The documents are read each time, so that a store which cannot be read stops the start.
 */
final class Beginning {
    static final String ORIGIN = "origin";
    static final String STATUS = "status";
    /** The adapter's archive and last bill, as JSON. */
    static final String ADAPTER = "adapter";

    private static final String PRODUCT_CODE = "product_code";
    private static final String TRIAL_OF_FIRST_START = "first-start";
    private static final String TRIAL_OF_ADAPTER = "adapter";

    /** Documents tell instants in parts of a second at most. */
    private static final Duration WRITTEN_TO = Duration.ofSeconds(1);

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Hours that are held at most. */
    private static final int MOST_HOURS = 48;

    private final MeterParts parts;

    Beginning(MeterParts parts) {
        this.parts = parts;
    }

    /** @param notes sentences for the log */
    record Begun(Origin origin, MeterStatus status, List<String> notes) {}

    Begun begin(Instant now) {
        Optional<Takeover> left = Optional.empty();
        for (DocumentStore.Document document : DocumentStore.Document.values()) {
            parts.store().read(document);
        }
        JournalView view = parts.journal().view();
        Optional<Origin> known = view.state(parts.account(), ORIGIN).map(Origin::of);
        if (known.isEmpty()) {
            left = Takeover.of(parts.store(), parts.listing(), now);
            if (left.isPresent()) {
                requireAdapters(left.get(), view);
                TakeoverRival.requireNone(
                        parts.store(),
                        parts.account(),
                        parts.listing().reporting().query(),
                        now);
            }
        } else {
            requireNewest(view);
            requireSamples(view, known.get());
        }
        List<String> notes = new ArrayList<>();
        Origin origin = known.orElse(Origin.at(now));
        if (left.isPresent()) {
            origin = left.get().origin();
            takeOver(left.get(), now);
            notes.addAll(left.get().notes());
        } else if (known.isEmpty()) {
            grantTrial(origin);
        }
        MeterStatus status =
                view.state(parts.account(), STATUS).map(MeterStatus::of).orElse(MeterStatus.NEW);
        Optional<String> another = anotherProduct(view, origin);
        if (another.isPresent()) {
            notes.add(another.get());
            List<String> told = new ArrayList<>(status.unsaved());
            told.add(another.get());
            status = status.withUnsaved(told);
        }
        if (left.isPresent()) {
            status = status.withUnsaved(left.get().problems())
                    .withBaseProduct(left.get().baseProduct())
                    .withToldAt(TakeoverRival.writtenAt(parts.store()));
            parts.journal().putState(parts.account(), STATUS, status.json());
        }
        if (known.isEmpty()) {
            // Written last: until then a crash repeats the beginning, and each of its steps happens once.
            parts.journal().putFact(parts.account(), ORIGIN, origin.json());
        }
        return new Begun(origin, status, notes);
    }

    /** A ledger that was restored from a backup would bill again what the documents tell. */
    private void requireNewest(JournalView view) {
        Optional<Instant> told = parts.store()
                .read(DocumentStore.Document.CSP_CONFIG)
                .map(JSON::readTree)
                .flatMap(config -> Dates.parse(config.path("last_billed").asString("")));
        Optional<Instant> known = view.lastClosed(parts.account())
                .map(ClosedPeriod::closedAt)
                .or(() -> view.state(parts.account(), ADAPTER)
                        .map(JSON::readTree)
                        .flatMap(adapter ->
                                Dates.parse(adapter.path("last_billed").asString(""))));
        told.filter(billed -> known.isEmpty() || billed.isAfter(known.get().plus(WRITTEN_TO)))
                .ifPresent(billed -> {
                    throw new ApportionException(
                            MeterError.METER_TAKEOVER_FAILED,
                            parts.account().toString(),
                            "The documents tell a bill of " + Dates.text(billed) + " that the ledger does not know: the"
                                    + " ledger is older than they are, and would bill it again.",
                            "Restore the newest ledger; or, if these documents are not its own, move them away.");
                });
    }

    /** A ledger that was restored from a backup would never bill what the product said since. */
    private void requireSamples(JournalView view, Origin origin) {
        parts.store()
                .read(DocumentStore.Document.CACHE)
                .map(JSON::readTree)
                .filter(cache -> cache.path("adapter_start_time").asString("").equals(Dates.text(origin.startedAt())))
                .map(TakeoverBill::newestSample)
                .filter(newest -> newest.isAfter(Instant.EPOCH)
                        && view.samplesSince(parts.account(), newest, 1).isEmpty())
                .ifPresent(newest -> {
                    throw new ApportionException(
                            MeterError.METER_TAKEOVER_FAILED,
                            parts.account().toString(),
                            "The cache tells a sample of " + Dates.text(newest) + " that the ledger does not know: the"
                                    + " ledger is older than the cache, and its newest samples would never be billed.",
                            "Restore the newest ledger; or, to give these samples up, move the cache away.");
                });
    }

    /** Documents that this program wrote for another account are no adapter's: their samples are billed by that account. */
    private void requireAdapters(Takeover left, JournalView view) {
        String started = Dates.text(left.origin().startedAt());
        view.states(ORIGIN).forEach((other, origin) -> {
            if (Dates.text(Origin.of(origin).startedAt()).equals(started)) {
                throw new ApportionException(
                        MeterError.METER_TAKEOVER_FAILED,
                        parts.account().toString(),
                        "The documents are those of " + other + ", which this ledger meters; their samples would be"
                                + " billed twice.",
                        "If it is the same product, keep its name: it is part of each charge. If not, give it a store of"
                                + " its own.");
            }
        });
    }

    /**
     * What to tell if the file's product is not the one that was metered under this name, as of two files that use one ledger.
     * The plan and version of a code change with a product; what comes before them does not.
     *
     * @throws ApportionException {@code METER_RESOURCE_SHARED} if its documents are not there either, so that it is another one
     */
    private Optional<String> anotherProduct(JournalView view, Origin origin) {
        String code = parts.listing().productCode();
        Optional<String> before = view.state(parts.account(), PRODUCT_CODE);
        before.filter(known -> !stem(known).equals(stem(code))).ifPresent(known -> requireDocuments(known, origin));
        if (before.filter(code::equals).isEmpty()) {
            parts.journal().putState(parts.account(), PRODUCT_CODE, code);
        }
        return before.filter(known -> !stem(known).equals(stem(code)))
                .map(known -> "The ledger has metered '" + parts.account().product() + "' with the product_code '"
                        + known
                        + "', and now it is '" + code + "'. If these are two products, their usage is billed together:"
                        + " give each a name, or a ledger of its own.");
    }

    private void requireDocuments(String known, Origin origin) {
        String started = Dates.text(origin.startedAt());
        if (parts.store()
                .read(DocumentStore.Document.CACHE)
                .filter(cache -> cache.contains(started))
                .isEmpty()) {
            throw new ApportionException(
                    MeterError.METER_RESOURCE_SHARED,
                    parts.account().toString(),
                    "The ledger has metered it with the product_code '" + known + "' and other documents; now it is '"
                            + parts.listing().productCode()
                            + "', so the usage of two products would be billed together.",
                    "Give each a name, or a ledger of its own. If they are one product, start it once with the old"
                            + " product_code, so that its documents are there.");
        }
    }

    private static String stem(String productCode) {
        return productCode.replaceFirst("^([^:]*:[^:]*):.*", "$1");
    }

    private void grantTrial(Origin origin) {
        int periods = parts.listing().billing().trialPeriods();
        Optional<MeteringPeriod> first = origin.firstPeriod(parts.listing().billing());
        Optional<MeteringPeriod> last = first;
        for (int i = 1; i < periods && last.isPresent(); i++) {
            last = origin.calendar(parts.listing().billing())
                    .startingAt(last.get().end());
        }
        if (periods > 0 && first.isPresent() && last.isPresent()) {
            parts.journal()
                    .grantTrial(
                            parts.account(),
                            TRIAL_OF_FIRST_START,
                            new MeteringPeriod(first.get().start(), last.get().end()));
        }
    }

    /** Hours in which the adapter may have told something: one record of each dimension is all that they hold. */
    private List<Instant> hours(Instant now) {
        List<Instant> hours = new ArrayList<>();
        Instant first = now.minus(parts.marketplace().rules().lateWindow());
        for (Instant hour = now.truncatedTo(ChronoUnit.HOURS);
                hour.isAfter(first.minus(1, ChronoUnit.HOURS)) && hours.size() < MOST_HOURS;
                hour = hour.minus(1, ChronoUnit.HOURS)) {
            hours.add(hour);
        }
        return hours;
    }

    private void takeOver(Takeover left, Instant now) {
        left.freeUntil()
                .ifPresent(end -> parts.journal()
                        .grantTrial(
                                parts.account(),
                                TRIAL_OF_ADAPTER,
                                new MeteringPeriod(left.origin().firstStart(), end)));
        parts.journal()
                .addSamples(left.samples().stream()
                        .map(reading -> new CustomerReading(parts.account(), reading))
                        .toList());
        Map<String, @Nullable Object> adapter = new LinkedHashMap<>();
        adapter.put("archive", left.archive());
        adapter.put("last_billed", left.lastBilled().map(Instant::toString).orElse(null));
        Map<String, String> used = new LinkedHashMap<>();
        left.used().forEach((metric, value) -> used.put(metric, value.toPlainString()));
        adapter.put("used", used);
        parts.journal().putFact(parts.account(), ADAPTER, PlainJson.of(adapter));
        if (!left.billed().isEmpty()) {
            parts.journal()
                    .putFact(parts.account(), BilledBefore.STATE, left.billed().json());
        }
        if (parts.marketplace().rules().oneRecordPerHour()) {
            parts.journal().holdHours(parts.account(), parts.listing().dimensions(), hours(now));
        }
    }
}
