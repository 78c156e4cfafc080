package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * The statements that make cost records of the table that {@link CostPlan#select} filled: the groups of its rows, with all that
 * is the same in a group, and the records of a delivery.
 */
final class CostRecords {
    private static final String UNPACKED = "x_unpacked";
    private static final String TAG_TEXT = "x_tag_text";
    private static final String TAG_CELL = "x_tag_cell";

    private final Dialect dialect;
    private final CostColumns columns;
    private final UnreadCells unread;
    private final String mapping;
    private final String source;
    private final String fileId;
    private final String separator;
    private final String own;

    /**
     * @param mapping name and version of the mapping
     * @param sourceColumns all columns of the source relation
     */
    CostRecords(
            Dialect dialect,
            CostColumns columns,
            UnreadCells unread,
            List<SourceColumn> sourceColumns,
            String mapping,
            CostPlan.FileKey file) {
        this.dialect = dialect;
        this.columns = columns;
        this.unread = unread;
        this.mapping = mapping;
        this.source = file.source();
        this.fileId = file.fileId();
        this.separator = file.separator();
        this.own = SharedReadings.unusedPrefix("x_key_", sourceColumns);
    }

    /**
     * One row for each group of rows, with the keys and with everything that is worked out of them. Equal cells of tags are
     * parsed once: most bills repeat few sets of tags many times.
     */
    String groups(String table) {
        String keys = names(columns.keys());
        String distinct = "SELECT DISTINCT " + q(CostPlan.KEY) + ", " + keys + " FROM " + q(table) + " AS t WHERE "
                + q(CostPlan.PROBLEM) + " IS NULL";
        if (!columns.cells().isEmpty()) {
            distinct = "SELECT d.*, " + dialect.unpacked("d." + q(CostColumns.CELLS), separator) + " AS " + q(UNPACKED)
                    + " FROM (" + distinct + ") AS d";
        }
        String tags = columns.tagColumn().map(this::tagSets).orElse("");
        String context = "SELECT v.*, " + tagContext() + " AS " + q("x_TagContext") + " FROM (" + values() + ") AS v";
        return "WITH k AS MATERIALIZED (" + distinct + ")" + tags + " SELECT c.*, " + groupId() + " AS "
                + q("x_GroupId") + " FROM (" + context + ") AS c";
    }

    private String tagSets(String tagColumn) {
        String cell = q(tagColumn);
        String parsed = "SELECT s." + cell + " AS " + q(TAG_CELL) + ", "
                + columns.alternatives(CostColumns.TAGS).get(0) + " AS " + q(CostColumns.TAGS)
                + " FROM (SELECT DISTINCT " + cell(tagColumn) + " AS " + cell + " FROM k) AS s";
        return ", p AS MATERIALIZED (" + parsed + "), g AS (SELECT p.*, " + mapText("p.") + " AS " + q(TAG_TEXT)
                + " FROM p)";
    }

    private String cell(String sourceColumn) {
        return dialect.unpackedText(q(UNPACKED), columns.cells().indexOf(sourceColumn));
    }

    /** Columns of the source stand under their own names here, because the mapping's expressions name them so. */
    private String values() {
        List<String> renamed = new ArrayList<>(List.of(q(CostPlan.KEY) + " AS " + q(own)));
        List<String> values = new ArrayList<>(List.of("s." + q(own) + " AS " + q(CostPlan.KEY)));
        for (String key : columns.keys()) {
            String name = q(own + renamed.size());
            renamed.add(q(key) + " AS " + name);
            values.add("s." + name + " AS " + q(key));
        }
        columns.cells().forEach(column -> renamed.add(cell(column) + " AS " + q(column)));
        columns.perGroup().forEach((column, expression) -> values.add(expression + " AS " + q(column)));
        String join = "";
        if (columns.tagColumn().isPresent()) {
            values.add("g." + q(CostColumns.TAGS));
            values.add("g." + q(TAG_TEXT));
            // A missing cell is one of the distinct cells too.
            join = " LEFT JOIN g ON s." + q(columns.tagColumn().get()) + " IS NOT DISTINCT FROM g." + q(TAG_CELL);
        }
        return "SELECT " + String.join(", ", values) + " FROM (SELECT " + String.join(", ", renamed) + " FROM k) AS s"
                + join;
    }

    private String tagContext() {
        String tags = columns.tagColumn().isPresent() ? "v." + q(TAG_TEXT) : mapText("v.");
        return dialect.portableHash(Stream.concat(
                        Stream.of(columns.constants().containsKey(CostColumns.TAGS) ? dialect.text("") : tags),
                        Stream.of("x_ResourceGroup", "SubAccountId", "BillingAccountId")
                                .map(column -> value("v.", column)))
                .toList());
    }

    private String mapText(String alias) {
        return "coalesce(" + dialect.mapText(alias + q(CostColumns.TAGS)) + ", '')";
    }

    private String groupId() {
        List<String> texts = new ArrayList<>();
        for (String column : GroupColumn.ids()) {
            texts.add(column.equals("x_Source") ? dialect.text(source) : value("c.", column));
        }
        texts.add(text("c." + q("x_TagContext")));
        return dialect.portableHash(texts);
    }

    private String value(String alias, String column) {
        String constant = columns.constants().get(column);
        return constant == null ? alias + q(column) : constant;
    }

    /**
     * What records are made of.
     *
     * @param rows name of the table that was read
     * @param groups name of the relation that {@link #groups} made of it
     * @param unread name of the distinct texts of unread cells with their maps; empty if these are too many
     */
    record Relations(String rows, String groups, Optional<String> unread) {}

    /**
     * The records of one delivery as {@code cost_record} wants them, in its order.
     *
     * @param row expression over {@code t} for the number of the row in the file
     * @param clash whether two groups have the same {@link CostPlan#KEY}
     */
    String rows(Relations relations, String row, boolean clash, Delivery delivery) {
        Map<String, String> constants = constants(delivery);
        Map<String, String> derived = derived(row);
        derived.put(
                CostColumns.UNREAD, relations.unread().isPresent() ? "u." + q(CostColumns.UNREAD) : unread.map("t"));
        Set<String> ofGroup = columns.repeating().stream().map(Column::name).collect(Collectors.toSet());
        List<String> all = new ArrayList<>();
        List<String> sorted = new ArrayList<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            String name = column.name();
            String constant = constants.get(name);
            all.add(constant == null ? q(name) : constant + " AS " + q(name));
            if (constant == null) {
                boolean ofRow = columns.perRow().contains(name) && !ofGroup.contains(name);
                String value = derived.getOrDefault(name, (ofRow ? "t." : "g.") + q(name));
                sorted.add(value + " AS " + q(name));
            }
        }
        String month = "t." + q(CostColumns.MONTH) + " = "
                + dialect.text(delivery.key().month().toString());
        return "SELECT " + String.join(", ", all) + " FROM (SELECT " + String.join(", ", sorted) + " FROM "
                + joined(relations, clash) + " WHERE t." + q(CostPlan.PROBLEM) + " IS NULL AND " + month + " ORDER BY "
                + names(Tables.COST_RECORD.sort()) + ") AS sorted";
    }

    private String joined(Relations relations, boolean clash) {
        String groups = " AS t JOIN " + q(relations.groups()) + " AS g ON " + same(clash);
        if (relations.unread().isPresent()) {
            return q(relations.rows()) + groups + " JOIN "
                    + q(relations.unread().get()) + " AS u ON " + unread.isOf("u");
        }
        return (unread.count() == 0 ? q(relations.rows()) : unread.withLists(relations.rows())) + groups;
    }

    private String same(boolean clash) {
        String keys = "t." + q(CostPlan.KEY) + " = g." + q(CostPlan.KEY);
        return clash
                ? columns.keys().stream()
                        .map(key -> " AND t." + q(key) + " IS NOT DISTINCT FROM g." + q(key))
                        .collect(Collectors.joining("", keys, ""))
                : keys;
    }

    private Map<String, String> constants(Delivery delivery) {
        Map<String, String> constants = new LinkedHashMap<>(columns.constants());
        for (Column column : Tables.COST_RECORD.columns()) {
            if (column.type() == ColumnType.STRING && constants.containsKey(column.name())) {
                constants.put(column.name(), dialect.repeatedText(null));
            }
        }
        constants.put("x_Source", dialect.repeatedText(source));
        constants.put("x_File", dialect.repeatedText(fileId));
        constants.put("x_Mapping", dialect.repeatedText(mapping));
        constants.put("x_Slice", dialect.repeatedText(delivery.key().slice()));
        constants.put("x_Delivery", dialect.repeatedText(delivery.id()));
        return constants;
    }

    private Map<String, String> derived(String row) {
        String billed = "t." + q(FocusColumn.BILLED_COST.id());
        String effective = "t." + q(FocusColumn.EFFECTIVE_COST.id());
        String id = dialect.portableHash(List.of(dialect.text(fileId), text(row), text("t." + q(CostPlan.VARIANT))));
        Map<String, String> derived = new LinkedHashMap<>(Map.of(
                "x_Row", row,
                "x_RecordId", id,
                "x_BilledUnits", "units_of(" + billed + ")",
                "x_BilledRest", "rest_of(" + billed + ")",
                "x_EffectiveUnits", "units_of(" + effective + ")",
                "x_EffectiveRest", "rest_of(" + effective + ")"));
        return derived;
    }

    private String names(List<String> names) {
        return names.stream().map(this::q).collect(Collectors.joining(", "));
    }

    private String text(String expression) {
        return "CAST(" + expression + " AS " + dialect.type(ColumnType.STRING) + ")";
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
