package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfluentMappingTest {
    private static final String NETWORK = """
            {"amount":1.8,"discount_amount":0.2,"end_date":"2026-11-02","granularity":"DAILY","id":"a",\
            "line_type":"KAFKA_NETWORK_READ","network_access_type":"INTERNET","organization":"org-1","original_amount":2.0,\
            "price":0.05,"product":"KAFKA","quantity":40,"resource":{"display_name":"main","environment":{"id":"env-1"},\
            "id":"lkc-1"},"start_date":"2026-11-01","tier_dimensions":{"tier":"1"},"unit":"GB"}
            """;
    private static final String CREDIT = """
            {"amount":-7.5,"description":"Refund for KSQL","end_date":"2026-11-02","id":"b","line_type":"PROMO_CREDIT",\
            "organization":"org-1","original_amount":-7.5,"start_date":"2026-11-01"}
            """;
    private static final String SUPPORT = """
            {"amount":1000,"end_date":"2026-11-02","id":"c","line_type":"SUPPORT","organization":"org-1","original_amount":1000,\
            "product":"SUPPORT_CLOUD_BUSINESS","quantity":24,"start_date":"2026-11-01","unit":"Hour"}
            """;

    @TempDir
    Path folder;

    @Test
    void aRowOfTheCostsApiBecomesARecordWithItsDiscount() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), NETWORK, folder)) {
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("1.8"))
                    .containsEntry("EffectiveCost", Bill.decimal("1.8"))
                    .containsEntry("ContractedCost", Bill.decimal("1.8"))
                    .containsEntry("ListCost", Bill.decimal("2"))
                    .containsEntry("BillingCurrency", "USD")
                    .containsEntry("BillingAccountId", "org-1")
                    .containsEntry("SubAccountId", "env-1")
                    .containsEntry("BillingPeriodStart", Bill.time("2026-11-01T00:00:00Z"))
                    .containsEntry("BillingPeriodEnd", Bill.time("2026-12-01T00:00:00Z"))
                    .containsEntry("ChargePeriodStart", Bill.time("2026-11-01T00:00:00Z"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-11-02T00:00:00Z"))
                    .containsEntry("ChargeCategory", "Usage")
                    .containsEntry("ServiceName", "KAFKA")
                    .containsEntry("ServiceCategory", "Integration")
                    .containsEntry("PricingQuantity", Bill.decimal("40"))
                    .containsEntry("PricingUnit", "GB")
                    .containsEntry("ConsumedQuantity", Bill.decimal("40"))
                    .containsEntry("ListUnitPrice", Bill.decimal("0.05"))
                    .containsEntry("ResourceId", "lkc-1")
                    .containsEntry("ResourceName", "main")
                    .containsEntry("ResourceType", "Kafka cluster")
                    .containsEntry("x_LineType", "KAFKA_NETWORK_READ")
                    .containsEntry("x_UsageType", "INTERNET");
        }
    }

    @Test
    void creditsAndSupportAreWhatTheyAre() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), NETWORK + CREDIT + SUPPORT, folder)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.records().get(1))
                    .containsEntry("BilledCost", Bill.decimal("-7.5"))
                    .containsEntry("ChargeCategory", "Credit")
                    .containsEntry("ChargeDescription", "Refund for KSQL")
                    .containsEntry("ServiceName", "KSQL")
                    .containsEntry("ResourceId", null)
                    .containsEntry("ConsumedQuantity", null);
            assertThat(bill.records().get(2))
                    .containsEntry("ChargeCategory", "Purchase")
                    .containsEntry("PricingQuantity", Bill.decimal("24"))
                    .containsEntry("SubAccountId", null);
        }
    }

    @Test
    void aNegativeLineIsARefundAndKeepsItsLineType() throws IOException {
        String refund = NETWORK.replace("\"amount\":1.8", "\"amount\":-1.8");
        String welcome = CREDIT.replace("Refund for KSQL", "Welcome to CONNECTED streams");
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), refund + welcome, folder)) {
            assertThat(bill.records().get(0))
                    .containsEntry("BilledCost", Bill.decimal("-1.8"))
                    .containsEntry("ChargeCategory", "Credit")
                    .containsEntry("ServiceName", "KAFKA")
                    .containsEntry("ConsumedQuantity", null)
                    .containsEntry("x_LineType", "KAFKA_NETWORK_READ");
            assertThat(bill.records().get(1)).containsEntry("ServiceName", null);
        }
    }

    @Test
    void aFileWithoutAnyResourceProductOrQuantityIsRead() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), CREDIT, folder)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.only()).containsEntry("BilledCost", Bill.decimal("-7.5"));
        }
    }

    /** 2.0 - 0.5. */
    @Test
    void aMissingAmountFollowsFromTheDiscount() throws IOException {
        String row = """
                {"discount_amount":0.5,"line_type":"KAFKA_BASE","organization":"o","original_amount":2.0,\
                "start_date":"2026-11-01T00:00:00Z","end_date":"2026-11-02T00:00:00Z"}
                """;
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), row, folder)) {
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("1.5"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-11-02T00:00:00Z"));
        }
    }

    /** Rows that share all keys are tiers of one line: both count. */
    @Test
    void tierRowsStaySeparate() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("confluent-costs"), NETWORK + NETWORK, folder)) {
            assertThat(bill.records()).hasSize(2);
        }
    }
}
