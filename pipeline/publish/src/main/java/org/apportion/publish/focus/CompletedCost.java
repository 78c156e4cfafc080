package org.apportion.publish.focus;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * Cost records with what FOCUS 1.4 wants on every row. Only what follows from the record itself is filled in; what a bill says is
 * never changed. The table is {@code docs/reference/focus-export.md}.
 */
public final class CompletedCost {
    private final Dialect dialect;

    public CompletedCost(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The costs and quantities that are split, in order. */
    public static final List<String> MEASURES = List.of(
            "BilledCost",
            "EffectiveCost",
            "ListCost",
            "ContractedCost",
            "PricingQuantity",
            "ConsumedQuantity",
            "CommitmentDiscountQuantity",
            "PricingCurrencyEffectiveCost");

    /**
     * Select with the columns of {@code cost_record}, in brackets.
     *
     * @param cost text that may stand after {@code FROM}
     */
    public String relation(String cost) {
        Map<String, String> completed = completed();
        String columns = Tables.COST_RECORD.columns().stream()
                .map(Column::name)
                .map(name -> completed.getOrDefault(name, given(name)) + " AS " + name(name))
                .collect(Collectors.joining(", "));
        return "(SELECT " + columns + " FROM " + cost + " AS bill)";
    }

    private Map<String, String> completed() {
        String category = name("ChargeCategory");
        String serviceCategory = filled("ServiceCategory", "'Other'");
        return Map.ofEntries(
                Map.entry("ListCost", filled("ListCost", product("ListUnitPrice") + ", " + name("BilledCost"))),
                Map.entry(
                        "ContractedCost",
                        filled("ContractedCost", product("ContractedUnitPrice") + ", " + name("BilledCost"))),
                Map.entry("PricingCurrency", filled("PricingCurrency", name("BillingCurrency"))),
                Map.entry("ServiceProviderName", filled("ServiceProviderName", name("x_Source"))),
                Map.entry(
                        "InvoiceIssuerName",
                        filled("InvoiceIssuerName", given("ServiceProviderName") + ", " + name("x_Source"))),
                Map.entry("ServiceCategory", serviceCategory),
                Map.entry(
                        "ServiceSubcategory",
                        filled("ServiceSubcategory", "'Other (' || " + serviceCategory + " || ')'")),
                Map.entry("ServiceName", filled("ServiceName", "'Unknown'")),
                Map.entry(
                        "ChargeFrequency",
                        filled(
                                "ChargeFrequency",
                                "CASE WHEN " + category + " = 'Usage' THEN 'Usage-Based' ELSE 'One-Time' END")));
    }

    private String filled(String column, String others) {
        return "coalesce(" + given(column) + ", " + others + ")";
    }

    /** Empty text is no value. */
    private String given(String column) {
        boolean isText = FocusColumn.find(column)
                .filter(found -> found.type() == FocusColumn.Type.STRING)
                .isPresent();
        return isText ? "nullif(" + name(column) + ", '')" : name(column);
    }

    private String product(String price) {
        return dialect.cells().product(name(price), name("PricingQuantity"));
    }

    /**
     * How many units of 1e-12 a share of the pricing quantity is a multiple of: so many that price x share has no more than
     * eighteen decimals. SQL over a record {@code c}.
     */
    public String quantityGrain() {
        String decimals =
                "greatest(" + decimals("c.", "ListUnitPrice") + ", " + decimals("c.", "ContractedUnitPrice") + ")";
        StringBuilder text = new StringBuilder("CASE ").append(decimals);
        for (int digits = 7; digits <= 18; digits++) {
            text.append(" WHEN ").append(digits).append(" THEN 1").append("0".repeat(digits - 6));
        }
        return text.append(" ELSE 1 END").toString();
    }

    /** Whether a cost is exactly its price times the quantity, so that each share's is too. SQL over the given record. */
    String isProduct(String record, String price, String cost) {
        return "(" + decimals(record, price) + " + " + decimals(record, "PricingQuantity") + " <= 18 AND "
                + dialect.cells().product(record + name(price), record + name("PricingQuantity")) + " = " + record
                + name(cost) + ")";
    }

    /** Decimals that a number needs; 0 of null. */
    private String decimals(String record, String column) {
        String text = "CAST(" + record + name(column) + " AS " + dialect.type(ColumnType.STRING) + ")";
        return "coalesce(18 - length(" + text + ") + length(rtrim(" + text + ", '0')), 0)";
    }

    private String name(String column) {
        return dialect.name(column);
    }
}
