package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An AWS bill in the form of Data Exports, CUR 2.0: a savings plan with covered usage, its negation and its fee, on-demand usage of
 * tagged and untagged resources, tax, support, a credit and a refund. In USD.
 */
final class AwsBill {
    static final String PAYER = "004200000001";
    static final String SHARED = "004200000010";
    static final String RETAIL = "004200000020";
    static final String RETAIL_DEV = "004200000021";
    static final String DATA = "004200000030";
    static final String SANDBOX = "004200000040";

    private static final Map<String, String> ACCOUNTS = Map.of(
            PAYER, "nordwind-payer",
            SHARED, "nordwind-shared",
            RETAIL, "nordwind-retail",
            RETAIL_DEV, "nordwind-retail-dev",
            DATA, "nordwind-data",
            SANDBOX, "nordwind-sandbox");
    private static final String PLAN =
            "arn:aws:savingsplans::" + PAYER + ":savingsplan/5f1c2a7e-0000-4000-8000-nordwind0001";
    private static final List<String> COLUMNS = List.of(
            "identity_line_item_id",
            "identity_time_interval",
            "bill_invoice_id",
            "bill_invoicing_entity",
            "bill_billing_entity",
            "bill_bill_type",
            "bill_payer_account_id",
            "bill_payer_account_name",
            "bill_billing_period_start_date",
            "bill_billing_period_end_date",
            "line_item_usage_account_id",
            "line_item_usage_account_name",
            "line_item_line_item_type",
            "line_item_usage_start_date",
            "line_item_usage_end_date",
            "line_item_product_code",
            "line_item_usage_type",
            "line_item_operation",
            "line_item_availability_zone",
            "line_item_resource_id",
            "line_item_usage_amount",
            "line_item_currency_code",
            "line_item_unblended_rate",
            "line_item_unblended_cost",
            "line_item_line_item_description",
            "line_item_tax_type",
            "pricing_unit",
            "pricing_currency",
            "pricing_term",
            "pricing_public_on_demand_cost",
            "pricing_public_on_demand_rate",
            "product_product_name",
            "product_sku",
            "product_region_code",
            "product_location",
            "savings_plan_savings_plan_a_r_n",
            "savings_plan_savings_plan_effective_cost",
            "savings_plan_savings_plan_rate",
            "savings_plan_total_commitment_to_date",
            "savings_plan_used_commitment",
            "resource_tags");

    private final CsvText csv = new CsvText(COLUMNS);
    private final Amounts amounts = new Amounts(1);
    private int lines;

    String text() {
        for (LocalDate day : DemoMonth.days()) {
            savingsPlan(day);
            for (AwsResource resource : AwsResource.ALL) {
                if (resource.runsOn(day)) {
                    daily(resource, day);
                }
            }
        }
        once();
        return csv.text();
    }

    /** Three cluster nodes under the plan, two on demand. One planned node is off at night on weekends: commitment unused. */
    private void savingsPlan(LocalDate day) {
        BigDecimal list = new BigDecimal("1.7280000000");
        BigDecimal discounted = new BigDecimal("1.1404812500");
        for (int hour = 0; hour < 24; hour++) {
            boolean quiet = day.getDayOfWeek().getValue() >= 6 && hour < 6;
            int covered = quiet ? 2 : 3;
            for (int node = 1; node <= 5; node++) {
                if (node > 3) {
                    csv.row(node(day, hour, "i-0shopnode%02d".formatted(node), "Usage", list));
                } else if (node <= covered) {
                    Map<String, String> row =
                            node(day, hour, "i-0shopnode%02d".formatted(node), "SavingsPlanCoveredUsage", list);
                    row.put("savings_plan_savings_plan_a_r_n", PLAN);
                    row.put("savings_plan_savings_plan_effective_cost", discounted.toPlainString());
                    row.put("savings_plan_savings_plan_rate", discounted.toPlainString());
                    csv.row(row);
                }
            }
            Map<String, String> negation = line(SHARED, "SavingsPlanNegation", day, hour, "AmazonEC2");
            BigDecimal negated = list.multiply(BigDecimal.valueOf(covered)).negate();
            negation.put("line_item_unblended_cost", negated.toPlainString());
            negation.put("line_item_line_item_description", "SavingsPlanNegation used by AccountId : " + SHARED);
            negation.put("savings_plan_savings_plan_a_r_n", PLAN);
            csv.row(negation);
            BigDecimal commitment = discounted.multiply(BigDecimal.valueOf(3));
            Map<String, String> fee = line(PAYER, "SavingsPlanRecurringFee", day, hour, "ComputeSavingsPlans");
            fee.put("line_item_unblended_cost", commitment.toPlainString());
            fee.put("line_item_line_item_description", "1 year No Upfront Compute Savings Plan");
            fee.put("savings_plan_savings_plan_a_r_n", PLAN);
            fee.put("savings_plan_total_commitment_to_date", commitment.toPlainString());
            fee.put(
                    "savings_plan_used_commitment",
                    discounted.multiply(BigDecimal.valueOf(covered)).toPlainString());
            csv.row(fee);
        }
    }

    private Map<String, String> node(LocalDate day, int hour, String id, String type, BigDecimal list) {
        Map<String, String> row = line(SHARED, type, day, hour, "AmazonEC2");
        row.put("line_item_usage_type", "EUC1-BoxUsage:m6i.8xlarge");
        row.put("line_item_operation", "RunInstances");
        row.put("line_item_resource_id", id);
        row.put("line_item_usage_amount", "1.0000000000");
        row.put("line_item_unblended_rate", list.toPlainString());
        row.put("line_item_unblended_cost", list.toPlainString());
        row.put("pricing_unit", "Hrs");
        row.put("pricing_public_on_demand_cost", list.toPlainString());
        row.put("pricing_public_on_demand_rate", list.toPlainString());
        row.put("product_sku", "NWM6I8XL");
        row.put("line_item_line_item_description", "m6i.8xlarge Linux, eu-central-1");
        row.put("resource_tags", "{\"user_cluster\":\"shop\",\"user_Team\":\"kubernetes\"}");
        return row;
    }

    private void daily(AwsResource resource, LocalDate day) {
        BigDecimal quantity = resource.isSteady()
                ? new BigDecimal(resource.quantity()).setScale(8)
                : amounts.ofDay(resource.quantity(), day, 8);
        BigDecimal rate = new BigDecimal(resource.rate());
        String cost =
                quantity.multiply(rate).setScale(10, RoundingMode.HALF_EVEN).toPlainString();
        Map<String, String> row = line(resource.account(), "Usage", day, -1, resource.product());
        row.put("line_item_usage_type", resource.usageType());
        row.put("line_item_operation", resource.operation());
        row.put("line_item_resource_id", resource.id());
        row.put("line_item_usage_amount", quantity.toPlainString());
        row.put("line_item_unblended_rate", rate.toPlainString());
        row.put("line_item_unblended_cost", cost);
        row.put("pricing_unit", resource.unit());
        row.put("pricing_public_on_demand_cost", cost);
        row.put("pricing_public_on_demand_rate", rate.toPlainString());
        row.put(
                "product_sku",
                "NW" + Integer.toHexString(resource.usageType().hashCode()).toUpperCase(Locale.ROOT));
        row.put("line_item_line_item_description", resource.usageType() + " in eu-central-1");
        row.put("resource_tags", resource.tags());
        csv.row(row);
    }

    /** Lines of the month: support, tax per account, a credit and a refund for September. */
    private void once() {
        LocalDate last = DemoMonth.FIRST_DAY.plusDays(30);
        Map<String, String> support = line(PAYER, "Fee", DemoMonth.FIRST_DAY, -2, "AWSSupportBusiness");
        support.put("line_item_unblended_cost", "1874.3300000000");
        support.put("line_item_line_item_description", "Business Support for the month of October");
        csv.row(support);
        Map.of(
                        SHARED,
                        "1310.7712345678",
                        RETAIL,
                        "2150.4409876543",
                        RETAIL_DEV,
                        "214.0811111111",
                        DATA,
                        "1012.9000000001")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(tax -> {
                    Map<String, String> row = line(tax.getKey(), "Tax", last, -1, "AmazonEC2");
                    row.put("line_item_unblended_cost", tax.getValue());
                    row.put("line_item_tax_type", "VAT");
                    row.put("line_item_line_item_description", "VAT for product code AmazonEC2");
                    csv.row(row);
                });
        Map<String, String> credit = line(RETAIL, "Credit", DemoMonth.FIRST_DAY, -2, "AmazonEC2");
        credit.put("line_item_unblended_cost", "-1250.0000000000");
        credit.put("line_item_line_item_description", "Migration acceleration credit");
        csv.row(credit);
        Map<String, String> refund = line(RETAIL, "Refund", DemoMonth.FIRST_DAY, -1, "AmazonCloudFront");
        refund.put("bill_bill_type", "Refund");
        refund.put("line_item_unblended_cost", "-183.2205910000");
        refund.put("line_item_line_item_description", "Refund for data transfer in September");
        refund.put("resource_tags", "{\"user_Team\":\"web-shop\"}");
        csv.row(refund);
    }

    /** @param hour hour of the day, -1 for the whole day, -2 for the whole month */
    private Map<String, String> line(String account, String type, LocalDate day, int hour, String product) {
        String start = day + "T%02d:00:00.000Z".formatted(Math.max(hour, 0));
        String end = hour == -2
                ? "2026-11-01T00:00:00.000Z"
                : hour == -1 || hour == 23
                        ? day.plusDays(1) + "T00:00:00.000Z"
                        : day + "T%02d:00:00.000Z".formatted(hour + 1);
        Map<String, String> row = new HashMap<>();
        row.put("identity_line_item_id", "nw%08d".formatted(++lines));
        row.put("identity_time_interval", start.replace(".000", "") + "/" + end.replace(".000", ""));
        row.put("bill_invoice_id", "EUINDE26-100042");
        row.put("bill_invoicing_entity", "Amazon Web Services EMEA SARL");
        row.put("bill_billing_entity", "AWS");
        row.put("bill_bill_type", "Anniversary");
        row.put("bill_payer_account_id", PAYER);
        row.put("bill_payer_account_name", ACCOUNTS.getOrDefault(PAYER, ""));
        row.put("bill_billing_period_start_date", "2026-10-01T00:00:00.000Z");
        row.put("bill_billing_period_end_date", "2026-11-01T00:00:00.000Z");
        row.put("line_item_usage_account_id", account);
        row.put("line_item_usage_account_name", ACCOUNTS.getOrDefault(account, ""));
        row.put("line_item_line_item_type", type);
        row.put("line_item_usage_start_date", start);
        row.put("line_item_usage_end_date", end);
        row.put("line_item_product_code", product);
        row.put("line_item_currency_code", "USD");
        row.put("pricing_currency", "USD");
        row.put("product_product_name", AwsResource.productName(product));
        row.put("product_region_code", "eu-central-1");
        row.put("product_location", "EU (Frankfurt)");
        row.put("resource_tags", "{}");
        return row;
    }
}
