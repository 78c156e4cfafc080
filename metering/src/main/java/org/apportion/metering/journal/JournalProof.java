package org.apportion.metering.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Instants;
import org.apportion.ledger.Ledger;
import org.apportion.metering.audit.Json;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.model.metering.MeteringPeriod;
import org.jdbi.v3.core.Handle;

/**
 * Verifies that what charges are computed from is what was written: that each sample has the digest of its content, a closed
 * period the samples that it was closed with, parked usage the amount that its event tells, and facts about an installation
 * the digest of theirs. The chain of events itself is verified by {@link org.apportion.metering.audit.AuditChain}.
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
            proof.facts();
            proof.parked();
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
        Map<String, Map<String, String>> told = new HashMap<>();
        try (var periods = handle
                .createQuery("SELECT product, customer, period_start, period_end, inputs_digest,"
                        + " compacted_at FROM meter_period ORDER BY product, customer, period_start")
                .setFetchSize(FETCH)
                .map((row, context) -> new Closed(
                        new MeteredProduct(row.getString(1), row.getString(2)),
                        new MeteringPeriod(Instants.of(row.getString(3)), Instants.of(row.getString(4))),
                        row.getString(5),
                        !row.getString(6).isEmpty()))
                .stream()) {
            periods.forEach(each -> {
                String subject = each.account().subject();
                if (!told.containsKey(subject)) {
                    told.clear();
                    told.put(subject, inputs(subject));
                }
                period(each, told.getOrDefault(subject, Map.of()), samples);
            });
        }
    }

    /** Inputs by period's start, as the events of closing tell them. */
    private Map<String, String> inputs(String subject) {
        Map<String, String> inputs = new HashMap<>();
        handle.createQuery("SELECT detail FROM meter_event WHERE subject = ? AND event = 'period_closed'")
                .bind(0, subject)
                .mapTo(String.class)
                .map(Json::tree)
                .forEach(
                        detail -> inputs.put(String.valueOf(detail.get("from")), String.valueOf(detail.get("inputs"))));
        return inputs;
    }

    private record Closed(MeteredProduct account, MeteringPeriod period, String inputs, boolean compacted) {
        String place() {
            return account + " from " + period.start();
        }
    }

    private void period(Closed closed, Map<String, String> told, SampleRows samples) {
        String from = closed.period().start().toString();
        if (!closed.inputs().equals(told.getOrDefault(from, closed.inputs()))) {
            report("The period of " + closed.place() + " has other inputs than were written when it was closed.");
        }
        if (!closed.compacted()
                && !JournalSample.digestOf(samples.inputs(closed.account(), closed.period()))
                        .equals(closed.inputs())) {
            report("The samples of " + closed.place() + " are not those that the period was closed with.");
        }
    }

    private void facts() {
        Map<String, String> told = new LinkedHashMap<>();
        handle.createQuery("SELECT subject, detail FROM meter_event WHERE event = '" + FACT + "' ORDER BY sequence")
                .map((row, context) -> Map.entry(row.getString(1), Json.tree(row.getString(2))))
                .forEach(each -> told.put(
                        each.getKey() + " " + each.getValue().get("name"),
                        String.valueOf(each.getValue().get("digest"))));
        handle.createQuery("SELECT product, customer, name, value FROM meter_state")
                .map((row, context) -> {
                    MeteredProduct account = new MeteredProduct(row.getString(1), row.getString(2));
                    String digest = told.get(account.subject() + " " + row.getString(3));
                    return digest == null
                                    || digest.equals(fact("", row.getString(4)).get("digest"))
                            ? ""
                            : "The '" + row.getString(3) + "' of " + account + " was changed.";
                })
                .filter(problem -> !problem.isEmpty())
                .forEach(this::report);
    }

    private void parked() {
        Map<List<String>, String> amounts = new LinkedHashMap<>();
        Map<List<String>, Boolean> planned = new LinkedHashMap<>();
        handle.createQuery("SELECT subject, event, detail FROM meter_event WHERE event IN ('usage_parked',"
                        + " 'parked_usage_planned') ORDER BY sequence")
                .map((row, context) -> {
                    Map<String, Object> detail = Json.tree(row.getString(3));
                    List<String> key = List.of(
                            row.getString(1),
                            String.valueOf(detail.get("from")),
                            String.valueOf(detail.get("metric")),
                            String.valueOf(detail.get("dimension")));
                    amounts.put(key, String.valueOf(detail.get("usage")));
                    planned.put(key, row.getString(2).equals("parked_usage_planned"));
                    return true;
                })
                .list();
        handle.createQuery("SELECT product, customer, period_start, metric, dimension, quantity, settled_at FROM"
                        + " meter_parked")
                .map((row, context) -> {
                    MeteredProduct account = new MeteredProduct(row.getString(1), row.getString(2));
                    String from = Instants.of(row.getString(3)).toString();
                    List<String> key = List.of(account.subject(), from, row.getString(4), row.getString(5));
                    boolean same = row.getString(6).equals(amounts.get(key))
                            && Boolean.valueOf(!row.getString(7).isEmpty()).equals(planned.get(key));
                    return same
                            ? ""
                            : "The parked usage of '" + row.getString(4) + "' of " + account + " from " + from
                                    + " was changed.";
                })
                .filter(problem -> !problem.isEmpty())
                .forEach(this::report);
    }

    private void report(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
