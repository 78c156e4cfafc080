package org.apportion.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The 43 columns of the made-up bill, in the order of the file. Most are the same for all lines of a resource that are alike
 * in meter and commitment (a <em>variant</em>, 14 for each resource): they are worked out once per variant, over the columns
 * {@code resource}, {@code meter} and {@code committed}, and joined. The others are expressions over a drawn line.
 */
final class BillColumns {
    /** Meters that the lines of a resource name. */
    static final int METERS = 7;

    /** Variants of a resource: each meter with and without a commitment. */
    static final int VARIANTS = 2 * METERS;

    static final String VARIANT_OF_LINE = "(i % " + METERS + " + " + METERS + " * (i % 11 = 0)::INT)";

    private static final String UNIT = "['Hours', 'GB-Months', 'Requests'][1 + resource % 3]";
    private static final String TIME = "strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%SZ')";

    private final Map<String, String> ofVariant = new LinkedHashMap<>();
    private final Map<String, String> all = new LinkedHashMap<>();

    BillColumns() {
        accounts();
        periods();
        costs();
        commitments();
        resources();
    }

    /** Column to expression over a variant. */
    Map<String, String> ofVariant() {
        return Map.copyOf(ofVariant);
    }

    /** All columns: of a variant the column itself, else the expression over a line. */
    Map<String, String> ofLine() {
        return new LinkedHashMap<>(all);
    }

    private void variant(String column, String expression) {
        ofVariant.put(column, expression);
        all.put(column, "v.\"" + column + "\"");
    }

    private void line(String column, String expression) {
        all.put(column, expression);
    }

    private void accounts() {
        variant("BillingAccountId", "'100000000000'");
        variant("BillingAccountName", "'Example Holding'");
        variant("SubAccountId", "(200000000000 + resource % 200)::VARCHAR");
        variant("SubAccountName", "'account-' || (resource % 200)");
        variant("BillingCurrency", "'USD'");
        variant("InvoiceIssuerName", "'Example Cloud Inc.'");
        variant("ProviderName", "'Example Cloud'");
        variant("PublisherName", "'Example Cloud'");
    }

    private void periods() {
        line("BillingPeriodStart", "'2026-10-01T00:00:00Z'");
        line("BillingPeriodEnd", "'2026-11-01T00:00:00Z'");
        line("ChargePeriodStart", TIME.formatted("period_start"));
        line("ChargePeriodEnd", TIME.formatted("period_end"));
        variant("ChargeCategory", "'Usage'");
        variant("ChargeClass", "NULL::VARCHAR");
        variant("ChargeDescription", "'Usage of service ' || (resource % 37) || ' by meter ' || meter");
        variant("ChargeFrequency", "'Usage-Based'");
    }

    private void costs() {
        line("BilledCost", "cost");
        line("EffectiveCost", "cost");
        line("ListCost", "cost * 2");
        line("ContractedCost", "cost");
        line("ListUnitPrice", "(1 + i % 97)::DECIMAL(18,0) * 0.0001::DECIMAL(18,4)");
        line("ContractedUnitPrice", "(1 + i % 97)::DECIMAL(18,0) * 0.00005::DECIMAL(18,5)");
        line("PricingQuantity", "quantity");
        variant("PricingUnit", UNIT);
        variant("PricingCategory", "'Standard'");
        line("ConsumedQuantity", "quantity");
        variant("ConsumedUnit", UNIT);
    }

    private void commitments() {
        String committed = "CASE WHEN committed THEN %s END";
        variant("CommitmentDiscountId", committed.formatted("'sp-' || (resource % 20)"));
        variant("CommitmentDiscountName", committed.formatted("'Savings plan ' || (resource % 20)"));
        variant("CommitmentDiscountType", committed.formatted("'Savings plan'"));
        variant("CommitmentDiscountStatus", committed.formatted("'Used'"));
        variant("CommitmentDiscountCategory", committed.formatted("'Spend'"));
    }

    private void resources() {
        variant("RegionId", "'region-' || (resource % 9)");
        variant("RegionName", "'Region ' || (resource % 9)");
        variant("AvailabilityZone", "'region-' || (resource % 9) || ['a', 'b', 'c'][1 + resource % 3]");
        variant("ResourceId", "'res-' || resource");
        variant("ResourceName", "'name of ' || resource");
        variant("ResourceType", "'type-' || (resource % 37)");
        variant("ServiceCategory", "['Compute', 'Storage', 'Networking', 'Databases'][1 + resource % 4]");
        variant("ServiceName", "'Service ' || (resource % 37)");
        variant("SkuId", "'SKU-' || (resource % 37)");
        line("SkuPriceId", "v.\"SkuId\" || '.' || (i % 97)");
        variant("Tags", "to_json(" + MonthSql.TAGS + ")::VARCHAR");
    }
}
