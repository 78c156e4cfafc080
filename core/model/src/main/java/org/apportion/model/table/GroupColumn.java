package org.apportion.model.table;

import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of a record that a charge may be asked by and that rule conditions may read. Records that agree in all of
 * them (and in their tags) form one record group; costs are split per group and hour.
 *
 * <p>The order is part of the group's id and never changes; a new column is added at the end.
 */
public enum GroupColumn {
    X_SOURCE("x_Source"),
    X_BILLING_MONTH("x_BillingMonth"),
    SERVICE_PROVIDER_NAME("ServiceProviderName"),
    INVOICE_ISSUER_NAME("InvoiceIssuerName"),
    INVOICE_ID("InvoiceId"),
    BILLING_ACCOUNT_ID("BillingAccountId"),
    BILLING_ACCOUNT_NAME("BillingAccountName"),
    SUB_ACCOUNT_ID("SubAccountId"),
    SUB_ACCOUNT_NAME("SubAccountName"),
    BILLING_CURRENCY("BillingCurrency"),
    CHARGE_CATEGORY("ChargeCategory"),
    CHARGE_CLASS("ChargeClass"),
    CHARGE_FREQUENCY("ChargeFrequency"),
    CHARGE_DESCRIPTION("ChargeDescription"),
    SERVICE_CATEGORY("ServiceCategory"),
    SERVICE_SUBCATEGORY("ServiceSubcategory"),
    SERVICE_NAME("ServiceName"),
    SKU_ID("SkuId"),
    SKU_METER("SkuMeter"),
    PRICING_CATEGORY("PricingCategory"),
    PRICING_UNIT("PricingUnit"),
    COMMITMENT_DISCOUNT_ID("CommitmentDiscountId"),
    COMMITMENT_DISCOUNT_TYPE("CommitmentDiscountType"),
    COMMITMENT_DISCOUNT_STATUS("CommitmentDiscountStatus"),
    REGION_ID("RegionId"),
    AVAILABILITY_ZONE("AvailabilityZone"),
    RESOURCE_ID("ResourceId"),
    RESOURCE_NAME("ResourceName"),
    RESOURCE_TYPE("ResourceType"),
    X_RESOURCE_GROUP("x_ResourceGroup"),
    X_LINE_TYPE("x_LineType"),
    X_USAGE_TYPE("x_UsageType"),
    X_OPERATION("x_Operation");

    private final String id;

    GroupColumn(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static List<String> ids() {
        return Stream.of(values()).map(GroupColumn::id).toList();
    }

    public static boolean contains(String id) {
        return Stream.of(values()).anyMatch(column -> column.id.equals(id));
    }
}
