package org.apportion.metering.tick;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.LedgerError;
import org.apportion.metering.document.Documents;
import org.apportion.metering.document.MeterFacts;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.TrialGrant;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.UsageReading;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Projects the journal into the three documents and saves them; what cannot be saved is told and saved at the next tick. */
final class DocumentWriter {
    /** Samples of the running period that are shown: the newest, by the query interval. */
    private static final int MOST_SAMPLES = 5_000;

    private static final int MOST_TRIALS = 120;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final MeterParts parts;
    private final PeriodCloser closer;
    private final JournalView view;
    private final ErrorTexts texts;
    private Map<String, Object> accountInfo = Map.of();
    private Optional<BillHistory> history = Optional.empty();
    private boolean archiveIsOld = true;
    /** The status as it was last kept by this process. */
    private Optional<String> kept = Optional.empty();

    DocumentWriter(MeterParts parts, PeriodCloser closer) {
        this.parts = parts;
        this.closer = closer;
        this.view = parts.journal().view();
        this.texts = new ErrorTexts(parts.listing().modes());
    }

    /** Asks where the product runs. @return why that is not known, if it is not */
    Optional<String> accountInfo() {
        try {
            accountInfo = parts.marketplace().accountInfo();
            return Optional.empty();
        } catch (ApportionException e) {
            return Optional.of("The account's data is not known: " + e.getMessage());
        }
    }

    /**
     * Reads the bills again if something may have changed, and adds the errors of those that are not billed.
     *
     * @return how many charges are not settled
     */
    int refresh(boolean changed, Set<String> errors) {
        List<Charge> open = BillHistory.open(view, parts.account());
        if (changed || history.isEmpty() || !history.get().open().equals(open)) {
            history = Optional.of(BillHistory.read(view, parts.account(), open));
            archiveIsOld = true;
        }
        errors.addAll(history.get().errors());
        return history.get().open().size();
    }

    /** Saves all three. @return the status with what could not be told */
    MeterStatus write(
            Origin origin, MeterStatus status, Instant now, Optional<Instant> nextReport, List<String> errors) {
        List<String> told = new ArrayList<>(errors);
        Optional<MeterFacts> facts = facts(origin, status, now, nextReport, told);
        MeterStatus next = status.withUnsaved(told);
        if (facts.isPresent()) {
            // Under the lease before the documents: what a process wrote that lost it meanwhile is known to the next
            // one.
            next = next.withToldAt(Optional.of(now));
            keep(next);
            saveArchive();
            save(DocumentStore.Document.CACHE, Documents.cache(facts.get()))
                    .map(texts::cacheUnsaved)
                    .ifPresent(told::add);
            MeterFacts last = withErrors(facts.get(), told);
            Optional<String> unsaved = save(DocumentStore.Document.CSP_CONFIG, Documents.cspConfig(last));
            unsaved.map(texts::configUnsaved).ifPresent(told::add);
            next = next.withUnsaved(unsaved.isPresent() ? told : List.of());
        }
        keep(next);
        return next;
    }

    /** What to tell if somebody else writes the documents too. @param status as this process, or the one before it, left it */
    Optional<String> rival(MeterStatus status) {
        return TakeoverRival.seen(parts.store(), status.toldAt());
    }

    private void keep(MeterStatus status) {
        if (kept.equals(Optional.of(status.json()))) {
            return;
        }
        try {
            parts.journal().putState(parts.account(), Beginning.STATUS, status.json());
            kept = Optional.of(status.json());
        } catch (ApportionException e) {
            rethrowLost(e);
        }
    }

    private static void rethrowLost(ApportionException e) {
        if (e.code() == LedgerError.LEDGER_LEASE_LOST) {
            throw e;
        }
    }

    private Optional<MeterFacts> facts(
            Origin origin, MeterStatus status, Instant now, Optional<Instant> nextReport, List<String> errors) {
        try {
            BillHistory bills = history.orElseGet(
                    () -> BillHistory.read(view, parts.account(), BillHistory.open(view, parts.account())));
            history = Optional.of(bills);
            Optional<MeteringPeriod> running =
                    bills.untold().map(ClosedPeriod::period).or(() -> closer.running(origin));
            Optional<ClosedPeriod> last = bills.last();
            JsonNode adapter = last.isEmpty() ? adapter() : JSON.createObjectNode();
            return Optional.of(new MeterFacts(
                    parts.listing(),
                    parts.account().customer(),
                    origin.startedAt(),
                    now,
                    status.accessOk(),
                    status.expire(),
                    errors,
                    running.map(MeteringPeriod::end),
                    nextReport,
                    running.map(period -> samples(period, now)).orElse(List.of()),
                    trialRemaining(origin, running),
                    bills.bill(),
                    bills.begun(),
                    last.map(ClosedPeriod::closedAt)
                            .or(() -> Optional.ofNullable(
                                            adapter.path("last_billed").asString(null))
                                    .map(Instant::parse)),
                    last.map(ClosedPeriod::used).orElseGet(() -> used(adapter)),
                    accountInfo,
                    parts.store().archiveLocation(),
                    status.baseProduct(),
                    parts.versions()));
        } catch (ApportionException e) {
            rethrowLost(e);
            errors.add(ErrorTexts.of(e));
            return Optional.empty();
        }
    }

    private static MeterFacts withErrors(MeterFacts facts, List<String> errors) {
        return new MeterFacts(
                facts.listing(),
                facts.customer(),
                facts.startedAt(),
                facts.timestamp(),
                facts.accessOk(),
                facts.expire(),
                errors,
                facts.nextBill(),
                facts.nextReport(),
                facts.samples(),
                facts.trialRemaining(),
                facts.lastBill(),
                facts.begunBill(),
                facts.lastBilled(),
                facts.used(),
                facts.accountInfo(),
                facts.archiveLocation(),
                facts.baseProduct(),
                facts.versions());
    }

    private List<UsageReading> samples(MeteringPeriod period, Instant now) {
        Duration shown = parts.listing().reporting().query().multipliedBy(MOST_SAMPLES);
        Instant from = now.minus(shown).isAfter(period.start()) ? now.minus(shown) : period.start();
        Instant to = now.isAfter(period.end()) ? now.plusSeconds(1) : period.end();
        return view.samples(parts.account(), new MeteringPeriod(from, to)).stream()
                .filter(JournalSample::counts)
                .map(JournalSample::reading)
                .toList();
    }

    private long trialRemaining(Origin origin, Optional<MeteringPeriod> running) {
        Optional<Instant> end = closer.trial().map(TrialGrant::period).map(MeteringPeriod::end);
        long remaining = 0;
        Optional<MeteringPeriod> period = running;
        while (end.isPresent()
                && period.isPresent()
                && !period.get().end().isAfter(end.get())
                && remaining < MOST_TRIALS) {
            remaining++;
            period = origin.calendar(parts.listing().billing())
                    .startingAt(period.get().end());
        }
        return remaining;
    }

    private JsonNode adapter() {
        return view.state(parts.account(), Beginning.ADAPTER)
                .map(JSON::readTree)
                .orElse(JSON.createObjectNode());
    }

    private static Map<String, BigDecimal> used(JsonNode adapter) {
        Map<String, BigDecimal> used = new LinkedHashMap<>();
        adapter.path("used")
                .properties()
                .forEach(each ->
                        used.put(each.getKey(), new BigDecimal(each.getValue().asString())));
        return used;
    }

    /** An archive that cannot be saved is only logged by the adapter; it is written again at the next tick. */
    private void saveArchive() {
        if (!archiveIsOld || history.isEmpty() || !parts.listing().archive().keepsAny()) {
            return;
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        JSON.readTree(adapter().path("archive").asString("[]")).forEach(entry -> entries.add(tree(entry)));
        BillHistory.archived(
                        view,
                        parts.account(),
                        parts.listing().archive().cycles(),
                        history.get().open())
                .forEach(bill ->
                        entries.add(Documents.archiveEntry(bill, parts.listing().modes())));
        archiveIsOld = Documents.archive(entries, parts.listing().archive())
                .flatMap(text -> save(DocumentStore.Document.ARCHIVE, text))
                .isPresent();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(JsonNode entry) {
        return JSON.convertValue(entry, LinkedHashMap.class);
    }

    private Optional<String> save(DocumentStore.Document document, String text) {
        try {
            parts.store().write(document, text);
            return Optional.empty();
        } catch (ApportionException e) {
            return Optional.of(ErrorTexts.of(e));
        } catch (RuntimeException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }
}
