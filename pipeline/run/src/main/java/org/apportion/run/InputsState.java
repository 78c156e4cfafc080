package org.apportion.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.allocate.AllocationQueries;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.BillingMonth;
import org.apportion.model.Sha256;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/**
 * Fingerprint of all that a month's charges, owners and prices follow from: the files of its records, those of the usage that
 * these look at, and the sections of the configuration that decide, cut to the days of its charges. Equal states give equal
 * results; different ones may not.
 *
 * @param usageMonths months of usage that the records look at, in order: those of their charges' days
 * @param sections see {@link MonthSections}
 */
record InputsState(String cost, List<String> usageMonths, String usage, SortedMap<String, String> sections) {
    private static final int PARTS = 4;

    InputsState {
        usageMonths = List.copyOf(usageMonths);
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
    }

    /**
     * The state of a month in a view of the lake.
     *
     * @param known an earlier state, which spares a look at the records if their files and rules are the same; its text may be empty
     */
    static InputsState of(LakeView view, Engine engine, Configuration configuration, BillingMonth month, String known) {
        String cost = hash(names(view, Tables.COST_RECORD, MonthRun.ofMonth(month)));
        List<String> months = Optional.of(known)
                .filter(text -> text.startsWith(cost + " "))
                .map(InputsState::parse)
                .filter(earlier -> earlier.hasRulesOf(configuration, month))
                .map(InputsState::usageMonths)
                .orElseGet(() -> engine.query(
                        AllocationQueries.usageMonths(
                                view.relation(Tables.COST_RECORD, MonthRun.ofMonth(month)),
                                configuration.rules(),
                                engine.dialect()),
                        row -> Objects.requireNonNull(row.text(0))));
        String usage = hash(names(view, Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", months)));
        return new InputsState(cost, months, usage, MonthSections.of(configuration, days(month, months)));
    }

    /** Rules decide, too, which months' usage the records look at. */
    private boolean hasRulesOf(Configuration configuration, BillingMonth month) {
        return Objects.equals(
                sections.get(MonthSections.RULES),
                MonthSections.of(configuration, days(month, usageMonths)).get(MonthSections.RULES));
    }

    private static Validity days(BillingMonth month, List<String> usageMonths) {
        BillingMonth first = month;
        BillingMonth last = month;
        for (String text : usageMonths) {
            BillingMonth one = BillingMonth.parse(text);
            first = one.compareTo(first) < 0 ? one : first;
            last = one.compareTo(last) > 0 ? one : last;
        }
        return new Validity(first.firstDay(), last.endDay());
    }

    static InputsState parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("'" + text + "' is no state of inputs");
        }
        SortedMap<String, String> sections = new TreeMap<>();
        for (String section : parts[3].split(",")) {
            String[] pair = section.split("=", 2);
            sections.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return new InputsState(
                parts[0], parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",")), parts[2], sections);
    }

    /** Names of sections that are others than in an earlier state, in order. */
    List<String> changedSections(InputsState earlier) {
        return sections.keySet().stream()
                .filter(section -> !Objects.equals(sections.get(section), earlier.sections.get(section)))
                .toList();
    }

    String text() {
        String deciding = sections.entrySet().stream()
                .map(section -> section.getKey() + "=" + section.getValue())
                .collect(Collectors.joining(","));
        return String.join(" ", cost, String.join(",", usageMonths), usage, deciding);
    }

    /** Files have random names and never change, so their names stand for their content. */
    private static List<String> names(LakeView view, TableSchema table, FileFilter filter) {
        return view.files(table, filter).stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .sorted()
                .toList();
    }

    private static String hash(List<String> texts) {
        return Sha256.hex(String.join("\n", texts));
    }
}
