package org.apportion.publish.conformance;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The static rules of one dataset in one version of the specification, read from the data files of this package.
 *
 * @param columns in alphabetical order
 * @param conditional rules over several columns
 * @param subcategories parent of each ServiceSubcategory
 * @param currencies known currency codes
 */
public record FocusRules(
        FocusDataset dataset,
        FocusVersion version,
        List<ColumnRule> columns,
        List<ConditionalRule> conditional,
        Map<String, String> subcategories,
        Set<String> currencies) {
    private static final List<String> COLUMN_RULES =
            List.of("-present", "-not-null", "-not-blank", "-format", "-value", "-range", "-maximum");

    public FocusRules {
        columns = List.copyOf(columns);
        conditional = List.copyOf(conditional);
    }

    /** Reads the rules; they come with Apportion. */
    public static FocusRules of(FocusDataset dataset, FocusVersion version) {
        List<ColumnRule> columns = new ArrayList<>();
        for (NamedCsvRecord row : rows(dataset.text() + ".columns.csv")) {
            if (holds(row, version)) {
                String values = row.getField("values");
                columns.add(new ColumnRule(
                        row.getField("column"),
                        ColumnRule.Level.valueOf(row.getField("level").toUpperCase(Locale.ROOT)),
                        row.getField("nulls").equals("yes"),
                        ColumnRule.Type.parse(row.getField("type")),
                        values.isEmpty() ? List.of() : List.of(values.split("\\|")),
                        row.getField("present when")));
            }
        }
        List<ConditionalRule> conditional = new ArrayList<>();
        for (NamedCsvRecord row : rows(dataset.text() + ".rules.csv")) {
            if (holds(row, version)) {
                conditional.add(new ConditionalRule(
                        row.getField("id"),
                        ConditionalRule.Keyword.valueOf(row.getField("keyword")),
                        row.getField("section"),
                        row.getField("when"),
                        row.getField("require"),
                        row.getField("meaning")));
            }
        }
        Map<String, String> parents = new LinkedHashMap<>();
        rows("service-subcategories.csv").forEach(row -> parents.put(row.getField(0), row.getField(1)));
        Set<String> currencies =
                rows("currencies.csv").stream().map(row -> row.getField(0)).collect(Collectors.toUnmodifiableSet());
        return new FocusRules(dataset, version, columns, conditional, parents, currencies);
    }

    /** The ids that findings may have, those of rules about one column among them. */
    public SortedSet<String> ids() {
        SortedSet<String> ids = new TreeSet<>();
        conditional.forEach(rule -> ids.add(rule.id()));
        columns.forEach(rule -> COLUMN_RULES.forEach(ending -> ids.add(rule.column() + ending)));
        if (dataset == FocusDataset.INVOICE_DETAIL) {
            ids.addAll(List.of(InvoiceCheck.OF_INVOICE, InvoiceCheck.OF_LINE));
        }
        return ids;
    }

    /** The dataset of whose first mandatory columns a file has the largest part, if that is more than a quarter. */
    public static Optional<FocusDataset> detectDataset(Collection<String> columns) {
        Optional<FocusDataset> best = Optional.empty();
        long most = 25;
        for (FocusDataset dataset : FocusDataset.values()) {
            List<String> known = of(dataset, dataset.since()).columns().stream()
                    .filter(rule -> rule.level() == ColumnRule.Level.MANDATORY)
                    .map(ColumnRule::column)
                    .toList();
            long percent = 100 * known.stream().filter(columns::contains).count() / known.size();
            if (percent > most) {
                most = percent;
                best = Optional.of(dataset);
            }
        }
        return best;
    }

    /**
     * The newest version that introduced a column which the file has; a later one if the file lacks all mandatory columns that
     * the later one removed.
     */
    public static FocusVersion detectVersion(FocusDataset dataset, Collection<String> columns) {
        FocusVersion introduced = since(dataset).entrySet().stream()
                .filter(entry -> columns.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(dataset.since(), FocusRules::later);
        List<NamedCsvRecord> removed = rows(dataset.text() + ".columns.csv").stream()
                .filter(row -> row.getField("level").equals("mandatory"))
                .filter(row -> !row.getField("until").isEmpty() && holds(row, introduced))
                .toList();
        return removed.stream().anyMatch(row -> columns.contains(row.getField("column")))
                ? introduced
                : removed.stream().map(row -> version(row.getField("until"))).reduce(introduced, FocusRules::later);
    }

    private static FocusVersion later(FocusVersion one, FocusVersion other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The version that introduced each column. */
    private static Map<String, FocusVersion> since(FocusDataset dataset) {
        Map<String, FocusVersion> since = new LinkedHashMap<>();
        rows(dataset.text() + ".columns.csv")
                .forEach(row -> since.merge(
                        row.getField("column"),
                        version(row.getField("since")),
                        (one, other) -> one.compareTo(other) < 0 ? one : other));
        return since;
    }

    private static boolean holds(NamedCsvRecord row, FocusVersion version) {
        String until = row.getField("until");
        return version(row.getField("since")).compareTo(version) <= 0
                && (until.isEmpty() || version.compareTo(version(until)) < 0);
    }

    private static FocusVersion version(String text) {
        return FocusVersion.find(text).orElseThrow(() -> new IllegalStateException("no version " + text));
    }

    private static List<NamedCsvRecord> rows(String name) {
        InputStream stream = FocusRules.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("the rules " + name + " do not come with this build");
        }
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
