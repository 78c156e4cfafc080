package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ingest.delivery.Delivery;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.ingest.mapping.MappingPlan.RowOutput;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * The statement that turns a source relation into typed cost records without slice and delivery, which are known later. The
 * extra column {@code x_problem} is null for records; else it is the index of the reject, {@value #SKIPPED} or {@value #JUNK};
 * {@code x_rounded} is true where a cost had more decimals than the lake keeps.
 */
public final class CostPlan {
    static final String PROBLEM = "x_problem";
    static final String ROUNDED = "x_rounded";
    static final int JUNK = RowProblems.JUNK;
    static final int SKIPPED = RowProblems.SKIPPED;

    private static final List<String> LATER = List.of("x_Slice", "x_Delivery");
    private static final Set<String> ASKED = Set.of(
            "BilledCost",
            "EffectiveCost",
            "BillingCurrency",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "ResourceId",
            "SubAccountId",
            "BillingAccountId");
    static final String MONTH = "x_BillingMonth";
    static final String TAGS = "Tags";
    private static final String VARIANT = "x_variant";

    private final Dialect dialect;
    private final MappingPlan mapping;
    private final List<SourceColumn> sourceColumns;
    private final RowProblems problems;
    private final SharedReadings readings;
    private final TagSets tags;
    private final Set<String> empty;

    /** @param sourceColumns all columns of the source relation */
    public CostPlan(Dialect dialect, MappingPlan mapping, List<SourceColumn> sourceColumns) {
        this.dialect = dialect;
        this.mapping = mapping;
        this.sourceColumns = List.copyOf(sourceColumns);
        this.problems = new RowProblems(dialect, mapping);
        this.readings = new SharedReadings(dialect, mapping, this.sourceColumns);
        this.tags = new TagSets(dialect, expressions().getOrDefault(TAGS, List.of()), this.sourceColumns);
        this.empty = empty();
    }

    /** Columns that are null in every record of the file. What is asked of a file before it is written stays in its table. */
    private Set<String> empty() {
        Set<String> empty = new HashSet<>();
        Map<String, List<String>> expressions = expressions();
        for (Column column : recordColumns()) {
            String nothing = "CAST(NULL AS " + dialect.type(column.type()) + ")";
            if (!ASKED.contains(column.name())
                    && expressions.getOrDefault(column.name(), List.of()).stream()
                            .allMatch(nothing::equals)
                    && expressions.containsKey(column.name())) {
                empty.add(column.name());
            }
        }
        return empty;
    }

    /** What the numbers in {@code x_problem} mean. */
    public List<RejectCheck> rejects() {
        return problems.rejects();
    }

    /**
     * The query that turns the rows of a file into cost records.
     *
     * @param relation table expression with the source columns and {@code x_row}
     * @param source source id
     * @param fileId first 16 hex digits of the file's hash
     */
    public String select(String relation, String source, String fileId) {
        return select(relation, source, fileId, Optional.empty());
    }

    /** @param tagTable what {@link #tagSets} made of the same relation */
    String select(String relation, String source, String fileId, Optional<String> tagTable) {
        String mapped = mapped(relation, tagTable);
        Map<String, String> constants = constants(source, fileId);
        String context = "SELECT t.*, " + dialect.text(source) + " AS " + q("x_Source") + ", " + tags.context(tagTable)
                + " AS " + q("x_TagContext") + " FROM (" + mapped + ") AS t";
        List<String> columns = new ArrayList<>();
        for (Column column : recordColumns()) {
            if (constants.containsKey(column.name())) {
                continue;
            }
            columns.add(derived(column.name(), fileId) + " AS " + q(column.name()));
        }
        columns.add(problems.ofRecord() + " AS " + q(PROBLEM));
        columns.add("r." + q(ROUNDED) + " AS " + q(ROUNDED));
        return "SELECT " + String.join(", ", columns) + " FROM (" + context + ") AS r";
    }

    /** What {@link TagSets#select} says. */
    Optional<String> tagSets(String relation) {
        return tags.select(relation);
    }

    /** What is the same in every record of the file: it need not be sorted with them. */
    private Map<String, String> constants(String source, String fileId) {
        Map<String, String> constants = new LinkedHashMap<>();
        constants.put("x_Source", dialect.text(source));
        constants.put("x_File", dialect.text(fileId));
        constants.put("x_Mapping", dialect.text(mapping.mapping()));
        for (Column column : recordColumns()) {
            if (empty.contains(column.name())) {
                constants.put(column.name(), "CAST(NULL AS " + dialect.type(column.type()) + ")");
            }
        }
        return constants;
    }

    /** The columns of cost_record without slice and delivery. */
    static List<Column> recordColumns() {
        return Tables.COST_RECORD.columns().stream()
                .filter(column -> !LATER.contains(column.name()))
                .toList();
    }

    /**
     * The records of one delivery out of a table that {@link #select} made, as {@code cost_record} wants them.
     *
     * @param table name of the temporary table
     * @param source as for {@link #select}
     * @param fileId as for {@link #select}
     */
    public String rows(String table, String source, String fileId, Delivery delivery) {
        Map<String, String> constants = constants(source, fileId);
        constants.put("x_Slice", dialect.text(delivery.key().slice()));
        constants.put("x_Delivery", dialect.text(delivery.id()));
        List<String> columns = new ArrayList<>();
        List<String> sorted = new ArrayList<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            String name = dialect.name(column.name());
            String constant = constants.get(column.name());
            columns.add(constant == null ? name : constant + " AS " + name);
            if (constant == null) {
                sorted.add(name);
            }
        }
        String order = Tables.COST_RECORD.sort().stream().map(dialect::name).collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", columns) + " FROM (SELECT " + String.join(", ", sorted) + " FROM "
                + dialect.name(table) + " WHERE " + dialect.name(PROBLEM) + " IS NULL AND " + dialect.name(MONTH)
                + " = " + dialect.text(delivery.key().month().toString()) + " ORDER BY " + order + ") AS sorted";
    }

    private String mapped(String relation, Optional<String> tagTable) {
        boolean several = mapping.outputs().size() > 1;
        List<String> columns = new ArrayList<>();
        for (Map.Entry<String, List<String>> column : expressions().entrySet()) {
            boolean known = tagTable.isPresent() && column.getKey().equals(TAGS);
            String value = known ? "g." + q(TAGS) : readings.in(chosen(column.getValue()));
            columns.add(value + " AS " + q(column.getKey()));
        }
        tagTable.ifPresent(ignored -> columns.add("g." + q(TagSets.TEXT) + " AS " + q(TagSets.TEXT)));
        columns.add(readings.in(mapping.billingMonth()) + " AS " + q(MONTH));
        columns.add("s.x_row AS " + q("x_Row"));
        columns.add((several ? "v." + VARIANT : "0") + " AS " + q(VARIANT));
        columns.add(unreadColumns() + " AS " + q("x_SourceColumns"));
        columns.add("s." + q(PROBLEM) + " AS " + q(PROBLEM));
        columns.add(readings.in(mapping.roundedRows().orElse("false")) + " AS " + q(ROUNDED));
        return "SELECT " + String.join(", ", columns) + " FROM (SELECT s.*, " + readings.in(problems.ofRow()) + " AS "
                + q(PROBLEM) + " FROM " + readings.addedTo(relation) + " AS s) AS s"
                + tagTable.map(tags::join).orElse("") + (several ? variants() : "")
                + (several || mapping.outputs().get(0).filter().isPresent() ? " WHERE " + readings.in(wanted()) : "");
    }

    /** Lake column to its expression in each output. */
    private Map<String, List<String>> expressions() {
        Map<String, List<String>> expressions = new LinkedHashMap<>();
        for (RowOutput output : mapping.outputs()) {
            output.columns()
                    .forEach((column, expression) -> expressions
                            .computeIfAbsent(column, ignored -> new ArrayList<>())
                            .add(expression));
        }
        return expressions;
    }

    private static String chosen(List<String> alternatives) {
        if (alternatives.stream().distinct().count() == 1) {
            return alternatives.get(0);
        }
        StringBuilder text = new StringBuilder("CASE v." + VARIANT);
        for (int i = 0; i < alternatives.size(); i++) {
            text.append(" WHEN ").append(i).append(" THEN ").append(alternatives.get(i));
        }
        return text.append(" END").toString();
    }

    private String variants() {
        String rows = java.util.stream.IntStream.range(0, mapping.outputs().size())
                .mapToObj(i -> "(" + i + ")")
                .collect(Collectors.joining(", "));
        return " CROSS JOIN (VALUES " + rows + ") AS v(" + VARIANT + ")";
    }

    /** A row with a problem is kept once, in the first variant, so that it can be counted and listed. */
    private String wanted() {
        boolean several = mapping.outputs().size() > 1;
        List<String> choices = new ArrayList<>();
        choices.add("(s." + q(PROBLEM) + " IS NOT NULL" + (several ? " AND v." + VARIANT + " = 0" : "") + ")");
        for (int i = 0; i < mapping.outputs().size(); i++) {
            String filter = mapping.outputs()
                    .get(i)
                    .filter()
                    .map(text -> "(" + text + ")")
                    .orElse("true");
            String variant = several ? " AND v." + VARIANT + " = " + i : "";
            choices.add("(s." + q(PROBLEM) + " IS NULL AND " + filter + variant + ")");
        }
        return String.join(" OR ", choices);
    }

    private String unreadColumns() {
        Map<String, String> unread = new LinkedHashMap<>();
        for (SourceColumn column : sourceColumns) {
            if (!mapping.used().contains(column.name())) {
                unread.put(column.name(), dialect.cells().text("s." + q(column.name()), column.type()));
            }
        }
        return unread.isEmpty() ? "CAST(NULL AS " + dialect.type(ColumnType.STRING_MAP) + ")" : dialect.textMap(unread);
    }

    private String derived(String column, String fileId) {
        return switch (column) {
            case "x_RecordId" ->
                dialect.portableHash(List.of(dialect.text(fileId), text("r." + q("x_Row")), text("r." + q(VARIANT))));
            case "x_BilledUnits" -> "units_of(r." + q("BilledCost") + ")";
            case "x_BilledRest" -> "rest_of(r." + q("BilledCost") + ")";
            case "x_EffectiveUnits" -> "units_of(r." + q("EffectiveCost") + ")";
            case "x_EffectiveRest" -> "rest_of(r." + q("EffectiveCost") + ")";
            case "x_GroupId" -> groupId();
            default -> "r." + q(column);
        };
    }

    private String groupId() {
        List<String> texts = new ArrayList<>();
        for (String column : GroupColumn.ids()) {
            String nothing = "CAST(NULL AS " + dialect.type(ColumnType.STRING) + ")";
            texts.add(empty.contains(column) ? nothing : "r." + q(column));
        }
        texts.add(text("r." + q("x_TagContext")));
        return dialect.portableHash(texts);
    }

    private String text(String expression) {
        return "CAST(" + expression + " AS " + dialect.type(ColumnType.STRING) + ")";
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
