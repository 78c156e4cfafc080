package org.apportion.publish.focus;

import static org.apportion.model.table.Column.optional;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.FocusColumn.Level;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * Cost and Usage rows of what differs in closed months ({@code ChargeClass} is {@code Correction}): one per difference, or a reversal
 * and a new row. Each of the four costs holds its own difference; quantities and prices of the records behind a correction are not
 * split again and left out.
 */
final class CorrectionRows {
    private static final Set<String> COSTS = Set.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");

    private final Dialect dialect;
    private final String corrections;
    private final String units;

    /**
     * @param corrections rows of {@link org.apportion.lake.FocusCorrections} with the four costs in place of the amount
     * @param units table with unit and tags
     */
    CorrectionRows(Dialect dialect, String corrections, String units) {
        this.dialect = dialect;
        this.corrections = corrections;
        this.units = units;
    }

    BundleRows rows() {
        List<Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (FocusColumn column : FocusColumn.values()) {
            if (column.level() == Level.MANDATORY || column.id().startsWith("Allocated")) {
                columns.add(optional(column.id(), type(column), "FOCUS 1.4."));
                values.add(value(column) + " AS " + name(column.id()));
            }
        }
        for (String own : List.of(
                "x_Correction",
                "x_CorrectionStep",
                "x_OriginMonth",
                "x_Cause",
                "x_Deliveries",
                "x_OrganizationUnit",
                "x_Unallocated")) {
            columns.add(optional(own, ColumnType.STRING, "Apportion."));
            values.add("CAST(k." + own + " AS " + dialect.type(ColumnType.STRING) + ") AS " + name(own));
        }
        return new BundleRows(
                "SELECT " + String.join(", ", values) + " FROM " + completed() + " AS k",
                columns,
                List.of("x_OriginMonth", "x_Correction", "x_CorrectionStep"));
    }

    /** Corrections as if they were records, completed like these, with what is theirs alone. */
    String completed() {
        TreeSet<String> given =
                new TreeSet<>(Set.of("BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"));
        org.apportion.model.table.GroupColumn.ids().stream()
                .filter(id -> !id.equals("x_BillingMonth") && !id.equals("PricingUnit"))
                .forEach(given::add);
        given.addAll(COSTS);
        String record = Tables.COST_RECORD.columns().stream()
                .map(column -> asRecord(column, given))
                .collect(Collectors.joining(", "));
        String own = "x_Correction AS correction_id, x_CorrectionStep AS step, x_OriginMonth AS origin, x_Cause AS why,"
                + " x_Deliveries AS came_with, unit AS paying, unallocated AS nobody, rule AS by_rule, rule_version AS"
                + " by_version, part AS by_part, tier AS by_tier, method AS by_method, consumer_kind AS kind, consumer AS who";
        String completed = new CompletedCost(dialect).relation("(SELECT " + record + " FROM numbered AS r)");
        return "(WITH numbered AS (SELECT *, row_number() OVER (ORDER BY x_OriginMonth, x_Correction, x_CorrectionStep)"
                + " AS place FROM (" + corrections + ") AS f), own AS (SELECT place, " + own + " FROM numbered)"
                + " SELECT c.*, o.*, o.correction_id AS x_Correction, o.step AS x_CorrectionStep, o.origin AS"
                + " x_OriginMonth, o.why AS x_Cause, o.came_with AS x_Deliveries, o.paying AS x_OrganizationUnit,"
                + " o.nobody AS x_Unallocated, u.tags AS unit_tags FROM "
                + completed + " AS c JOIN own AS o ON o.place = c.x_RecordId LEFT JOIN " + units
                + " AS u ON u.unit = o.paying)";
    }

    private String asRecord(Column column, Set<String> given) {
        String value = given.contains(column.name())
                ? "r." + name(column.name())
                : column.name().equals("x_RecordId")
                        ? "r.place"
                        : column.name().equals("HostProviderName")
                                ? "coalesce(r." + name("ServiceProviderName") + ", r.x_Source)"
                                : "NULL";
        return "CAST(" + value + " AS " + dialect.type(column.type()) + ") AS " + name(column.name());
    }

    private static ColumnType type(FocusColumn column) {
        return switch (column.type()) {
            case DECIMAL -> ColumnType.MONEY;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case STRING, JSON, MAP -> ColumnType.STRING;
        };
    }

    private String value(FocusColumn column) {
        return switch (column) {
            case ALLOCATED_METHOD_ID -> "k.by_rule || '@' || k.by_version";
            case ALLOCATED_METHOD_DETAILS ->
                "CASE WHEN k.by_rule IS NOT NULL THEN '{\"Elements\":[{\"x_Method\":\"' || k.by_method ||"
                        + " '\",\"x_Part\":' || k.by_part || ',\"x_Tier\":' || k.by_tier || '}]}' END";
            case ALLOCATED_RESOURCE_ID -> receiver("k.kind || ':' || k.who");
            case ALLOCATED_RESOURCE_NAME -> receiver("k.who");
            case ALLOCATED_TAGS -> receiver("k.unit_tags");
            case TAGS -> dialect.cells().text("k." + name("Tags"), dialect.type(ColumnType.STRING_MAP));
            default -> "k." + name(column.id());
        };
    }

    /** The resource that keeps what nobody was found for receives nothing. */
    private String receiver(String value) {
        return "CASE WHEN k.by_rule IS NOT NULL AND (k.nobody IS NULL OR k.nobody = 'no_unit') THEN " + value + " END";
    }

    private String name(String column) {
        return dialect.name(column);
    }

    /** Columns that a proof sums up. */
    static Stream<String> costs() {
        return COSTS.stream().sorted();
    }
}
