package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apportion.ingest.mapping.SourceLayout.FileKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleMappingTest {
    private static final String ROW = """
            {"billing_account_id":"01A-B","service":{"id":"6F81","description":"Compute Engine"},\
            "sku":{"id":"CF4E","description":"N2 Core"},"usage_start_time":"2026-02-01 07:00:00 UTC",\
            "usage_end_time":"2026-02-01 08:00:00 UTC","project":{"id":"shop","name":"Shop","labels":[{"key":"env","value":"prod"}]},\
            "labels":[{"key":"team","value":"web"}],"system_labels":[],"location":{"location":"europe-west6","region":"europe-west6"},\
            "cost":1.5,"currency":"CHF","usage":{"amount":3600,"unit":"seconds","amount_in_pricing_units":1,"pricing_unit":"hour"},\
            "credits":[{"name":"SUD","amount":-0.3,"type":"SUSTAINED_USAGE_DISCOUNT"},{"name":"P","amount":-5e-06,"type":"PROMOTION"}],\
            "invoice":{"month":"202601"},"cost_type":"regular","export_time":"2026-02-01 09:30:00 UTC"}
            """;
    private static final String TAX = """
            {"billing_account_id":"01A-B","service":{"id":"6F81","description":"Invoice"},"sku":{"id":"T","description":"Tax"},\
            "usage_start_time":"2026-01-31 08:00:00 UTC","usage_end_time":"2026-02-01 07:59:59 UTC","labels":[],"cost":0.11,\
            "currency":"CHF","credits":[],"invoice":{"month":"202601"},"cost_type":"tax","export_time":"2026-02-02 09:30:00 UTC"}
            """;

    @TempDir
    Path folder;

    /** 1.5 - 0.3 - 0.000005. */
    @Test
    void creditsAreSummedInsideTheirRow() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("gcp"), ROW + TAX, folder)) {
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.records()).hasSize(2);
            assertThat(bill.records().get(0))
                    .containsEntry("BilledCost", Bill.decimal("1.199995"))
                    .containsEntry("ListCost", Bill.decimal("1.5"))
                    .containsEntry("SubAccountId", "shop")
                    .containsEntry("ServiceName", "Compute Engine")
                    .containsEntry("ServiceCategory", "Compute")
                    .containsEntry("ConsumedQuantity", Bill.decimal("3600"))
                    .containsEntry("ConsumedUnit", "seconds")
                    .containsEntry("RegionId", "europe-west6")
                    .containsEntry("Tags", Map.of("team", "web", "project/env", "prod"));
            assertThat(bill.records().get(1))
                    .containsEntry("ChargeCategory", "Tax")
                    .containsEntry("Tags", null);
            assertThat(bill.plan().used()).contains("currency").doesNotContain("credits", "usage");
        }
    }

    /** An hour of February in UTC is still January in California, where Google's months end. */
    @Test
    void monthsAreCalifornian() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("gcp"), ROW, folder)) {
            assertThat(bill.only())
                    .containsEntry("month", "2026-01")
                    .containsEntry("BillingPeriodStart", Bill.time("2026-01-01T08:00:00Z"))
                    .containsEntry("BillingPeriodEnd", Bill.time("2026-02-01T08:00:00Z"))
                    .containsEntry("ChargePeriodStart", Bill.time("2026-02-01T07:00:00Z"));
        }
    }

    /** March 2026 of California lacks an hour, November has one more. */
    @ParameterizedTest
    @CsvSource({
        "202603, 2026-03-01T08:00:00Z, 2026-04-01T07:00:00Z",
        "202611, 2026-11-01T07:00:00Z, 2026-12-01T08:00:00Z"
    })
    void monthsInWhichClocksChangeBeginAndEndAtMidnightThere(String month, String start, String end)
            throws IOException {
        String row = ROW.replace("\"month\":\"202601\"", "\"month\":\"" + month + "\"");
        try (Bill bill = Bill.ndjson(Mappings.shipped("gcp"), row, folder)) {
            assertThat(bill.only())
                    .containsEntry("month", month.substring(0, 4) + "-" + month.substring(4))
                    .containsEntry("BillingPeriodStart", Bill.time(start))
                    .containsEntry("BillingPeriodEnd", Bill.time(end));
        }
    }

    @Test
    void theLastExportTimeIsTheDeliverysVersion() throws IOException {
        try (Bill bill = Bill.ndjson(Mappings.shipped("gcp"), ROW + TAX, folder)) {
            assertThat(bill.version()).startsWith("2026-02-02 09:30:00");
        }
    }

    @Test
    void parquetKeepsExactNestedNumbers() {
        String select = """
                SELECT '01A-B' AS billing_account_id, {'id': '6F81', 'description': 'Compute Engine'} AS service,
                  {'id': 'CF4E', 'description': 'Commitment v1'} AS sku, TIMESTAMPTZ '2026-01-05 00:00:00+00' AS usage_start_time,
                  TIMESTAMPTZ '2026-01-05 01:00:00+00' AS usage_end_time, 'EUR' AS currency,
                  12345678.123456789012345678::DECIMAL(38,18) AS cost,
                  [{'name': 'a', 'amount': -0.000000000000000001::DECIMAL(38,18)}] AS credits,
                  {'month': '202601'} AS invoice, [{'key': 'team', 'value': 'web'}] AS labels, 'regular' AS cost_type
                """;
        try (Bill bill = Bill.query(Mappings.shipped("gcp"), select, FileKind.PARQUET, folder)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("12345678.123456789012345677"))
                    .containsEntry("ChargeCategory", "Purchase")
                    .containsEntry("ChargeFrequency", "Recurring")
                    .containsEntry("ChargePeriodStart", Bill.time("2026-01-05T00:00:00Z"))
                    .containsEntry("Tags", Map.of("team", "web"));
        }
    }

    @Test
    void creditsThatCannotBeReadRejectTheirRow() {
        String text =
                "billing_account_id,service.description,sku.description,usage_start_time,usage_end_time,cost,currency,credits,"
                        + "invoice.month\n"
                        + "1,A,B,2026-01-05T00:00:00,2026-01-05T01:00:00,1,EUR,\"[{\"\"amount\"\": \"\"much\"\"}]\",202601\n";
        try (Bill bill = Bill.csv(Mappings.shipped("gcp-csv"), text, folder)) {
            assertThat(bill.rejects()).containsExactly("ROW_LIST_UNREADABLE credits");
        }
    }
}
