package org.apportion.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/** The 43 columns of the made-up bill as expressions over a drawn line. What depends on the resource alone is constant for it. */
final class BillColumns {
    /** The four tags of a resource as a map; the two holes are the numbers of team and application. */
    static final String TAG_MAP = "MAP {'team': 'team-' || %s, 'env': ['prod', 'test', 'dev'][1 + resource %% 3],"
            + " 'app': 'app-' || %s, 'cost-center': 'cc-' || (resource %% 99)}";

    private static final String TIME = "strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%SZ')";

    private final Pick pick;

    BillColumns(Pick pick) {
        this.pick = pick;
    }

    /** Column name to expression, in the order of the file. */
    Map<String, String> expressions() {
        Map<String, String> columns = new LinkedHashMap<>();
        accounts(columns);
        periods(columns);
        costs(columns);
        commitments(columns);
        resources(columns);
        return columns;
    }

    private static void accounts(Map<String, String> columns) {
        columns.put("BillingAccountId", "'100000000000'");
        columns.put("BillingAccountName", "'Example Holding'");
        columns.put("SubAccountId", "(200000000000 + resource % 200)::VARCHAR");
        columns.put("SubAccountName", "'account-' || (resource % 200)");
        columns.put("BillingCurrency", "'USD'");
        columns.put("InvoiceIssuerName", "'Example Cloud Inc.'");
        columns.put("ProviderName", "'Example Cloud'");
        columns.put("PublisherName", "'Example Cloud'");
    }

    private static void periods(Map<String, String> columns) {
        columns.put("BillingPeriodStart", "'2026-10-01T00:00:00Z'");
        columns.put("BillingPeriodEnd", "'2026-11-01T00:00:00Z'");
        columns.put("ChargePeriodStart", TIME.formatted("period_start"));
        columns.put("ChargePeriodEnd", TIME.formatted("period_end"));
        columns.put("ChargeCategory", "'Usage'");
        columns.put("ChargeClass", "NULL");
        columns.put("ChargeDescription", "'Usage of service ' || (resource % 37) || ' by meter ' || (i % 7)");
        columns.put("ChargeFrequency", "'Usage-Based'");
    }

    private static void costs(Map<String, String> columns) {
        columns.put("BilledCost", "cost");
        columns.put("EffectiveCost", "cost");
        columns.put("ListCost", "cost * 2");
        columns.put("ContractedCost", "cost");
        columns.put("ListUnitPrice", "(1 + i % 97)::DECIMAL(18,0) * 0.0001::DECIMAL(18,4)");
        columns.put("ContractedUnitPrice", "(1 + i % 97)::DECIMAL(18,0) * 0.00005::DECIMAL(18,5)");
        columns.put("PricingQuantity", "quantity");
        columns.put("PricingUnit", "['Hours', 'GB-Months', 'Requests'][1 + resource % 3]");
        columns.put("PricingCategory", "'Standard'");
        columns.put("ConsumedQuantity", "quantity");
        columns.put("ConsumedUnit", "['Hours', 'GB-Months', 'Requests'][1 + resource % 3]");
    }

    private static void commitments(Map<String, String> columns) {
        String committed = "CASE WHEN i %% 11 = 0 THEN %s END";
        columns.put("CommitmentDiscountId", committed.formatted("'sp-' || (resource % 20)"));
        columns.put("CommitmentDiscountName", committed.formatted("'Savings plan ' || (resource % 20)"));
        columns.put("CommitmentDiscountType", committed.formatted("'Savings plan'"));
        columns.put("CommitmentDiscountStatus", committed.formatted("'Used'"));
        columns.put("CommitmentDiscountCategory", committed.formatted("'Spend'"));
    }

    private void resources(Map<String, String> columns) {
        columns.put("RegionId", "'region-' || (resource % 9)");
        columns.put("RegionName", "'Region ' || (resource % 9)");
        columns.put("AvailabilityZone", "'region-' || (resource % 9) || ['a', 'b', 'c'][1 + resource % 3]");
        columns.put("ResourceId", "'res-' || resource");
        columns.put("ResourceName", "'name of ' || resource");
        columns.put("ResourceType", "'type-' || (resource % 37)");
        columns.put("ServiceCategory", "['Compute', 'Storage', 'Networking', 'Databases'][1 + resource % 4]");
        columns.put("ServiceName", "'Service ' || (resource % 37)");
        columns.put("SkuId", "'SKU-' || (resource % 37)");
        columns.put("SkuPriceId", "'SKU-' || (resource % 37) || '.' || (i % 97)");
        columns.put(
                "Tags",
                "(to_json(" + TAG_MAP.formatted(pick.of("resource", 11, 30), pick.of("resource", 13, 200)) + "))");
    }

    /** Draws a whole number from 0 to below - 1 out of an expression, for one purpose. */
    interface Pick {
        String of(String expression, int purpose, long below);
    }
}
