package org.apportion.testkit.year;

import java.time.LocalDate;
import java.time.YearMonth;

/** Azure bills as its FOCUS export in EUR: databases of two subscriptions, and later a refund. */
final class AzureYear {
    private static final String HEADING =
            "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
                    + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeDescription,ServiceName,ServiceCategory,SubAccountId,"
                    + "ResourceId,EffectiveCost,ListCost,ContractedCost,SkuId,SkuPriceId,PricingCategory,"
                    + "PricingQuantity,PricingUnit,ConsumedQuantity,ConsumedUnit,Tags\n";

    private AzureYear() {}

    static String bill(YearMonth month, boolean refunded) {
        YearAmounts amounts = new YearAmounts("azure", month);
        StringBuilder text = new StringBuilder(HEADING);
        for (LocalDate day : YearAmounts.days(month)) {
            text.append(row(month, day, amounts.between(20, 60), "search-db", "sub-search", "{\"team\":\"search\"}"));
            text.append(row(month, day, amounts.between(5, 15), "shop-db", "sub-shop", "{\"team\":\"shop\"}"));
        }
        if (refunded) {
            text.append(row(month, month.atDay(9), "-" + amounts.between(10, 20), "search-db", "sub-search", "{}"));
        }
        return text.toString();
    }

    private static String row(
            YearMonth month, LocalDate day, String cost, String resource, String subscription, String tags) {
        boolean refund = cost.startsWith("-");
        return String.join(
                        ",",
                        cost,
                        "azure-1",
                        "EUR",
                        month.atDay(1) + "T00:00:00Z",
                        month.plusMonths(1).atDay(1) + "T00:00:00Z",
                        day + "T00:00:00Z",
                        day.plusDays(1) + "T00:00:00Z",
                        refund ? "Credit" : "Usage",
                        refund ? "Refund for an outage" : "Database",
                        "Azure SQL Database",
                        "Databases",
                        subscription,
                        resource,
                        cost,
                        cost,
                        cost,
                        "sql",
                        "sql/1",
                        "Standard",
                        refund ? "" : "24",
                        refund ? "" : "Hours",
                        refund ? "" : "24",
                        refund ? "" : "Hours",
                        "\"" + tags.replace("\"", "\"\"") + "\"")
                + "\n";
    }
}
