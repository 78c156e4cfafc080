package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.mapping.SourceLayout.FileKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsMappingTest {
    private static final String HEADING =
            "bill/PayerAccountId,bill/BillType,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
                    + "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/CurrencyCode,lineItem/UnblendedCost,"
                    + "lineItem/UsageType,lineItem/ProductCode,pricing/publicOnDemandCost,savingsPlan/SavingsPlanARN,"
                    + "savingsPlan/SavingsPlanEffectiveCost,savingsPlan/TotalCommitmentToDate,savingsPlan/UsedCommitment,"
                    + "reservation/ReservationARN,reservation/EffectiveCost,reservation/UnusedAmortizedUpfrontFeeForBillingPeriod,"
                    + "reservation/UnusedRecurringFee,resourceTags/user:Team,resourceTags/aws:createdBy,product/tenancy\n";
    private static final String START = "000123,Anniversary,2026-01-01T00:00:00Z,000456,";
    private static final String HOUR = ",2026-01-05T00:00:00Z,2026-01-05T01:00:00Z,USD,";

    @TempDir
    Path folder;

    private Bill bill(String... rows) {
        return Bill.csv(Mappings.shipped("aws-cur"), HEADING + String.join("\n", rows) + "\n", folder);
    }

    /** 10 of plan fee, 6 of it used by an hour whose list price is 8: 10 billed, 6 + 4 effective. */
    @Test
    void savingsPlansAreBilledOnceAndAmortizedCompletely() {
        String covered =
                START + "SavingsPlanCoveredUsage" + HOUR + "8,BoxUsage:m5.large,AmazonEC2,8,arn:sp,6,,,,,,,web,,";
        String negation = START + "SavingsPlanNegation" + HOUR + "-8,BoxUsage:m5.large,AmazonEC2,,arn:sp,,,,,,,,,,";
        String fee = START + "SavingsPlanRecurringFee" + HOUR
                + "10,ComputeSP:1yrNoUpfront,ComputeSavingsPlans,,arn:sp,,10,6,,,,,,,";
        try (Bill bill = bill(covered, negation, fee)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("10");
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("10");
            List<Map<String, Object>> records = bill.records();
            assertThat(records).hasSize(4);
            assertThat(records.get(0))
                    .containsEntry("EffectiveCost", Bill.decimal("6"))
                    .containsEntry("ContractedCost", Bill.decimal("8"))
                    .containsEntry("CommitmentDiscountStatus", "Used")
                    .containsEntry("CommitmentDiscountType", "Savings Plan")
                    .containsEntry("PricingCategory", "Committed")
                    .containsEntry("Tags", Map.of("Team", "web"));
            assertThat(records.get(1)).containsEntry("x_LineType", "SavingsPlanNegation");
            assertThat(records.get(2))
                    .containsEntry("ChargeCategory", "Purchase")
                    .containsEntry("ChargeFrequency", "Recurring")
                    .containsEntry("CommitmentDiscountStatus", null);
            assertThat(records.get(3))
                    .containsEntry("output", "unused savings plan")
                    .containsEntry("ChargeCategory", "Usage")
                    .containsEntry("CommitmentDiscountStatus", "Unused")
                    .containsEntry("EffectiveCost", Bill.decimal("4"));
        }
    }

    /** A fee of 7; usage took 5 of its worth (and 1 of an upfront payment); 0.5 + 2 were not used. */
    @Test
    void reservationsHaveAnUnusedRecord() {
        String used = START + "DiscountedUsage" + HOUR + "0,BoxUsage:m5.large,AmazonEC2,9,,,,,arn:ri,6,,,,,";
        String fee = START + "RIFee" + HOUR + "7,HeavyUsage:m5.large,AmazonEC2,,,,,,arn:ri,,0.5,2,,,";
        try (Bill bill = bill(used, fee)) {
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("7");
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("8.5");
            assertThat(bill.records().get(2))
                    .containsEntry("EffectiveCost", Bill.decimal("2.5"))
                    .containsEntry("CommitmentDiscountId", "arn:ri")
                    .containsEntry("CommitmentDiscountStatus", "Unused")
                    .containsEntry("SubAccountId", "000456");
        }
    }

    @Test
    void feesWithoutAnUnusedPartHaveOneRecord() {
        try (Bill bill = bill(START + "RIFee" + HOUR + "7,HeavyUsage:m5.large,AmazonEC2,,,,,,arn:ri,,0,0,,,")) {
            assertThat(bill.records()).hasSize(1);
        }
    }

    @Test
    void taxesCreditsAndRefundsKeepTheirSign() {
        String tax = START + "Tax" + HOUR + "1.90,,AmazonEC2,,,,,,,,,,,,";
        String credit = START + "Credit" + HOUR + "-5,,AmazonEC2,,,,,,,,,,,,";
        String refund = START + "Refund" + HOUR + "-2.5,,AmazonEC2,,,,,,,,,,,,";
        try (Bill bill = bill(tax, credit, refund)) {
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("-5.6");
            assertThat(bill.records())
                    .extracting(record -> record.get("ChargeCategory"))
                    .containsExactly("Tax", "Credit", "Adjustment");
            assertThat(bill.records())
                    .extracting(record -> record.get("ChargeClass"))
                    .containsExactly(null, null, "Correction");
            assertThat(bill.records().get(0)).containsEntry("PricingCategory", null);
        }
    }

    @Test
    void usageBeforeTheBillingPeriodIsACorrection() {
        String late = START + "Usage,2025-12-31T23:00:00Z,2026-01-01T00:00:00Z,USD,1,BoxUsage,AmazonEC2,,,,,,,,,,,,";
        try (Bill bill = bill(late)) {
            assertThat(bill.only())
                    .containsEntry("ChargeClass", "Correction")
                    .containsEntry("month", "2026-01")
                    .containsEntry("ServiceCategory", "Compute");
        }
    }

    @Test
    void netColumnsReplaceDiscountLines() {
        String heading = HEADING.replace("\n", ",lineItem/NetUnblendedCost\n");
        String usage = START + "Usage" + HOUR + "10,BoxUsage,AmazonEC2,10,,,,,,,,,,,,9\n";
        String discount = START + "EdpDiscount" + HOUR + "-1,BoxUsage,AmazonEC2,,,,,,,,,,,,,-1\n";
        try (Bill bill = Bill.csv(Mappings.shipped("aws-cur"), heading + usage + discount, folder)) {
            assertThat(bill.records()).hasSize(2);
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("9");
        }
        try (Bill without = bill(
                START + "Usage" + HOUR + "10,BoxUsage,AmazonEC2,10,,,,,,,,,,,",
                START + "EdpDiscount" + HOUR + "-1,BoxUsage,AmazonEC2,,,,,,,,,,,,")) {
            assertThat(without.sum("BilledCost")).isEqualByComparingTo("9");
        }
    }

    @Test
    void columnsThatNoRuleCopiesStayWithTheRecord() {
        try (Bill bill = bill(START + "Usage" + HOUR + "1,BoxUsage,AmazonEC2,,,,,,,,,,,,dedicated")) {
            assertThat(bill.plan().used())
                    .contains("lineItem/LineItemType", "resourceTags/user:Team")
                    .doesNotContain("product/tenancy", "lineItem/UnblendedCost");
        }
    }

    @Test
    void parquetOfTheLegacyReportHasUnderscoreNamesAndTypes() {
        String select = """
                SELECT '000123' AS bill_payer_account_id, '000456' AS line_item_usage_account_id,
                  'Usage' AS line_item_line_item_type, TIMESTAMP '2026-01-05 00:00:00' AS line_item_usage_start_date,
                  TIMESTAMP '2026-01-05 01:00:00' AS line_item_usage_end_date, 'USD' AS line_item_currency_code,
                  5e-06::DOUBLE AS line_item_unblended_cost, 'web' AS resource_tags_user_team,
                  'arn:ri' AS reservation_reservation_a_r_n, 'x' AS product_tenancy
                """;
        try (Bill bill = Bill.query(Mappings.shipped("aws-cur"), select, FileKind.PARQUET, folder)) {
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("0.000005"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-01-05T01:00:00Z"))
                    .containsEntry("Tags", Map.of("team", "web"));
        }
    }

    @Test
    void cur2HasMapsInParquet() {
        String select = """
                SELECT '000123' AS bill_payer_account_id, '000456' AS line_item_usage_account_id,
                  'Usage' AS line_item_line_item_type, TIMESTAMP '2026-01-05 00:00:00' AS line_item_usage_start_date,
                  TIMESTAMP '2026-01-05 01:00:00' AS line_item_usage_end_date, 'USD' AS line_item_currency_code,
                  0.25::DOUBLE AS line_item_unblended_cost, MAP {'user_team': 'web', 'aws_created_by': 'me'} AS resource_tags,
                  MAP {'Unit': 'Shop'} AS cost_category, MAP {'servicename': 'Elastic Compute', 'region': 'eu-west-1'} AS product
                """;
        try (Bill bill = Bill.query(Mappings.shipped("aws-cur-2"), select, FileKind.PARQUET, folder)) {
            assertThat(bill.plan().mapping()).isEqualTo("aws-cur-2@1");
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("0.25"))
                    .containsEntry("ServiceName", "Elastic Compute")
                    .containsEntry("RegionId", "eu-west-1")
                    .containsEntry("Tags", Map.of("team", "web", "aws:created_by", "me", "cost-category/Unit", "Shop"));
            assertThat(bill.plan().used())
                    .contains("resource_tags", "cost_category")
                    .doesNotContain("product");
        }
    }

    @Test
    void cur2HasJsonInCsv() {
        String text =
                "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,"
                        + "line_item_usage_end_date,line_item_currency_code,line_item_unblended_cost,resource_tags,product\n"
                        + "1,2,Usage,2026-01-05T00:00:00.000Z,2026-01-05T01:00:00.000Z,USD,0.0000000309,\"{\"\"user_team\"\":\"\"web\"\"}\","
                        + "\"{\"\"servicename\"\":\"\"S3\"\"}\"\n";
        try (Bill bill = Bill.csv(Mappings.shipped("aws-cur-2"), text, folder)) {
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("0.0000000309"))
                    .containsEntry("ServiceName", "S3")
                    .containsEntry("Tags", Map.of("team", "web"));
        }
    }

    @Test
    void splitLinesAreMarked() {
        String heading = HEADING.replace("\n", ",splitLineItem/ParentResourceId,lineItem/ResourceId\n");
        String pod = START + "Usage" + HOUR + ",EKS-EC2,AmazonEKS,,,,,,,,,,,,,i-1,arn:aws:eks:x:1:pod/c/ns/web\n";
        try (Bill bill = Bill.csv(Mappings.shipped("aws-cur"), heading + pod, folder)) {
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("0"))
                    .containsEntry("AllocatedMethodId", "aws-split-cost-allocation")
                    .containsEntry("AllocatedResourceName", "web");
        }
    }
}
