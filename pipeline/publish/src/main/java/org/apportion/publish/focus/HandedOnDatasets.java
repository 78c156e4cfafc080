package org.apportion.publish.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.ColumnRule;
import org.apportion.publish.conformance.ConditionalRule.Keyword;
import org.apportion.publish.conformance.ConformanceCheck;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.Finding;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.FocusRules;
import org.apportion.publish.conformance.FocusVersion;
import org.apportion.spi.CellFunctions.Shape;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Hands on what providers delivered of further datasets: the rows of the month, each file for itself, cells as they are. Nothing is
 * completed; a file without a row of the month is left out.
 */
final class HandedOnDatasets {
    private final Engine engine;
    private final BundleFolder folder;
    private final Format format;
    private final BillingMonth month;

    HandedOnDatasets(Engine engine, BundleFolder folder, Format format, BillingMonth month) {
        this.engine = engine;
        this.folder = folder;
        this.format = format;
        this.month = month;
    }

    /**
     * A written file.
     *
     * @param broken MUST rules that the provider's rows break
     */
    record Written(HandedOn from, BundleFile file, long rows, SortedSet<String> broken) {}

    /** Writes Invoice Detail and Contract Commitment. */
    List<Written> write(List<HandedOn> delivered) {
        Map<FocusDataset, List<Rows>> byDataset = new HashMap<>();
        for (HandedOn one : delivered) {
            Rows rows = rows(one);
            if (one.dataset() != FocusDataset.BILLING_PERIOD && rows.count() > 0) {
                byDataset
                        .computeIfAbsent(one.dataset(), any -> new ArrayList<>())
                        .add(rows);
            }
        }
        List<Written> written = new ArrayList<>();
        byDataset.keySet().stream().sorted().forEach(dataset -> {
            List<Rows> files = byDataset.getOrDefault(dataset, List.of());
            for (int i = 0; i < files.size(); i++) {
                String number = files.size() == 1 ? "" : String.format(Locale.ROOT, "-%04d", i + 1);
                String name = dataset.text().replace('-', '_') + number;
                Rows rows = files.get(i);
                BundleFile file = BundleFile.write(engine, folder, format, name, content(rows), List.of(""));
                written.add(new Written(rows.from(), file, rows.count(), rows.broken()));
            }
        });
        return written;
    }

    /** Select of the billing periods of the month as providers tell them; empty if none does. */
    List<String> billingPeriods(List<HandedOn> delivered) {
        return delivered.stream()
                .filter(one -> one.dataset() == FocusDataset.BILLING_PERIOD)
                .map(this::rows)
                .filter(rows -> rows.count() > 0)
                .map(this::billingPeriods)
                .toList();
    }

    private String billingPeriods(Rows rows) {
        Set<String> has =
                rows.from().file().columns().stream().map(CheckedColumn::name).collect(Collectors.toSet());
        String values = FocusRules.of(FocusDataset.BILLING_PERIOD, FocusVersion.V1_4).columns().stream()
                .map(rule -> {
                    ColumnType type = type(rule.type().kind());
                    String value = has.contains(rule.column())
                            ? typed(column(rows.from(), rule.column()), type)
                            : "CAST(NULL AS " + engine.dialect().type(type) + ")";
                    return value + " AS " + engine.dialect().name(rule.column());
                })
                .collect(Collectors.joining(", "));
        return "SELECT " + values + " FROM " + rows.relation() + " AS r";
    }

    /** The rows of the month of a file, with what they break. */
    private record Rows(HandedOn from, String relation, long count, SortedSet<String> broken) {}

    private Rows rows(HandedOn from) {
        String relation = "(SELECT f.* FROM " + from.file().relation() + " AS f WHERE " + ofMonth(from) + ")";
        CheckedFile ofMonth =
                new CheckedFile(from.file().name(), relation, from.file().columns());
        ConformanceReport report =
                new ConformanceCheck(engine).check(ofMonth, FocusRules.of(from.dataset(), FocusVersion.V1_4));
        SortedSet<String> broken = report.findings().stream()
                .filter(finding -> finding.keyword() == Keyword.MUST)
                .map(Finding::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Rows(from, relation, report.rows(), broken);
    }

    /** A commitment belongs to each month that it touches; a row whose time cannot be read to all, so that the check tells it. */
    private String ofMonth(HandedOn from) {
        Dialect dialect = engine.dialect();
        boolean commitment = from.dataset() == FocusDataset.CONTRACT_COMMITMENT;
        String start = time(from, commitment ? "ContractCommitmentPeriodStart" : "BillingPeriodStart");
        String until = time(from, commitment ? "ContractCommitmentPeriodEnd" : "BillingPeriodStart");
        return "coalesce(" + start + " < " + dialect.timestamp(month.end()) + ", TRUE) AND coalesce(" + until
                + (commitment ? " > " : " >= ") + dialect.timestamp(month.start()) + ", TRUE)";
    }

    private String time(HandedOn from, String column) {
        return from.file().columns().stream().anyMatch(one -> one.name().equals(column))
                ? typed(column(from, column), ColumnType.TIMESTAMP)
                : "CAST(NULL AS " + engine.dialect().type(ColumnType.TIMESTAMP) + ")";
    }

    private static CheckedColumn column(HandedOn from, String name) {
        return from.file().columns().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Columns in the order of the file; typed where the format has types and all cells are of the type. */
    private BundleRows content(Rows rows) {
        FocusRules rules = FocusRules.of(rows.from().dataset(), FocusVersion.V1_4);
        List<Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (CheckedColumn column : rows.from().file().columns()) {
            ColumnType wanted = rules.columns().stream()
                    .filter(rule -> rule.column().equals(column.name()))
                    .map(rule -> type(rule.type().kind()))
                    .findFirst()
                    .orElse(ColumnType.STRING);
            boolean asText =
                    isText(column) && (format == Format.CSV || rows.broken().contains(column.name() + "-format"));
            ColumnType type = asText ? ColumnType.STRING : wanted;
            columns.add(Column.optional(column.name(), type, "As delivered."));
            values.add(typed(column, type) + " AS " + engine.dialect().name(column.name()));
        }
        return new BundleRows(
                "SELECT " + String.join(", ", values) + " FROM " + rows.relation() + " AS r",
                columns,
                List.of("x_row"));
    }

    private boolean isText(CheckedColumn column) {
        return engine.dialect().cells().shape(column.type()) == Shape.TEXT;
    }

    private static ColumnType type(ColumnRule.Kind kind) {
        return switch (kind) {
            case DECIMAL -> ColumnType.MONEY;
            case DATETIME -> ColumnType.TIMESTAMP;
            default -> ColumnType.STRING;
        };
    }

    private String typed(CheckedColumn column, ColumnType type) {
        Dialect dialect = engine.dialect();
        Shape shape = dialect.cells().shape(column.type());
        String name = dialect.name(column.name());
        if (type == ColumnType.MONEY) {
            return shape == Shape.EXACT
                    ? "CAST(" + name + " AS " + dialect.type(type) + ")"
                    : dialect.cells().decimal(dialect.cells().text(name, column.type()));
        }
        if (type == ColumnType.TIMESTAMP) {
            return shape == Shape.TIMESTAMP
                    ? name
                    : dialect.cells().timestamp(dialect.cells().text(name, column.type()), List.of(), "UTC");
        }
        return shape == Shape.TEXT ? name : dialect.cells().text(name, column.type());
    }
}
