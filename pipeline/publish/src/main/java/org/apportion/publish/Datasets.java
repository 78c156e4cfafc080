package org.apportion.publish;

import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/** The selects behind each content of an output. Rows come in a stable order. */
final class Datasets {
    private static final List<String> GROUP_COLUMNS = List.of(
            "x_Source",
            "ServiceProviderName",
            "BillingAccountId",
            "SubAccountId",
            "SubAccountName",
            "ServiceCategory",
            "ServiceName",
            "SkuId",
            "ChargeCategory",
            "RegionId",
            "ResourceId",
            "ResourceName",
            "ResourceType");

    private final Dialect dialect;
    private final PublishInput input;

    Datasets(Dialect dialect, PublishInput input) {
        this.dialect = dialect;
        this.input = input;
    }

    Dataset of(Content content) {
        return switch (content) {
            case CHARGES -> charges();
            case SUMMARY -> summary();
            case UNALLOCATED -> unallocated();
            case PRICE_LINES, COST_CENTERS -> priceLines();
            case FOCUS, FOCUS_INTERNAL -> throw new IllegalArgumentException("a bundle is written by FocusExport");
        };
    }

    private Dataset charges() {
        List<Column> columns = new ArrayList<>();
        columns.add(required("billing_month", ColumnType.STRING, "Month of the bill."));
        columns.add(required("day", ColumnType.DATE, "UTC day."));
        columns.addAll(ownerColumns());
        columns.add(required("consumer_kind", ColumnType.STRING, "Kind of the consumer."));
        columns.add(required("consumer", ColumnType.STRING, "Name of the consumer."));
        GROUP_COLUMNS.forEach(name -> columns.add(optional(name, ColumnType.STRING, "As in the record.")));
        columns.add(optional("rule", ColumnType.STRING, "Rule that took the record."));
        columns.add(required("method", ColumnType.STRING, "How the consumer was found."));
        columns.add(optional("cost_type", ColumnType.STRING, "Cost type of the part."));
        columns.add(required("amount", ColumnType.MONEY, "Share, exact."));
        columns.add(required("BillingCurrency", ColumnType.STRING, "Currency of amount."));
        columns.add(required("record_group", ColumnType.BIGINT, "Joins record_group."));
        columns.add(required("part", ColumnType.INT, "Index of the part."));
        columns.add(required("tier", ColumnType.INT, "Index of the tier."));
        String list = names(columns);
        return new Dataset(
                "SELECT " + list + " FROM (" + input.ownedCharges()
                        + ") ORDER BY record_group, day, part, tier, consumer_kind, consumer",
                columns,
                "amount",
                "BillingCurrency");
    }

    private Dataset summary() {
        List<Column> columns = new ArrayList<>(ownerColumns());
        columns.add(optional("ServiceProviderName", ColumnType.STRING, "Provider."));
        columns.add(optional("ServiceName", ColumnType.STRING, "Service."));
        columns.add(optional("cost_type", ColumnType.STRING, "Cost type of the part."));
        columns.add(required("BillingCurrency", ColumnType.STRING, "Currency of amount."));
        return grouped(columns, "");
    }

    private Dataset unallocated() {
        List<Column> columns = new ArrayList<>();
        columns.add(required("unallocated", ColumnType.STRING, "Reason."));
        columns.add(required("consumer_kind", ColumnType.STRING, "Kind of the consumer without a unit."));
        columns.add(required("consumer", ColumnType.STRING, "Its name."));
        for (GroupColumn column : List.of(
                GroupColumn.SERVICE_PROVIDER_NAME,
                GroupColumn.SUB_ACCOUNT_ID,
                GroupColumn.SERVICE_NAME,
                GroupColumn.RESOURCE_ID)) {
            columns.add(optional(column.id(), ColumnType.STRING, "As in the record."));
        }
        columns.add(required("BillingCurrency", ColumnType.STRING, "Currency of amount."));
        return grouped(columns, " WHERE unallocated IS NOT NULL");
    }

    private Dataset grouped(List<Column> by, String where) {
        String list = names(by);
        List<Column> columns = new ArrayList<>(by);
        columns.add(required("amount", ColumnType.MONEY, "Sum, exact."));
        return new Dataset(
                "SELECT " + list + ", CAST(sum(amount) AS " + dialect.type(ColumnType.MONEY) + ") AS amount FROM ("
                        + input.ownedCharges() + ")" + where + " GROUP BY " + list + " ORDER BY " + list,
                columns,
                "amount",
                "BillingCurrency");
    }

    private Dataset priceLines() {
        List<Column> columns = Tables.PRICE_LINE.columns();
        return new Dataset(
                "SELECT " + names(columns) + " FROM " + input.priceLines() + " ORDER BY line",
                columns,
                "amount",
                "currency");
    }

    private List<Column> ownerColumns() {
        List<Column> columns = new ArrayList<>();
        input.levels().forEach(level -> columns.add(optional(level, ColumnType.STRING, "Ancestor of that level.")));
        columns.add(optional("unit", ColumnType.STRING, "Organization unit that pays; null while unallocated."));
        columns.add(optional("cost_center", ColumnType.STRING, "Cost center."));
        columns.add(optional("unallocated", ColumnType.STRING, "Reason why no unit pays."));
        return columns;
    }

    private String names(List<Column> columns) {
        return columns.stream().map(column -> dialect.name(column.name())).collect(Collectors.joining(", "));
    }
}
