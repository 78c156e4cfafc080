package org.apportion.model.table;

import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;
import static org.apportion.model.table.ColumnType.BIGINT;
import static org.apportion.model.table.ColumnType.DATE;
import static org.apportion.model.table.ColumnType.INT;
import static org.apportion.model.table.ColumnType.MONEY;
import static org.apportion.model.table.ColumnType.STRING;
import static org.apportion.model.table.ColumnType.STRING_MAP;
import static org.apportion.model.table.ColumnType.TIMESTAMP;
import static org.apportion.model.table.ColumnType.USAGE;

import java.util.ArrayList;
import java.util.List;

/** The tables of the lake, each defined once. FOCUS columns keep their names; ours start with {@code x_}. */
public final class Tables {

    /** One row per row of a bill; nothing is dropped by sign, category or amount. */
    public static final TableSchema COST_RECORD = new TableSchema(
            "cost_record",
            costRecordColumns(),
            List.of("x_BillingMonth", "x_Source", "x_Slice"),
            List.of("ResourceId", "ChargePeriodStart", "x_RecordId"));

    /** What a consumer used of a resource in one hour; unique per (metric, resource, hour, consumer) in a slice. */
    public static final TableSchema USAGE_SAMPLE = new TableSchema(
            "usage_sample",
            List.of(
                    required("metric", STRING, "Name of what was measured, such as cpu_core_hours."),
                    required("resource", STRING, "Resource it was measured on; joins the record column a rule names."),
                    required("hour", TIMESTAMP, "Start of the hour, UTC."),
                    required("consumer", STRING, "Principal that used it."),
                    required("value", USAGE, "Amount in the hour, never negative, rounded half-even to nine decimals."),
                    optional("unit", STRING, "Unit of the value as delivered."),
                    required("x_UsageMonth", STRING, "Month of the hour, as 2026-10."),
                    required("x_Source", STRING, "Source id of the configuration."),
                    required("x_Slice", STRING, "Slice of the delivery that is replaced as a whole."),
                    required("x_Delivery", STRING, "Delivery id in the ledger."),
                    required("x_File", STRING, "First 16 hex digits of the file's SHA-256."),
                    required("x_Row", BIGINT, "First data row of the file that holds the sample, counted from 1.")),
            List.of("x_UsageMonth", "x_Source", "x_Slice"),
            List.of("metric", "resource", "hour", "consumer"));

    /** The groups of a run: which rule took them and the record columns that a charge may be asked by. */
    public static final TableSchema RECORD_GROUP =
            new TableSchema("record_group", recordGroupColumns(), List.of("billing_month"), List.of("record_group"));

    /** One consumer's share of one record group on one day. Holds no organization unit: that is joined. */
    public static final TableSchema CHARGE = new TableSchema(
            "charge",
            List.of(
                    required("billing_month", STRING, "Month of the bill, as 2026-10."),
                    required("record_group", BIGINT, "Joins record_group."),
                    required("day", DATE, "UTC day in which the cost arose."),
                    required("part", INT, "Index of the rule's part, from 0."),
                    required("tier", INT, "Index of the tier that found the consumers, from 0."),
                    required(
                            "method",
                            STRING,
                            "Method of that tier: direct, even, fixed, metric, mix, maximum, "
                                    + "allocated, resource."),
                    required("consumer_kind", STRING, "account, principal, resource, tag or unit."),
                    required("consumer", STRING, "Name of the consumer within its kind."),
                    optional("cost_type", STRING, "Cost type of the part, such as usage or shared."),
                    optional(
                            "reason",
                            STRING,
                            "Why no consumer was found: no_rule, no_usage, no_owner, late; else null."),
                    required("amount", MONEY, "Share in the record's billing currency; negative for credits.")),
            List.of("billing_month"),
            List.of("record_group", "day", "part", "tier", "consumer_kind", "consumer"));

    /**
     * What a charge owes in single hours, where the split knows them: rows of one charge add up to it or to the part of it that
     * has hours. Only runs that are told to keep hours write it.
     */
    public static final TableSchema CHARGE_HOUR = new TableSchema(
            "charge_hour",
            List.of(
                    required("billing_month", STRING, "Month of the bill, as 2026-10."),
                    required("record_group", BIGINT, "As in charge."),
                    required("day", DATE, "As in charge."),
                    required("hour", INT, "Hour of that day, UTC, 0 to 23."),
                    required("part", INT, "As in charge."),
                    required("tier", INT, "As in charge."),
                    required("consumer_kind", STRING, "As in charge."),
                    required("consumer", STRING, "As in charge."),
                    required("amount", MONEY, "What of the charge the hour owes.")),
            List.of("billing_month"),
            List.of("record_group", "day", "part", "tier", "consumer_kind", "consumer", "hour"));

    /**
     * What a closed month's charges have become since, booked in a later open month: one row per charge and unit. A closed month
     * and its corrections add up to the month as its present inputs say. A correction names its unit, a charge does not.
     */
    public static final TableSchema CORRECTION = new TableSchema(
            "correction",
            List.of(
                    required("billing_month", STRING, "Open month in which it is booked, as 2026-11."),
                    required("correction", BIGINT, "Portable hash of booking month, charge and unit."),
                    required("origin_month", STRING, "Closed month that it corrects, as 2026-10."),
                    required("record_group", BIGINT, "Joins record_group of the booking month."),
                    required("day", DATE, "UTC day in which the cost arose."),
                    required("part", INT, "As in charge."),
                    required("tier", INT, "As in charge."),
                    required("method", STRING, "As in charge."),
                    required("consumer_kind", STRING, "As in charge."),
                    required("consumer", STRING, "As in charge."),
                    optional("cost_type", STRING, "As in charge."),
                    optional("reason", STRING, "As in charge."),
                    optional("unit", STRING, "Organization unit whose share it is; null for what reached none."),
                    optional("unit_name", STRING, "Name of the unit."),
                    optional("cost_center", STRING, "Nearest cost center of the unit."),
                    optional("unit_owner", STRING, "Nearest owner of the unit."),
                    optional("unallocated", STRING, "Why it reached no unit; null if it did."),
                    required("amount_before", MONEY, "Closed amount and earlier corrections of the unit's share."),
                    required("amount_after", MONEY, "What the share is now."),
                    required("amount", MONEY, "amount_after less amount_before; never zero."),
                    required(
                            "cause",
                            STRING,
                            "delivery, rules, tags, directory, cost-basis, usage, apportion (another version) and owner, joined by +;"
                                    + " or other corrections."),
                    optional("deliveries", STRING, "Ids of deliveries that came since, if they changed the records.")),
            List.of("billing_month"),
            List.of("origin_month", "record_group", "day", "part", "tier", "consumer_kind", "consumer", "unit"));

    /** What each distinct set of tags resolved to, and where each value came from. */
    public static final TableSchema RESOLVED_TAG = new TableSchema(
            "resolved_tag",
            List.of(
                    required("billing_month", STRING, "Month of the bill, as 2026-10."),
                    required("tag_context", BIGINT, "Joins x_TagContext."),
                    required(
                            "key",
                            STRING,
                            "Key after synonyms and folding; conflict:<key> and passed-over:<key> tell of values that did not count."),
                    required("value", STRING, "Value after folding and value maps."),
                    required("origin", STRING, "resource, resource-group, sub-account or account."),
                    required("source_key", STRING, "Key as the source wrote it."),
                    required("source_value", STRING, "Value as the source wrote it.")),
            List.of("billing_month"),
            List.of("tag_context", "key"));

    /** What is asked of a unit: one row per priced position of a run. */
    public static final TableSchema PRICE_LINE = new TableSchema(
            "price_line",
            List.of(
                    required("billing_month", STRING, "Month of the bill, as 2026-10."),
                    required("line", INT, "Number of the line in the run, from 1, in a stable order."),
                    required(
                            "kind",
                            STRING,
                            "cost, usage, monthly, component, minimum, one-off, resale, resale-credit or correction."),
                    required("route", STRING, "account or service: the way by which the cost reached its payer."),
                    optional("unit", STRING, "Organization unit that pays; null while unallocated."),
                    optional("customer", STRING, "Service customer id."),
                    optional("account", STRING, "Account (sub-account) id."),
                    optional("service", STRING, "Service: FOCUS ServiceName or id of a configured service."),
                    optional("component", STRING, "Component of a configured service, with its part if any."),
                    required("from_day", DATE, "First day covered, UTC, inclusive."),
                    required("to_day", DATE, "First day no longer covered."),
                    optional("price", STRING, "Id of the price that applied."),
                    optional("quantity", USAGE, "Quantity priced, where there is one."),
                    required("cost", MONEY, "Allocated cost behind the line in cost_currency; 0 where it has none."),
                    required("cost_currency", STRING, "Currency of cost."),
                    required("amount", MONEY, "Price asked, in currency, before rounding for an invoice."),
                    required("currency", STRING, "Currency of amount."),
                    required(
                            "steps",
                            STRING,
                            "Each step from cost to amount, as JSON text: rate, date, source, rounding.")),
            List.of("billing_month"),
            List.of("line"));

    public static final List<TableSchema> ALL =
            List.of(COST_RECORD, USAGE_SAMPLE, RECORD_GROUP, CHARGE, CHARGE_HOUR, CORRECTION, RESOLVED_TAG, PRICE_LINE);

    private Tables() {}

    private static List<Column> costRecordColumns() {
        List<Column> columns = new ArrayList<>();
        for (FocusColumn column : FocusColumn.values()) {
            columns.add(new Column(
                    column.id(),
                    lakeType(column.type()),
                    isRequired(column),
                    "FOCUS 1.4, since " + column.since() + "."));
        }
        columns.addAll(List.of(
                required("x_BillingMonth", STRING, "Month of BillingPeriodStart, as 2026-10."),
                required("x_Source", STRING, "Source id of the configuration."),
                required("x_Slice", STRING, "Slice of the delivery that is replaced as a whole."),
                required("x_Delivery", STRING, "Delivery id in the ledger."),
                required("x_File", STRING, "First 16 hex digits of the file's SHA-256."),
                required("x_Row", BIGINT, "Data row in the file, counted from 1 without headings."),
                required(
                        "x_RecordId",
                        BIGINT,
                        "Key of the record, the same in any order of import: from file, row, part."),
                required("x_Mapping", STRING, "Mapping and its version, such as aws-cur-2@1."),
                optional("x_ResourceGroup", STRING, "Azure resource group, Kubernetes namespace or the like."),
                optional("x_LineType", STRING, "The provider's own line type, such as SavingsPlanNegation."),
                optional("x_UsageType", STRING, "The provider's own usage type or meter."),
                optional("x_Operation", STRING, "The provider's own operation."),
                optional("x_BilledUnits", BIGINT, "floor(BilledCost * 1e12); null past a BIGINT."),
                optional("x_BilledRest", INT, "Residue of BilledCost below a unit, in 1e-18."),
                optional("x_EffectiveUnits", BIGINT, "floor(EffectiveCost * 1e12); null past a BIGINT."),
                optional("x_EffectiveRest", INT, "Residue of EffectiveCost below a unit, in 1e-18."),
                required(
                        "x_TagContext",
                        BIGINT,
                        "Portable hash of Tags, x_ResourceGroup, SubAccountId, BillingAccountId."),
                required("x_GroupId", BIGINT, "Portable hash of the group columns and x_TagContext."),
                optional("x_SourceColumns", STRING_MAP, "Columns of the source that no mapping read, as delivered.")));
        return columns;
    }

    private static List<Column> recordGroupColumns() {
        List<Column> columns = new ArrayList<>(List.of(
                required("billing_month", STRING, "Month of the bill, as 2026-10."),
                required("record_group", BIGINT, "Portable hash of x_GroupId, rule and rule version."),
                required("x_GroupId", BIGINT, "Joins cost_record."),
                optional("rule", STRING, "Id of the rule that took the group; null if none did."),
                optional("rule_version", INT, "Version of that rule."),
                required("x_TagContext", BIGINT, "Joins resolved_tag.")));
        for (GroupColumn column : GroupColumn.values()) {
            columns.add(optional(column.id(), STRING, "As in cost_record."));
        }
        return columns;
    }

    private static ColumnType lakeType(FocusColumn.Type type) {
        return switch (type) {
            case STRING, JSON -> STRING;
            case DECIMAL -> MONEY;
            case TIMESTAMP -> TIMESTAMP;
            case MAP -> STRING_MAP;
        };
    }

    /** Only what the kernel itself needs is required; the rest stays lenient, as providers' files are. */
    private static boolean isRequired(FocusColumn column) {
        return switch (column) {
            case BILLED_COST, EFFECTIVE_COST, BILLING_CURRENCY, CHARGE_PERIOD_START, CHARGE_PERIOD_END -> true;
            default -> false;
        };
    }
}
