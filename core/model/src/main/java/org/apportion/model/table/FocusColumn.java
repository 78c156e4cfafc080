package org.apportion.model.table;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The 65 columns of the Cost and Usage dataset of FOCUS 1.4, in alphabetical order.
 *
 * <p>Source: FinOps Open Cost and Usage Specification 1.4, Cost and Usage dataset (text CC-BY-4.0).
 */
public enum FocusColumn {
    ALLOCATED_METHOD_DETAILS("AllocatedMethodDetails", Type.JSON, Level.RECOMMENDED, true, "1.3"),
    ALLOCATED_METHOD_ID("AllocatedMethodId", Type.STRING, Level.CONDITIONAL, true, "1.3"),
    ALLOCATED_RESOURCE_ID("AllocatedResourceId", Type.STRING, Level.CONDITIONAL, true, "1.3"),
    ALLOCATED_RESOURCE_NAME("AllocatedResourceName", Type.STRING, Level.CONDITIONAL, true, "1.3"),
    ALLOCATED_TAGS("AllocatedTags", Type.JSON, Level.CONDITIONAL, true, "1.3"),
    AVAILABILITY_ZONE("AvailabilityZone", Type.STRING, Level.RECOMMENDED, true, "0.5"),
    BILLED_COST("BilledCost", Type.DECIMAL, Level.MANDATORY, false, "0.5"),
    BILLING_ACCOUNT_ID("BillingAccountId", Type.STRING, Level.MANDATORY, false, "0.5"),
    BILLING_ACCOUNT_NAME("BillingAccountName", Type.STRING, Level.MANDATORY, true, "0.5"),
    BILLING_ACCOUNT_TYPE("BillingAccountType", Type.STRING, Level.CONDITIONAL, false, "1.2"),
    BILLING_CURRENCY("BillingCurrency", Type.STRING, Level.MANDATORY, false, "0.5"),
    BILLING_PERIOD_END("BillingPeriodEnd", Type.TIMESTAMP, Level.MANDATORY, false, "0.5"),
    BILLING_PERIOD_START("BillingPeriodStart", Type.TIMESTAMP, Level.MANDATORY, false, "0.5"),
    CAPACITY_RESERVATION_ID("CapacityReservationId", Type.STRING, Level.CONDITIONAL, true, "1.1"),
    CAPACITY_RESERVATION_STATUS("CapacityReservationStatus", Type.STRING, Level.CONDITIONAL, true, "1.1"),
    CHARGE_CATEGORY("ChargeCategory", Type.STRING, Level.MANDATORY, false, "0.5"),
    CHARGE_CLASS("ChargeClass", Type.STRING, Level.MANDATORY, true, "1.0"),
    CHARGE_DESCRIPTION("ChargeDescription", Type.STRING, Level.MANDATORY, true, "1.0"),
    CHARGE_FREQUENCY("ChargeFrequency", Type.STRING, Level.RECOMMENDED, false, "1.0"),
    CHARGE_PERIOD_END("ChargePeriodEnd", Type.TIMESTAMP, Level.MANDATORY, false, "0.5"),
    CHARGE_PERIOD_START("ChargePeriodStart", Type.TIMESTAMP, Level.MANDATORY, false, "0.5"),
    COMMITMENT_DISCOUNT_CATEGORY("CommitmentDiscountCategory", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    COMMITMENT_DISCOUNT_ID("CommitmentDiscountId", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    COMMITMENT_DISCOUNT_NAME("CommitmentDiscountName", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    COMMITMENT_DISCOUNT_QUANTITY("CommitmentDiscountQuantity", Type.DECIMAL, Level.CONDITIONAL, true, "1.1"),
    COMMITMENT_DISCOUNT_STATUS("CommitmentDiscountStatus", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    COMMITMENT_DISCOUNT_TYPE("CommitmentDiscountType", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    COMMITMENT_DISCOUNT_UNIT("CommitmentDiscountUnit", Type.STRING, Level.CONDITIONAL, true, "1.1"),
    COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS(
            "CommitmentProgramEligibilityDetails", Type.JSON, Level.CONDITIONAL, true, "1.4"),
    CONSUMED_QUANTITY("ConsumedQuantity", Type.DECIMAL, Level.CONDITIONAL, true, "1.0"),
    CONSUMED_UNIT("ConsumedUnit", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    CONTRACT_APPLIED("ContractApplied", Type.JSON, Level.CONDITIONAL, true, "1.3"),
    CONTRACTED_COST("ContractedCost", Type.DECIMAL, Level.MANDATORY, false, "1.0"),
    CONTRACTED_UNIT_PRICE("ContractedUnitPrice", Type.DECIMAL, Level.CONDITIONAL, true, "1.0"),
    EFFECTIVE_COST("EffectiveCost", Type.DECIMAL, Level.MANDATORY, false, "0.5"),
    HOST_PROVIDER_NAME("HostProviderName", Type.STRING, Level.MANDATORY, true, "1.3"),
    INVOICE_DETAIL_ID("InvoiceDetailId", Type.STRING, Level.CONDITIONAL, true, "1.4"),
    INVOICE_ID("InvoiceId", Type.STRING, Level.CONDITIONAL, true, "1.2"),
    INVOICE_ISSUER_NAME("InvoiceIssuerName", Type.STRING, Level.MANDATORY, false, "0.5"),
    LIST_COST("ListCost", Type.DECIMAL, Level.MANDATORY, false, "1.0"),
    LIST_UNIT_PRICE("ListUnitPrice", Type.DECIMAL, Level.CONDITIONAL, true, "1.0"),
    PRICING_CATEGORY("PricingCategory", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    PRICING_CURRENCY("PricingCurrency", Type.STRING, Level.CONDITIONAL, false, "1.2"),
    PRICING_CURRENCY_CONTRACTED_UNIT_PRICE(
            "PricingCurrencyContractedUnitPrice", Type.DECIMAL, Level.CONDITIONAL, true, "1.2"),
    PRICING_CURRENCY_EFFECTIVE_COST("PricingCurrencyEffectiveCost", Type.DECIMAL, Level.CONDITIONAL, false, "1.2"),
    PRICING_CURRENCY_LIST_UNIT_PRICE("PricingCurrencyListUnitPrice", Type.DECIMAL, Level.CONDITIONAL, true, "1.2"),
    PRICING_QUANTITY("PricingQuantity", Type.DECIMAL, Level.MANDATORY, true, "1.0"),
    PRICING_UNIT("PricingUnit", Type.STRING, Level.MANDATORY, true, "1.0"),
    REGION_ID("RegionId", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    REGION_NAME("RegionName", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    RESOURCE_ID("ResourceId", Type.STRING, Level.CONDITIONAL, true, "0.5"),
    RESOURCE_NAME("ResourceName", Type.STRING, Level.CONDITIONAL, true, "0.5"),
    RESOURCE_TYPE("ResourceType", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    SERVICE_CATEGORY("ServiceCategory", Type.STRING, Level.MANDATORY, false, "0.5"),
    SERVICE_NAME("ServiceName", Type.STRING, Level.MANDATORY, false, "0.5"),
    SERVICE_PROVIDER_NAME("ServiceProviderName", Type.STRING, Level.MANDATORY, false, "1.3"),
    SERVICE_SUBCATEGORY("ServiceSubcategory", Type.STRING, Level.RECOMMENDED, false, "1.1"),
    SKU_ID("SkuId", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    SKU_METER("SkuMeter", Type.STRING, Level.CONDITIONAL, true, "1.1"),
    SKU_PRICE_DETAILS("SkuPriceDetails", Type.JSON, Level.CONDITIONAL, true, "1.1"),
    SKU_PRICE_ID("SkuPriceId", Type.STRING, Level.CONDITIONAL, true, "1.0"),
    SUB_ACCOUNT_ID("SubAccountId", Type.STRING, Level.CONDITIONAL, true, "0.5"),
    SUB_ACCOUNT_NAME("SubAccountName", Type.STRING, Level.CONDITIONAL, true, "0.5"),
    SUB_ACCOUNT_TYPE("SubAccountType", Type.STRING, Level.CONDITIONAL, true, "1.2"),
    TAGS("Tags", Type.MAP, Level.CONDITIONAL, true, "1.0");

    /** How a column is stored in the lake. Costs and quantities are exact decimals, times UTC, JSON objects text. */
    public enum Type {
        STRING,
        DECIMAL,
        TIMESTAMP,
        JSON,
        MAP
    }

    /** Whether a conforming export must have the column. */
    public enum Level {
        MANDATORY,
        CONDITIONAL,
        RECOMMENDED
    }

    private final String id;
    private final Type type;
    private final Level level;
    private final boolean nullable;
    private final String since;

    FocusColumn(String id, Type type, Level level, boolean nullable, String since) {
        this.id = id;
        this.type = type;
        this.level = level;
        this.nullable = nullable;
        this.since = since;
    }

    /** The column id of the specification, in PascalCase. */
    public String id() {
        return id;
    }

    public Type type() {
        return type;
    }

    public Level level() {
        return level;
    }

    public boolean nullable() {
        return nullable;
    }

    /** The FOCUS version that introduced the column, such as {@code 1.2}. */
    public String since() {
        return since;
    }

    /** Finds a column by its exact id. */
    public static Optional<FocusColumn> find(String id) {
        return Stream.of(values()).filter(column -> column.id.equals(id)).findFirst();
    }
}
