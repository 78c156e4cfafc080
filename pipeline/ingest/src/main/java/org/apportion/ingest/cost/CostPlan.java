package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.model.table.Column;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * How the rows of one file become cost records. A first statement reads the file once: amounts and times are typed, texts are
 * kept as cells, and {@code x_problem} is null for records; else it is the index of the reject, {@value #SKIPPED},
 * {@value #JUNK} or {@value #UNWANTED}; {@code x_rounded} is true where a cost had more decimals than the lake keeps. What
 * follows reads that table only.
 */
public final class CostPlan {
    static final String PROBLEM = "x_problem";
    static final String ROUNDED = "x_rounded";
    static final String VARIANT = "x_variant";
    /** A number by which rows find their group. */
    static final String KEY = "x_key";

    static final int JUNK = -1;
    static final int SKIPPED = -2;
    /** No record of this variant comes of the row. */
    static final int UNWANTED = -3;

    /** So many different texts in a column are still few. */
    private static final int FEW = 4096;

    private static final Column UNREAD = Tables.COST_RECORD.column(CostColumns.UNREAD);
    private static final String ROW = "x_Row";
    private static final List<FocusColumn> REQUIRED = List.of(
            FocusColumn.BILLED_COST,
            FocusColumn.EFFECTIVE_COST,
            FocusColumn.BILLING_CURRENCY,
            FocusColumn.CHARGE_PERIOD_START,
            FocusColumn.CHARGE_PERIOD_END);

    private final Dialect dialect;
    private final MappingPlan mapping;
    private final List<SourceColumn> sourceColumns;
    private final boolean counted;
    private final List<RejectCheck> rejects;
    private final SharedReadings readings;
    private final CostColumns columns;
    private final String separator;
    private final UnreadCells unread;
    private final CostRecords records;
    private boolean unreadRepeat;

    /**
     * @param file whose rows these are
     * @param sourceColumns all columns of the source relation
     * @param counted whether the source relation numbers its rows itself, by {@code x_row}; else they come in the order of the
     *     file and the table numbers them
     */
    public CostPlan(
            Dialect dialect, MappingPlan mapping, List<SourceColumn> sourceColumns, boolean counted, FileKey file) {
        this.dialect = dialect;
        this.mapping = mapping;
        this.sourceColumns = List.copyOf(sourceColumns);
        this.counted = counted;
        this.rejects = new ArrayList<>(mapping.rejectChecks());
        for (FocusColumn column : REQUIRED) {
            rejects.add(missing(column.id()));
        }
        rejects.add(missing(CostColumns.MONTH));
        this.readings = new SharedReadings(dialect, mapping, this.sourceColumns);
        this.columns = new CostColumns(dialect, mapping, this.sourceColumns);
        this.separator = file.separator();
        this.unread = new UnreadCells(dialect, mapping, this.sourceColumns, separator);
        this.records = new CostRecords(dialect, columns, unread, this.sourceColumns, mapping.mapping(), file);
    }

    /**
     * A file of a source.
     *
     * @param source source id
     * @param fileId first 16 hex digits of the file's hash
     * @param separator stands between the cells of a row that are kept as they are
     */
    public record FileKey(String source, String fileId, String separator) {
        private static final String SEPARATOR = "\u001F";

        public FileKey(String source, String fileId) {
            this(source, fileId, SEPARATOR);
        }

        /** The same with a separator that stands in no cell of the file, as no file holds its own hash. */
        public FileKey withOwnSeparator() {
            return new FileKey(source, fileId, SEPARATOR + fileId);
        }
    }

    /** What the numbers in {@code x_problem} mean. */
    public List<RejectCheck> rejects() {
        return List.copyOf(rejects);
    }

    /**
     * Statements that read the rows of a file into a temporary table.
     *
     * @param relation table expression with the source columns
     */
    public List<String> read(Engine engine, String relation, String table) {
        return counted
                ? List.of(dialect.createTable(table, select(relation)))
                : engine.scans().numbered(select(relation), table);
    }

    /** Statements that remove what {@link #read} and {@link #group} made. */
    public List<String> drop(Engine engine, String table) {
        List<String> statements = new ArrayList<>(
                counted ? List.of(dialect.dropTable(table)) : engine.scans().dropNumbered(table));
        statements.addAll(dialect.dropCoded(groups(table), columns.repeating()));
        statements.add(dialect.dropTable(groupTexts(table)));
        statements.addAll(dialect.dropCoded(unread(table), List.of(UNREAD)));
        statements.add(dialect.dropTable(unreadTexts(table)));
        return statements;
    }

    /**
     * Finds the groups of the rows that were read; comes before {@link #rows}.
     *
     * @return false if the separator stands in a cell; nothing is grouped then, and the file must be read with another one
     */
    public boolean group(Engine engine, String table) {
        engine.execute(dialect.createTable(groupTexts(table), records.groups(table)));
        if (!columns.cells().isEmpty()
                && any(
                        engine,
                        groupTexts(table),
                        dialect.separators(q(CostColumns.CELLS), separator) + " <> "
                                + (columns.cells().size() - 1))) {
            return false;
        }
        List<Column> few = few(engine, groupTexts(table), columns.repeating());
        dialect.coded(groupTexts(table), groups(table), few).forEach(engine::execute);
        return unread.count() == 0 || groupUnread(engine, table);
    }

    private boolean groupUnread(Engine engine, String table) {
        unreadRepeat = !few(engine, table, List.of(UNREAD)).isEmpty();
        if (unreadRepeat) {
            engine.execute(dialect.createTable(unreadTexts(table), unread.distinct(table)));
            dialect.coded(unreadTexts(table), unread(table), List.of(UNREAD)).forEach(engine::execute);
        }
        return !any(engine, unreadRepeat ? unreadTexts(table) : table, unread.holdSeparator(unreadRepeat));
    }

    private boolean any(Engine engine, String table, String condition) {
        return engine.query("SELECT count(*) FROM " + q(table) + " WHERE " + condition, row -> row.number(0))
                        .get(0)
                > 0;
    }

    /** An estimate is enough: it decides how texts are moved, not what they are. */
    private List<Column> few(Engine engine, String texts, List<Column> repeating) {
        if (repeating.isEmpty()) {
            return List.of();
        }
        String counts = repeating.stream()
                .map(column -> "approx_count_distinct(" + q(column.name()) + ")")
                .collect(Collectors.joining(", "));
        List<Column> few = new ArrayList<>();
        engine.forEach("SELECT " + counts + " FROM " + q(texts), row -> {
            for (int i = 0; i < repeating.size(); i++) {
                if (row.number(i) <= FEW) {
                    few.add(repeating.get(i));
                }
            }
        });
        return few;
    }

    /**
     * The records of one delivery as {@code cost_record} wants them.
     *
     * @param table name of the temporary table, read and grouped
     */
    public String rows(Engine engine, String table, Delivery delivery) {
        String twice = "SELECT count(*) - count(DISTINCT " + q(KEY) + ") FROM " + q(groups(table));
        boolean clash = engine.query(twice, row -> row.number(0)).get(0) > 0;
        Optional<String> unreadGroups = unreadRepeat ? Optional.of(unread(table)) : Optional.empty();
        return records.rows(new CostRecords.Relations(table, groups(table), unreadGroups), row(), clash, delivery);
    }

    /** The number of a row of the table in its file, over {@code t}. */
    String row() {
        int variants = mapping.outputs().size();
        String number = "t." + q(ROW);
        return counted || variants == 1 ? number : "fdiv(" + number + " - 1, " + variants + ") + 1";
    }

    private static String groups(String table) {
        return table + "_groups";
    }

    private static String groupTexts(String table) {
        return table + "_group_texts";
    }

    private static String unread(String table) {
        return table + "_unread";
    }

    private static String unreadTexts(String table) {
        return table + "_unread_texts";
    }

    private String select(String relation) {
        List<String> selected = new ArrayList<>();
        columns.perRow().forEach(column -> selected.add("r." + q(column) + " AS " + q(column)));
        if (!columns.cells().isEmpty()) {
            selected.add("r." + q(CostColumns.CELLS) + " AS " + q(CostColumns.CELLS));
        }
        List<String> keys = columns.keys().stream().map(key -> "r." + q(key)).toList();
        selected.add(dialect.sessionHash(keys) + " AS " + q(KEY));
        selected.add("r." + q(VARIANT) + " AS " + q(VARIANT));
        selected.add(problem() + " AS " + q(PROBLEM));
        selected.add("r." + q(ROUNDED) + " AS " + q(ROUNDED));
        if (counted) {
            selected.add("r." + q(ROW) + " AS " + q(ROW));
        }
        return "SELECT " + String.join(", ", selected) + " FROM (" + mapped(relation) + ") AS r";
    }

    /** Every row of the source in each variant, in order; none is left out, or the table could not number them. */
    private String mapped(String relation) {
        boolean several = mapping.outputs().size() > 1;
        List<String> selected = new ArrayList<>();
        for (String column : columns.perRow()) {
            if (!column.equals(CostColumns.MONTH) && !column.equals(CostColumns.UNREAD)) {
                selected.add(readings.in(chosen(columns.ofOutputs(column))) + " AS " + q(column));
            }
        }
        if (!columns.cells().isEmpty()) {
            List<String> cells =
                    columns.cells().stream().map(column -> "s." + q(column)).toList();
            selected.add(dialect.packed(cells, separator) + " AS " + q(CostColumns.CELLS));
        }
        selected.add(readings.in(mapping.billingMonth()) + " AS " + q(CostColumns.MONTH));
        selected.add((several ? "s." + VARIANT : "0") + " AS " + q(VARIANT));
        selected.add(unread.packed() + " AS " + q(CostColumns.UNREAD));
        selected.add("s." + q(PROBLEM) + " AS " + q(PROBLEM));
        selected.add(readings.in(wanted()) + " AS x_wanted");
        selected.add(readings.in(mapping.roundedRows().orElse("false")) + " AS " + q(ROUNDED));
        if (counted) {
            selected.add("s.x_row AS " + q(ROW));
        }
        String rows = several ? dialect.repeated(relation, mapping.outputs().size(), VARIANT) : relation;
        return "SELECT " + String.join(", ", selected) + " FROM (SELECT s.*, " + readings.in(sourceProblem()) + " AS "
                + q(PROBLEM) + " FROM " + readings.addedTo(rows) + " AS s) AS s";
    }

    private static String chosen(List<String> alternatives) {
        if (alternatives.stream().distinct().count() == 1) {
            return alternatives.get(0);
        }
        StringBuilder text = new StringBuilder("CASE s." + VARIANT);
        for (int i = 0; i < alternatives.size(); i++) {
            text.append(" WHEN ").append(i).append(" THEN ").append(alternatives.get(i));
        }
        return text.append(" END").toString();
    }

    /** A row with a problem is kept once, in the first variant, so that it can be counted and listed. */
    private String wanted() {
        boolean several = mapping.outputs().size() > 1;
        if (!several && mapping.outputs().get(0).filter().isEmpty()) {
            return "true";
        }
        List<String> choices = new ArrayList<>();
        choices.add("(s." + q(PROBLEM) + " IS NOT NULL" + (several ? " AND s." + VARIANT + " = 0" : "") + ")");
        for (int i = 0; i < mapping.outputs().size(); i++) {
            String filter = mapping.outputs()
                    .get(i)
                    .filter()
                    .map(text -> "(" + text + ")")
                    .orElse("true");
            String variant = several ? " AND s." + VARIANT + " = " + i : "";
            choices.add("(s." + q(PROBLEM) + " IS NULL AND " + filter + variant + ")");
        }
        return "coalesce(" + String.join(" OR ", choices) + ", false)";
    }

    private String sourceProblem() {
        StringBuilder text = new StringBuilder("CASE");
        mapping.junkRows().ifPresent(junk -> text.append(when(junk, JUNK)));
        mapping.skippedRows().ifPresent(skipped -> text.append(when(skipped, SKIPPED)));
        for (int i = 0; i < mapping.rejectChecks().size(); i++) {
            text.append(when(mapping.rejectChecks().get(i).condition(), i));
        }
        return text.length() == "CASE".length()
                ? "CAST(NULL AS INTEGER)"
                : text.append(" END").toString();
    }

    private static String when(String condition, int problem) {
        return " WHEN (" + condition + ") THEN " + problem;
    }

    private String problem() {
        int first = mapping.rejectChecks().size();
        StringBuilder text = new StringBuilder("CASE WHEN NOT r.x_wanted THEN " + UNWANTED + " WHEN r." + q(PROBLEM)
                + " IS NOT NULL THEN r." + q(PROBLEM));
        for (int i = first; i < rejects.size(); i++) {
            text.append(when("r." + q(rejects.get(i).column()) + " IS NULL", i));
        }
        return text.append(" END").toString();
    }

    private static RejectCheck missing(String column) {
        return new RejectCheck(column, "", "ROW_VALUE_MISSING", "The row has no value for " + column + ".");
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
