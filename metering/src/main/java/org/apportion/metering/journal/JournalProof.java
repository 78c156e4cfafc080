package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ledger.Instants;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;

/**
 * Verifies that what charges are computed from is what was written: that each sample has the digest of its content, and a closed
 * period the samples and the usage that it was closed with; with {@link AccountProof} what else is known of an installation. The chain of events itself is verified by {@link org.apportion.metering.audit.AuditChain}.
 *
 * <p>What was written before its event existed, and samples that retention dropped, cannot be verified and are passed over.
 */
public final class JournalProof {
    static final String FACT = "fact_kept";
    private static final int MAX_PROBLEMS = 100;
    private static final int FETCH = 1_000;

    private final Handle handle;
    private final List<String> problems = new ArrayList<>();

    private JournalProof(Handle handle) {
        this.handle = handle;
    }

    /** Reads every sample and closed period once. @return at most {@value #MAX_PROBLEMS} sentences; empty if all holds */
    public static List<String> problems(Ledger ledger) {
        return ledger.read(tx -> {
            JournalProof proof = new JournalProof(tx.handle());
            proof.samples();
            proof.periods();
            new AccountProof(tx.handle(), proof::report).check();
            return List.copyOf(proof.problems);
        });
    }

    static Map<String, Object> fact(String name, String value) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", name);
        detail.put("digest", PartsDigest.of(List.of(value)));
        return detail;
    }

    private void samples() {
        try (var samples = handle
                .createQuery("SELECT product, customer, reported_at, digest, content FROM meter_sample")
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    MeteredProduct account = new MeteredProduct(row.getString(1), row.getString(2));
                    Instant at = Instants.of(row.getString(3));
                    return row.getString(4).equals(digest(account, at, row.getString(5)))
                            ? ""
                            : "The sample of " + account + " at " + at + " was changed.";
                })
                .stream()) {
            samples.filter(problem -> !problem.isEmpty()).forEach(this::report);
        }
    }

    /** Empty for what no reading was ever written as. */
    private static String digest(MeteredProduct account, Instant at, String content) {
        try {
            return SampleText.digest(account, SampleText.reading(at, content));
        } catch (RuntimeException e) {
            return "";
        }
    }

    private void periods() {
        SampleRows samples = new SampleRows(handle);
        Map<String, Map<String, Map<String, Object>>> told = new HashMap<>();
        Set<String> accounts = new HashSet<>();
        try (var periods = handle
                .createQuery("SELECT product, customer, period_start, period_end, inputs_digest, compacted_at, kind,"
                        + " coverage, samples, plan_digest, terms_digest, used FROM meter_period"
                        + " ORDER BY product, customer, period_start")
                .setFetchSize(FETCH)
                .map((row, context) -> {
                    Map<String, Object> kept = new LinkedHashMap<>();
                    kept.put("inputs", row.getString(5));
                    kept.put("kind", row.getString(7));
                    kept.put("coverage", row.getString(8));
                    kept.put("samples", row.getInt(9));
                    kept.put("plan", row.getString(10));
                    kept.put("terms", row.getString(11));
                    kept.put("used", row.getString(12));
                    return new Closed(
                            new MeteredProduct(row.getString(1), row.getString(2)),
                            new MeteringPeriod(Instants.of(row.getString(3)), Instants.of(row.getString(4))),
                            kept,
                            !row.getString(6).isEmpty());
                })
                .stream()) {
            periods.forEach(each -> {
                String subject = each.account().subject();
                if (!told.containsKey(subject)) {
                    told.values().forEach(this::gone);
                    told.clear();
                    accounts.add(subject);
                    told.put(subject, closes(subject));
                }
                period(each, told.getOrDefault(subject, new HashMap<>()), samples);
            });
        }
        told.values().forEach(this::gone);
        handle.createQuery("SELECT DISTINCT subject FROM meter_event WHERE event = 'period_closed'")
                .mapTo(String.class)
                .filter(subject -> !accounts.contains(subject))
                .forEach(subject -> gone(closes(subject)));
    }

    /** What the events of closing tell, by period's start. */
    private Map<String, Map<String, Object>> closes(String subject) {
        Map<String, Map<String, Object>> closes = new LinkedHashMap<>();
        handle.createQuery("SELECT detail FROM meter_event WHERE subject = ? AND event = 'period_closed'")
                .bind(0, subject)
                .mapTo(String.class)
                .map(Json::tree)
                .forEach(detail -> closes.put(String.valueOf(detail.get("from")), detail));
        return closes;
    }

    private void gone(Map<String, Map<String, Object>> left) {
        left.forEach((from, detail) -> report("The closed period of "
                + new MeteredProduct(String.valueOf(detail.get("product")), String.valueOf(detail.get("customer")))
                + " from " + from + " is gone; its event is there."));
    }

    /** @param kept by the names that its event has */
    private record Closed(MeteredProduct account, MeteringPeriod period, Map<String, Object> kept, boolean compacted) {
        String place() {
            return account + " from " + period.start();
        }
    }

    /** @param told the events that no period was found for yet */
    private void period(Closed closed, Map<String, Map<String, Object>> told, SampleRows samples) {
        Map<String, Object> event = Optional.ofNullable(
                        told.remove(closed.period().start().toString()))
                .orElse(Map.of());
        closed.kept().forEach((name, kept) -> {
            if (!String.valueOf(event.getOrDefault(name, kept)).equals(String.valueOf(kept))) {
                report("The period of " + closed.place() + " has other '" + name
                        + "' than were written when it was closed.");
            }
        });
        if (!closed.compacted()
                && !JournalSample.digestOf(samples.inputs(closed.account(), closed.period()))
                        .equals(closed.kept().get("inputs"))) {
            report("The samples of " + closed.place() + " are not those that the period was closed with.");
        }
    }

    private void report(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
