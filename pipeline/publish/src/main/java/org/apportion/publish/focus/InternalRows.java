package org.apportion.publish.focus;

import static org.apportion.model.table.Column.optional;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.spi.Dialect;

/**
 * The Cost and Usage rows of the internal view: each price line is a charge of the platform to a unit. A line is one position: its
 * quantity is one (minus one for a credit) and its unit price the amount. What corrects a closed month is usage of that month with
 * {@code ChargeClass} {@code Correction}, billed in the month that books it.
 */
final class InternalRows {
    private final Dialect dialect;
    private final String priceLines;
    private final BillingMonth month;
    private final String provider;

    InternalRows(Dialect dialect, String priceLines, BillingMonth month, String provider) {
        this.dialect = dialect;
        this.priceLines = priceLines;
        this.month = month;
        this.provider = dialect.text(provider);
    }

    BundleRows rows() {
        List<Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        sql().forEach((name, sql) -> {
            ColumnType type = FocusColumn.find(name)
                    .map(column -> switch (column.type()) {
                        case DECIMAL -> ColumnType.MONEY;
                        case TIMESTAMP -> ColumnType.TIMESTAMP;
                        default -> ColumnType.STRING;
                    })
                    .orElse(
                            name.equals("x_Line")
                                    ? ColumnType.INT
                                    : name.equals("x_Cost") ? ColumnType.MONEY : ColumnType.STRING);
            columns.add(optional(name, type, "FOCUS 1.4."));
            values.add("CAST(" + sql + " AS " + dialect.type(type) + ") AS " + dialect.name(name));
        });
        return new BundleRows(
                "SELECT " + String.join(", ", values) + " FROM " + priceLines + " AS p", columns, List.of("x_Line"));
    }

    private Map<String, String> sql() {
        String payer = "coalesce(p.unit, p.customer, 'unallocated')";
        String service = "coalesce(p.service, 'Platform')";
        String sku = "coalesce(p.price, p.kind || '/' || " + service + ")";
        String unitPrice = "abs(p.amount)";
        String usage = "p.kind IN ('cost', 'usage', 'component', 'resale', 'resale-credit', 'correction')";
        Map<String, String> sql = new LinkedHashMap<>();
        sql.put("BilledCost", "p.amount");
        sql.put("BillingAccountId", payer);
        sql.put("BillingAccountName", payer);
        sql.put("BillingCurrency", "p.currency");
        sql.put("BillingPeriodEnd", dialect.timestamp(month.end()));
        sql.put("BillingPeriodStart", dialect.timestamp(month.start()));
        sql.put("ChargeCategory", "CASE WHEN " + usage + " THEN 'Usage' ELSE 'Purchase' END");
        sql.put("ChargeClass", "CASE WHEN p.kind = 'correction' THEN 'Correction' END");
        sql.put("ChargeDescription", "p.kind || ' of ' || " + service + " || coalesce(', ' || p.component, '')");
        sql.put(
                "ChargeFrequency",
                "CASE WHEN " + usage
                        + " THEN 'Usage-Based' WHEN p.kind = 'monthly' THEN 'Recurring' ELSE 'One-Time' END");
        sql.put("ChargePeriodEnd", "p.to_day");
        sql.put("ChargePeriodStart", "p.from_day");
        sql.put("ConsumedQuantity", "CASE WHEN " + usage + " THEN CASE WHEN p.amount < 0 THEN -1 ELSE 1 END END");
        sql.put("ConsumedUnit", "CASE WHEN " + usage + " THEN 'Positions' END");
        sql.put("ContractedCost", "p.amount");
        sql.put("ContractedUnitPrice", unitPrice);
        sql.put("EffectiveCost", "p.amount");
        sql.put("HostProviderName", provider);
        sql.put("InvoiceIssuerName", provider);
        sql.put("ListCost", "p.amount");
        sql.put("ListUnitPrice", unitPrice);
        sql.put("PricingCategory", "'Standard'");
        sql.put("PricingQuantity", "CASE WHEN p.amount < 0 THEN -1 ELSE 1 END");
        sql.put("PricingUnit", "'Positions'");
        sql.put("ServiceCategory", "'Other'");
        sql.put("ServiceName", service);
        sql.put("ServiceProviderName", provider);
        sql.put("ServiceSubcategory", "'Other (Other)'");
        sql.put("SkuId", sku);
        sql.put("SkuPriceId", sku);
        sql.put("SubAccountId", "p.account");
        sql.put("SubAccountName", "p.account");
        sql.put("x_Line", "p.line");
        sql.put("x_Kind", "p.kind");
        sql.put("x_Quantity", "p.quantity");
        sql.put("x_Cost", "p.cost");
        sql.put("x_CostCurrency", "p.cost_currency");
        sql.put("x_Steps", "p.steps");
        return sql;
    }
}
