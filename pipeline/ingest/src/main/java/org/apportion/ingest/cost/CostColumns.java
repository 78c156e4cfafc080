package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.MappingPlan.RowOutput;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * How the columns of one file's records come about. Amounts and times are worked out for each row. Texts repeat: the cells
 * that they are made of are kept as they are, and what is made of them is worked out once for each distinct set of cells.
 */
final class CostColumns {
    static final String MONTH = "x_BillingMonth";
    static final String TAGS = "Tags";
    static final String UNREAD = "x_SourceColumns";

    private static final String RESOURCE = "ResourceId";

    /** All cells that are kept as they are, packed into one text. */
    static final String CELLS = "x_cells";

    /** Made of other columns of the record, or of the delivery. */
    static final Set<String> DERIVED = Set.of(
            "x_Row",
            "x_RecordId",
            "x_BilledUnits",
            "x_BilledRest",
            "x_EffectiveUnits",
            "x_EffectiveRest",
            "x_TagContext",
            "x_GroupId",
            "x_Slice",
            "x_Delivery");

    /** Asked of a file before it is written. */
    private static final Set<String> ASKED = Set.of(
            "BilledCost",
            "EffectiveCost",
            "BillingCurrency",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "ResourceId",
            "SubAccountId",
            "BillingAccountId");

    /** Texts that may differ from row to row, so that keeping their cells together with others would repeat the others. */
    private static final Set<String> FINE = Set.of(
            "AllocatedMethodDetails",
            "AllocatedMethodId",
            "AllocatedResourceId",
            "AllocatedResourceName",
            "AllocatedTags",
            "CapacityReservationId",
            "CommitmentProgramEligibilityDetails",
            "ContractApplied",
            "InvoiceDetailId",
            "SkuPriceDetails",
            "SkuPriceId");

    private final Dialect dialect;
    private final List<SourceColumn> sourceColumns;
    private final Map<String, List<String>> expressions = new LinkedHashMap<>();
    private final Map<String, String> constants = new LinkedHashMap<>();
    private final Map<String, String> perGroup = new LinkedHashMap<>();
    private final List<String> cells;
    private final List<String> perRow = new ArrayList<>();
    private final Optional<String> tagColumn;

    CostColumns(Dialect dialect, MappingPlan mapping, List<SourceColumn> sourceColumns) {
        this.dialect = dialect;
        this.sourceColumns = sourceColumns;
        for (RowOutput output : mapping.outputs()) {
            output.columns()
                    .forEach((column, expression) -> expressions
                            .computeIfAbsent(column, ignored -> new ArrayList<>())
                            .add(expression));
        }
        boolean allRead =
                sourceColumns.stream().allMatch(column -> mapping.used().contains(column.name()));
        this.tagColumn = oneTagColumn();
        Set<String> measured = measured();
        for (Column column : Tables.COST_RECORD.columns()) {
            String nothing = "CAST(NULL AS " + dialect.type(column.type()) + ")";
            if (isEmpty(column.name(), nothing) || (allRead && column.name().equals(UNREAD))) {
                constants.put(column.name(), nothing);
            } else if (isOfGroup(column, measured)) {
                perGroup.put(column.name(), alternatives(column.name()).get(0));
            } else if (!isConstant(column.name()) && !(isTags(column.name()) && tagColumn.isPresent())) {
                perRow.add(column.name());
            }
        }
        Set<String> kept = new LinkedHashSet<>();
        perGroup.values().forEach(expression -> kept.addAll(sources(expression)));
        tagColumn.ifPresent(kept::add);
        cells = List.copyOf(kept);
    }

    private static boolean isConstant(String column) {
        return DERIVED.contains(column)
                || Set.of("x_Source", "x_File", "x_Mapping").contains(column);
    }

    private static boolean isTags(String column) {
        return column.equals(TAGS);
    }

    private boolean isEmpty(String column, String nothing) {
        return !ASKED.contains(column)
                && expressions.containsKey(column)
                && alternatives(column).equals(List.of(nothing));
    }

    private boolean isOfGroup(Column column, Set<String> measured) {
        List<String> alternatives = alternatives(column.name());
        return column.type() == ColumnType.STRING
                && alternatives.size() == 1
                && !ASKED.contains(column.name())
                && !FINE.contains(column.name())
                && sources(alternatives.get(0)).stream().noneMatch(measured::contains);
    }

    /** Source columns that amounts and times are read from, or that hold no text. */
    private Set<String> measured() {
        Set<String> measured = new LinkedHashSet<>();
        for (Column column : Tables.COST_RECORD.columns()) {
            if (column.type() == ColumnType.MONEY || column.type() == ColumnType.TIMESTAMP) {
                alternatives(column.name()).forEach(expression -> measured.addAll(sources(expression)));
            }
        }
        sourceColumns.stream().filter(column -> !isText(column)).forEach(column -> measured.add(column.name()));
        return measured;
    }

    private boolean isText(SourceColumn column) {
        return column.type().equals(dialect.type(ColumnType.STRING));
    }

    private Optional<String> oneTagColumn() {
        List<String> tags = alternatives(TAGS);
        List<String> sources = tags.size() == 1 ? sources(tags.get(0)) : List.of();
        return sourceColumns.stream()
                .filter(column -> sources.equals(List.of(column.name())) && isText(column))
                .map(SourceColumn::name)
                .findFirst();
    }

    private List<String> sources(String expression) {
        return sourceColumns.stream()
                .map(SourceColumn::name)
                .filter(name -> expression.contains("s." + dialect.name(name)))
                .toList();
    }

    /** The expressions of a lake column without repetition, one for each output where they differ. */
    List<String> alternatives(String column) {
        return expressions.getOrDefault(column, List.of()).stream().distinct().toList();
    }

    /** The expressions of a lake column, one for each output of the mapping. */
    List<String> ofOutputs(String column) {
        return List.copyOf(expressions.getOrDefault(column, List.of()));
    }

    /** Lake columns that are null in every record of the file, each with its null. */
    Map<String, String> constants() {
        return constants;
    }

    /** Lake columns that are worked out for each row. */
    List<String> perRow() {
        return perRow;
    }

    /** Lake columns that are worked out for each distinct set of cells, each with its expression over the source. */
    Map<String, String> perGroup() {
        return perGroup;
    }

    /** Source columns that are kept as they are, in the order in which {@link #CELLS} holds them. */
    List<String> cells() {
        return cells;
    }

    /** The one source column that all tags come from; nothing if there are several or none. */
    Optional<String> tagColumn() {
        return tagColumn;
    }

    /** Columns of the file's table by which its rows fall into groups: equal in these, equal in all that is worked out per group. */
    List<String> keys() {
        Set<String> group = Set.copyOf(GroupColumn.ids());
        List<String> keys = perRow.stream()
                .filter(column -> group.contains(column) || isTags(column))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!cells.isEmpty()) {
            keys.add(CELLS);
        }
        return keys;
    }

    /** Columns of a group whose texts repeat in most bills; the resource keeps its text, by which readers find its rows. */
    List<Column> repeating() {
        Set<String> ofGroup = new LinkedHashSet<>(perGroup.keySet());
        ofGroup.addAll(keys());
        tagColumn.ifPresent(ignored -> ofGroup.add(TAGS));
        return Tables.COST_RECORD.columns().stream()
                .filter(column ->
                        ofGroup.contains(column.name()) && !column.name().equals(RESOURCE))
                .filter(column -> column.type() == ColumnType.STRING || column.type() == ColumnType.STRING_MAP)
                .toList();
    }
}
