package org.apportion.testkit.month;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Loads a month into an engine as temporary tables with exactly the columns of the lake, derived ones included, so that a plan
 * reads it as it reads files.
 */
public final class EngineTables {
    /** The directory: subjects, the unit that owns them, and when ({@code valid_to} is exclusive; null is open). */
    public static final List<Column> OWNER = List.of(
            Column.required("kind", ColumnType.STRING, "Kind of the consumer."),
            Column.required("name", ColumnType.STRING, "Name of the consumer within its kind."),
            Column.required("unit", ColumnType.STRING, "Organization unit that owned it."),
            Column.optional("valid_from", ColumnType.DATE, "First UTC day, inclusive."),
            Column.optional("valid_to", ColumnType.DATE, "First UTC day no longer valid."));

    private static final BigInteger RESTS_PER_UNIT = BigInteger.valueOf(1_000_000);

    private EngineTables() {}

    /** Tags that stand for several owners, with the weights that a plan reads. */
    public static final List<Column> SHARE = List.of(
            Column.required("name", ColumnType.STRING, "Name of the tag that stands for several."),
            Column.required("owner", ColumnType.STRING, "Name of a tag that it stands for."),
            Column.required("w", ColumnType.BIGINT, "Weight in units of 1e-9."),
            Column.required("cw", ColumnType.BIGINT, "Running sum, in order of owner."),
            Column.required("tw", ColumnType.BIGINT, "Sum."));

    /** Creates or replaces the five tables. */
    public static void load(Engine engine, MonthData data, Names names) {
        engine.load(names.cost(), Tables.COST_RECORD.columns(), costRows(data));
        engine.load(names.sample(), Tables.USAGE_SAMPLE.columns(), sampleRows(data));
        engine.load(names.tag(), Tables.RESOLVED_TAG.columns(), tagRows(data));
        engine.load(names.owner(), OWNER, ownerRows(data));
        engine.load(names.share(), SHARE, shareRows(data));
    }

    /** Names of the tables to make. */
    public record Names(String cost, String sample, String tag, String owner) {
        public static final Names PLAIN = new Names("cost", "sample", "tag", "owner");

        /** Name of the table of shares. */
        public String share() {
            return tag + "_share";
        }
    }

    private static List<Object[]> costRows(MonthData data) {
        List<Object[]> rows = new ArrayList<>();
        for (BillRecord record : data.records()) {
            Map<String, @Nullable Object> values = new HashMap<>(record.columns());
            values.put("Tags", record.tags());
            values.put("ChargePeriodStart", record.start());
            values.put("ChargePeriodEnd", record.end());
            values.put("BillingPeriodStart", data.month().start());
            values.put("BillingPeriodEnd", data.month().end());
            for (CostBasis basis : CostBasis.values()) {
                putCost(values, basis, record.cost(basis));
            }
            values.put("x_RecordId", record.id());
            values.put("x_TagContext", record.tagContext());
            values.put("x_GroupId", record.groupId());
            values.put("x_Slice", "all");
            values.put("x_Delivery", "d1");
            values.put("x_File", "0000000000000000");
            values.put("x_Row", (long) rows.size() + 1);
            values.put("x_Mapping", "generated@1");
            rows.add(row(Tables.COST_RECORD.columns(), values));
        }
        return rows;
    }

    private static void putCost(Map<String, @Nullable Object> values, CostBasis basis, BigDecimal cost) {
        values.put(basis.column(), cost);
        BigInteger units =
                cost.movePointRight(12).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
        if (units.bitLength() < Long.SIZE) {
            BigInteger rest = cost.movePointRight(18).toBigIntegerExact().subtract(units.multiply(RESTS_PER_UNIT));
            values.put(basis.unitsColumn(), units.longValueExact());
            values.put(basis.restColumn(), rest.intValueExact());
        }
    }

    private static List<Object[]> sampleRows(MonthData data) {
        List<Object[]> rows = new ArrayList<>();
        for (UsageRow sample : data.samples()) {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("metric", sample.metric());
            values.put("resource", sample.resource());
            values.put("hour", sample.hour());
            values.put("consumer", sample.consumer());
            values.put("value", sample.value());
            values.put("x_UsageMonth", month(sample.hour()));
            values.put("x_Source", "usage");
            values.put("x_Slice", sample.slice());
            values.put("x_Delivery", "d1");
            values.put("x_File", "0000000000000000");
            values.put("x_Row", (long) rows.size() + 1);
            rows.add(row(Tables.USAGE_SAMPLE.columns(), values));
        }
        return rows;
    }

    private static List<Object[]> tagRows(MonthData data) {
        List<Object[]> rows = new ArrayList<>();
        data.resolvedTags()
                .forEach((context, tags) -> tags.forEach((key, value) -> rows.add(row(
                        Tables.RESOLVED_TAG.columns(),
                        Map.of(
                                "billing_month",
                                data.month().toString(),
                                "tag_context",
                                context,
                                "key",
                                key,
                                "value",
                                value,
                                "origin",
                                "resource",
                                "source_key",
                                key,
                                "source_value",
                                value)))));
        return rows;
    }

    private static List<Object[]> ownerRows(MonthData data) {
        List<Object[]> rows = new ArrayList<>();
        for (DirectoryEntry entry : data.directory().entries()) {
            LocalDate from = entry.validity().from();
            LocalDate to = entry.validity().to();
            rows.add(
                    new Object[] {entry.subject().kind().text(), entry.subject().name(), entry.unitId(), from, to});
        }
        return rows;
    }

    private static List<Object[]> shareRows(MonthData data) {
        List<Object[]> rows = new ArrayList<>();
        data.shares().forEach((name, owners) -> {
            long total =
                    owners.values().stream().mapToLong(EngineTables::billionths).sum();
            long running = 0;
            for (Map.Entry<String, BigDecimal> owner : owners.entrySet()) {
                long weight = billionths(owner.getValue());
                running += weight;
                rows.add(new Object[] {name, owner.getKey(), weight, running, total});
            }
        });
        return rows;
    }

    private static long billionths(BigDecimal share) {
        return share.movePointRight(9).longValueExact();
    }

    private static Object[] row(List<Column> columns, Map<String, ? extends @Nullable Object> values) {
        return columns.stream().map(column -> values.get(column.name())).toArray();
    }

    private static String month(Instant hour) {
        return YearMonth.from(hour.atZone(ZoneOffset.UTC)).toString();
    }
}
