package org.apportion.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * What has changed for a closed month since other months last booked for it.
 *
 * @param before the inputs of then
 * @param deliveries per source the ids of new deliveries of records, joined
 * @param usage ids of new deliveries of usage, joined; empty if there are none
 * @param sections sections of the configuration that are others for the month's days
 * @param version {@code apportion 0.1 -> 0.2} if another version of this program calculated then; else empty
 */
record ChangesSince(
        LakeView before, Map<String, String> deliveries, String usage, List<String> sections, String version) {
    /** Sections that decide charges; who owns a consumer shows in the unit of a charge, what is asked for it in price lines. */
    private static final List<String> OF_CHARGES = List.of("rules", "tags", "directory", "cost-basis");

    /** The cause of what merely follows others. */
    static final String NOTHING = "other corrections";

    ChangesSince {
        deliveries = Map.copyOf(deliveries);
        sections = List.copyOf(sections);
    }

    static ChangesSince of(
            Workspace workspace,
            BillingMonth origin,
            LakeView view,
            Reconciled last,
            InputsState now,
            String codeVersion) {
        Run run = workspace
                .ledger()
                .read(transaction -> transaction.runs().find(last.run()))
                .orElseThrow();
        LakeView before = workspace.lake().at(run.start().inputs());
        InputsState then = InputsState.parse(last.inputs());
        Engine engine = workspace.engine();
        FileFilter usage = FileFilter.ALL.in("x_UsageMonth", now.usageMonths());
        TreeSet<String> samples = new TreeSet<>();
        came(
                        pairs(engine, view.relation(Tables.USAGE_SAMPLE, usage)),
                        pairs(engine, before.relation(Tables.USAGE_SAMPLE, usage)))
                .values()
                .forEach(samples::addAll);
        Map<String, String> deliveries = new TreeMap<>();
        came(
                        pairs(engine, view.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin))),
                        pairs(engine, before.relation(Tables.COST_RECORD, MonthRun.ofMonth(origin))))
                .forEach((source, ids) -> deliveries.put(source, String.join(", ", ids)));
        String version = run.start().codeVersion();
        return new ChangesSince(
                before,
                deliveries,
                String.join(", ", samples),
                now.changedSections(then),
                version.equals(codeVersion) ? "" : "apportion " + version + " -> " + codeVersion);
    }

    /** What may have moved charges, besides the records themselves. */
    List<String> ofCharges() {
        List<String> causes = new ArrayList<>(OF_CHARGES);
        causes.retainAll(sections);
        if (!usage.isEmpty()) {
            causes.add("usage");
        }
        if (!version.isEmpty()) {
            causes.add(version);
        }
        return causes;
    }

    /** What may have moved what is asked, joined by {@code +}. */
    String ofPrices() {
        List<String> causes = new ArrayList<>();
        if (!deliveries.isEmpty()) {
            causes.add("delivery");
        }
        causes.addAll(sections);
        if (!usage.isEmpty()) {
            causes.add("usage");
        }
        if (!version.isEmpty()) {
            causes.add(version);
        }
        return causes.isEmpty() ? NOTHING : String.join("+", causes);
    }

    private static Map<String, TreeSet<String>> came(
            Map<String, TreeSet<String>> now, Map<String, TreeSet<String>> then) {
        then.forEach(
                (source, known) -> now.getOrDefault(source, new TreeSet<>()).removeAll(known));
        now.values().removeIf(TreeSet::isEmpty);
        return now;
    }

    private static Map<String, TreeSet<String>> pairs(Engine engine, String relation) {
        Dialect dialect = engine.dialect();
        Map<String, TreeSet<String>> pairs = new TreeMap<>();
        engine.forEach(
                "SELECT DISTINCT " + dialect.name("x_Source") + ", " + dialect.name("x_Delivery") + " FROM " + relation
                        + " AS r",
                row -> pairs.computeIfAbsent(Objects.requireNonNull(row.text(0)), source -> new TreeSet<>())
                        .add(Objects.requireNonNull(row.text(1))));
        return pairs;
    }
}
