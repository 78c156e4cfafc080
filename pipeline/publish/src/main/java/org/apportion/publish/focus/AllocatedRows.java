package org.apportion.publish.focus;

import static org.apportion.model.table.Column.optional;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * The Cost and Usage rows of the provider view: each record once per receiver, with its own dimensions and its share of every cost
 * and quantity. Without a rule a record stays as the provider wrote it.
 */
final class AllocatedRows {
    static final String SHARES = "focus_share";
    /** Units with their tags, after {@link #prepare}. */
    static final String UNITS = "focus_unit";

    private final Engine engine;
    private final Dialect dialect;
    private final FocusSource source;
    private final String run;
    private final CompletedCost completed;

    AllocatedRows(Engine engine, FocusSource source, String run) {
        this.engine = engine;
        this.dialect = engine.dialect();
        this.source = source;
        this.run = run;
        this.completed = new CompletedCost(dialect);
    }

    /** Sums the shares to one row per record, receiver, unit and tier, in a table of the session. */
    void prepare(Organization organization) {
        List<Object[]> units = new ArrayList<>();
        for (OrganizationUnit unit : organization.units()) {
            units.add(new Object[] {
                unit.id(),
                FocusJson.unitTags(unit.id(), organization.costCenter(unit.id()).orElse(""))
            });
        }
        engine.load(
                UNITS,
                List.of(
                        Column.required("unit", ColumnType.STRING, "Id of the unit."),
                        Column.required("tags", ColumnType.STRING, "AllocatedTags, as JSON text.")),
                units);
        String receiver = "CASE WHEN s.reason IS NULL THEN s.consumer_kind || ':' || s.consumer END AS receiver";
        String named = "CASE WHEN s.reason IS NULL THEN s.consumer END AS receiver_name";
        String sums = CompletedCost.MEASURES.stream()
                .map(name ->
                        "CAST(sum(s." + name(name) + ") AS " + dialect.type(ColumnType.MONEY) + ") AS " + name(name))
                .collect(Collectors.joining(", "));
        String grouped = "SELECT s.x_RecordId, s.part, s.tier, s.method, s.reason, " + receiver + ", " + named
                + ", s.consumer_kind, s.consumer, s.rule, s.rule_version, s.is_whole, o.unit, CAST(sum(s.ratio) AS "
                + dialect.type(ColumnType.MONEY) + ") AS ratio, " + sums + " FROM (" + source.shares()
                + ") AS s LEFT JOIN "
                + OwnedCharges.OWNERS
                + " AS o ON o.kind = s.consumer_kind AND o.name = s.consumer AND s.day >= o.valid_from AND s.day < o.valid_to"
                + " GROUP BY s.x_RecordId, s.part, s.tier, s.method, s.reason, s.consumer_kind, s.consumer, s.rule,"
                + " s.rule_version, s.is_whole, o.unit";
        engine.execute(dialect.createTable(SHARES, rounded(grouped)));
    }

    /** Ratios of twelve decimals by cumulative rounding, so that those of a record still sum to one. */
    private String rounded(String grouped) {
        List<String> others = new ArrayList<>(List.of(
                "x_RecordId",
                "part",
                "tier",
                "method",
                "reason",
                "receiver",
                "receiver_name",
                "rule",
                "rule_version",
                "is_whole",
                "unit"));
        CompletedCost.MEASURES.forEach(measure -> others.add(name(measure)));
        String list = String.join(", ", others);
        String running =
                "SELECT *, sum(ratio) OVER (PARTITION BY x_RecordId ORDER BY part, tier, consumer_kind, consumer,"
                        + " unit ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run FROM split WHERE is_whole = 0";
        String money = dialect.type(ColumnType.MONEY);
        return "WITH split AS (" + grouped + ") SELECT " + list
                + ", ratio FROM split WHERE is_whole = 1 UNION ALL SELECT "
                + list + ", CAST(round(run, 12) - round(run - ratio, 12) AS " + money + ") AS ratio FROM (" + running
                + ") AS r";
    }

    void forget() {
        engine.execute(dialect.dropTable(SHARES));
        engine.execute(dialect.dropTable(UNITS));
    }

    /** @param used columns of FOCUS that at least one record has a value for */
    BundleRows rows(List<FocusColumn> used) {
        List<Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (FocusColumn column : used) {
            columns.add(optional(column.id(), type(column), "FOCUS 1.4."));
            values.add(value(column) + " AS " + name(column.id()));
        }
        List<Own> added = new ArrayList<>(own());
        if (used.contains(FocusColumn.CONTRACT_APPLIED)) {
            added.add(own(
                    "x_ContractApplied",
                    ColumnType.STRING,
                    "CASE WHEN s.ratio <> 1 THEN c." + name(FocusColumn.CONTRACT_APPLIED.id()) + " END"));
        }
        for (Own own : added) {
            columns.add(own.column());
            values.add(own.sql() + " AS " + name(own.column().name()));
        }
        String select = "SELECT " + String.join(", ", values) + " FROM " + source.cost() + " AS c JOIN " + SHARES
                + " AS s ON s.x_RecordId = c.x_RecordId LEFT JOIN " + UNITS + " AS u ON u.unit = s.unit";
        return new BundleRows(
                select,
                columns,
                List.of("x_RecordId", "x_Part", "x_Tier", "AllocatedResourceId", "x_OrganizationUnit"));
    }

    private record Own(Column column, String sql) {}

    private static List<Own> own() {
        return Stream.of(
                        own("x_RecordId", ColumnType.BIGINT, "c.x_RecordId"),
                        own("x_Source", ColumnType.STRING, "c.x_Source"),
                        own("x_File", ColumnType.STRING, "c.x_File"),
                        own("x_SourceRow", ColumnType.BIGINT, "c.x_Row"),
                        own("x_Part", ColumnType.INT, "CASE WHEN s.rule IS NOT NULL THEN s.part END"),
                        own("x_Tier", ColumnType.INT, "CASE WHEN s.rule IS NOT NULL THEN s.tier END"),
                        own("x_AllocatedRatio", ColumnType.MONEY, "s.ratio"),
                        own("x_OrganizationUnit", ColumnType.STRING, "s.unit"),
                        own(
                                "x_Unallocated",
                                ColumnType.STRING,
                                "CASE WHEN s.unit IS NULL THEN " + OwnedCharges.reason("s.reason", "s.receiver")
                                        + " END"))
                .toList();
    }

    private static Own own(String name, ColumnType type, String sql) {
        return new Own(optional(name, type, "Apportion."), sql);
    }

    private static ColumnType type(FocusColumn column) {
        return switch (column.type()) {
            case DECIMAL -> ColumnType.MONEY;
            case TIMESTAMP -> ColumnType.TIMESTAMP;
            case STRING, JSON, MAP -> ColumnType.STRING;
        };
    }

    private String value(FocusColumn column) {
        String ofRecord = "c." + name(column.id());
        return switch (column) {
            case ALLOCATED_METHOD_ID ->
                "CASE WHEN s.rule IS NULL THEN " + ofRecord + " ELSE s.rule || '@' || s.rule_version END";
            case ALLOCATED_METHOD_DETAILS ->
                "CASE WHEN s.rule IS NULL THEN " + ofRecord + " ELSE " + details() + " END";
            case ALLOCATED_RESOURCE_ID -> "CASE WHEN s.rule IS NULL THEN " + ofRecord + " ELSE s.receiver END";
            case ALLOCATED_RESOURCE_NAME -> "CASE WHEN s.rule IS NULL THEN " + ofRecord + " ELSE s.receiver_name END";
            case ALLOCATED_TAGS ->
                "CASE WHEN s.rule IS NULL THEN " + ofRecord + " WHEN s.receiver IS NOT NULL THEN u.tags END";
            // Its applied amounts belong to the whole record: repeated on each share they would count several times.
            case CONTRACT_APPLIED -> "CASE WHEN s.ratio = 1 THEN " + ofRecord + " END";
            case TAGS -> dialect.cells().text(ofRecord, dialect.type(ColumnType.STRING_MAP));
            case LIST_COST -> priced(ofRecord, "ListUnitPrice", "ListCost");
            case CONTRACTED_COST -> priced(ofRecord, "ContractedUnitPrice", "ContractedCost");
            default -> CompletedCost.MEASURES.contains(column.id()) ? shared(ofRecord, column.id()) : ofRecord;
        };
    }

    private String shared(String ofRecord, String measure) {
        return "CASE WHEN s.is_whole = 1 THEN " + ofRecord + " ELSE s." + name(measure) + " END";
    }

    /** Where the record's cost is exactly price times quantity, so is each share's: see {@link CompletedCost#quantityGrain}. */
    private String priced(String ofRecord, String price, String cost) {
        return "CASE WHEN s.is_whole = 1 THEN " + ofRecord + " WHEN " + completed.isProduct("c.", price, cost)
                + " THEN "
                + dialect.cells().product("c." + name(price), "s." + name("PricingQuantity")) + " ELSE s." + name(cost)
                + " END";
    }

    private String details() {
        String ratio = "CAST(CAST(s.ratio AS DECIMAL(13,12)) AS " + dialect.type(ColumnType.STRING) + ")";
        return "'{\"Elements\":[{\"AllocatedRatio\":' || " + ratio
                + " || ',\"x_Method\":\"' || s.method || '\",\"x_Part\":' || s.part || ',\"x_Tier\":' || s.tier"
                + " || coalesce(',\"x_Reason\":\"' || s.reason || '\"', '') || '}],\"x_Run\":' || "
                + dialect.text(FocusJson.quoted(run)) + " || '}'";
    }

    private String name(String column) {
        return dialect.name(column);
    }
}
