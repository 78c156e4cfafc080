package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * A Google Cloud bill as a detailed usage cost export in newline-delimited JSON: credits are nested in the rows they reduce. In USD.
 */
final class GcpBill {
    /** Google's days and months begin at midnight in California, in October seven hours after UTC. */
    private static final String MIDNIGHT = "T07:00:00Z";

    private static final String LINE =
            "{\"billing_account_id\":\"01A2B3-C4D5E6-F70819\",\"invoice\":{\"month\":\"202610\",\"publisher_type\":\"GOOGLE\"},\"cost_type\":\"%s\",\"service\":{\"id\":\"%s\",\"description\":\"%s\"},\"sku\":{\"id\":\"%s\",\"description\":\"%s\"},\"usage_start_time\":\"%s\",\"usage_end_time\":\"%s\",\"project\":%s,\"labels\":[%s],\"system_labels\":[],\"tags\":[],\"location\":{\"location\":\"europe-west3\",\"country\":\"DE\",\"region\":\"europe-west3\",\"zone\":null},\"resource\":%s,\"cost\":%s,\"cost_at_list\":%s,\"currency\":\"USD\",\"currency_conversion_rate\":1,\"usage\":%s,\"credits\":[%s],\"adjustment_info\":null,\"transaction_type\":\"GOOGLE\",\"seller_name\":\"Google\",\"price\":null,\"export_time\":\"%sT09:12:00Z\"}\n";

    private final Amounts amounts = new Amounts(3);
    private final StringBuilder text = new StringBuilder();

    /**
     * Something billed once a day.
     *
     * @param label the team label; empty for none
     * @param creditPercent share of the cost that the nested credit gives back
     */
    private record Product(
            String service,
            String serviceId,
            String sku,
            String skuId,
            String project,
            String resource,
            String quantity,
            String unit,
            String rate,
            String label,
            String creditType,
            int creditPercent) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product(
                    "BigQuery",
                    "24E6-F581-38A7",
                    "Enterprise Edition slots in europe-west3",
                    "A1B2-0001-0001",
                    "nordwind-warehouse",
                    "warehouse",
                    "19200",
                    "slot-hour",
                    "0.0720000000",
                    "",
                    "COMMITTED_USAGE_DISCOUNT",
                    20),
            new Product(
                    "BigQuery",
                    "24E6-F581-38A7",
                    "Active Logical Storage in europe-west3",
                    "A1B2-0001-0002",
                    "nordwind-warehouse",
                    "warehouse",
                    "1612.90322581",
                    "gibibyte month",
                    "0.0230000000",
                    "",
                    "",
                    0),
            new Product(
                    "Vertex AI",
                    "C7E2-9256-1C43",
                    "Training on n1-highmem with T4",
                    "A1B2-0002-0001",
                    "nordwind-ml",
                    "trainer",
                    "88",
                    "hour",
                    "1.0450123456",
                    "ml-lab",
                    "PROMOTION",
                    35),
            new Product(
                    "Vertex AI",
                    "C7E2-9256-1C43",
                    "Online prediction node hour",
                    "A1B2-0002-0002",
                    "nordwind-ml",
                    "ranker",
                    "96",
                    "hour",
                    "0.2183456789",
                    "personalization",
                    "",
                    0),
            new Product(
                    "Compute Engine",
                    "6F81-5844-456A",
                    "N2 Instance Core running in Frankfurt",
                    "A1B2-0003-0001",
                    "nordwind-forecast",
                    "forecast-vm",
                    "768",
                    "hour",
                    "0.0407370000",
                    "forecasting",
                    "SUSTAINED_USAGE_DISCOUNT",
                    12),
            new Product(
                    "Compute Engine",
                    "6F81-5844-456A",
                    "N2 Instance Ram running in Frankfurt",
                    "A1B2-0003-0002",
                    "nordwind-forecast",
                    "forecast-vm",
                    "3072",
                    "gibibyte hour",
                    "0.0054610000",
                    "forecasting",
                    "SUSTAINED_USAGE_DISCOUNT",
                    12),
            new Product(
                    "Cloud Storage",
                    "95FF-2EF5-5EA1",
                    "Standard Storage Frankfurt",
                    "A1B2-0004-0001",
                    "nordwind-ml",
                    "nordwind-training-data",
                    "967.74193548",
                    "gibibyte month",
                    "0.0230000000",
                    "ml-lab",
                    "",
                    0),
            new Product(
                    "Cloud Run",
                    "152E-C115-5142",
                    "CPU Allocation Time",
                    "A1B2-0005-0001",
                    "nordwind-web",
                    "size-advisor",
                    "410000",
                    "second",
                    "0.0000240000",
                    "web-shop",
                    "FREE_TIER",
                    5),
            new Product(
                    "Cloud Pub/Sub",
                    "A1E8-BE35-7EBC",
                    "Message Delivery Basic",
                    "A1B2-0006-0001",
                    "nordwind-web",
                    "",
                    "0.31",
                    "tebibyte",
                    "40.0000000000",
                    "",
                    "",
                    0));

    String text() {
        for (LocalDate day : DemoMonth.days()) {
            for (Product product : PRODUCTS) {
                daily(product, day);
            }
        }
        LocalDate last = DemoMonth.FIRST_DAY.plusDays(30);
        once("tax", "Tax", "VAT", "CF00-0001-0001", "3977.1234567891", last);
        once(
                "adjustment",
                "Invoice",
                "Correction of September usage",
                "CF00-0002-0001",
                "-212.4000000000",
                DemoMonth.FIRST_DAY);
        once("rounding_error", "Invoice", "Rounding error", "CF00-0003-0001", "-0.0031452209", last);
        return text.toString();
    }

    private void daily(Product product, LocalDate day) {
        BigDecimal quantity = product.unit().equals("gibibyte month")
                ? new BigDecimal(product.quantity()).setScale(6, RoundingMode.HALF_EVEN)
                : amounts.ofDay(product.quantity(), day, 6);
        BigDecimal cost = quantity.multiply(new BigDecimal(product.rate())).stripTrailingZeros();
        String credits = "";
        if (product.creditPercent() > 0) {
            BigDecimal credit = cost.multiply(BigDecimal.valueOf(product.creditPercent(), 2))
                    .setScale(12, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros()
                    .negate();
            credits = "{\"name\":\"%s\",\"amount\":%s,\"full_name\":\"%s\",\"id\":\"%s\",\"type\":\"%s\"}"
                    .formatted(
                            product.creditType(),
                            credit.toPlainString(),
                            product.creditType(),
                            "nordwind-" + product.skuId(),
                            product.creditType());
        }
        String resource = product.resource().isEmpty()
                ? "null"
                : "{\"name\":\"%s\",\"global_name\":\"//cloud.example/projects/%s/%s\"}"
                        .formatted(product.resource(), product.project(), product.resource());
        String label = product.label().isEmpty() ? "" : "{\"key\":\"team\",\"value\":\"" + product.label() + "\"}";
        String project = "{\"id\":\"%s\",\"number\":\"42%08d\",\"name\":\"%s\",\"labels\":[],\"ancestors\":[]}"
                .formatted(
                        product.project(), Math.floorMod(product.project().hashCode(), 100_000_000), product.project());
        String usage = "{\"amount\":%s,\"unit\":\"%s\",\"amount_in_pricing_units\":%s,\"pricing_unit\":\"%s\"}"
                .formatted(quantity.toPlainString(), product.unit(), quantity.toPlainString(), product.unit());
        text.append(LINE.formatted(
                "regular",
                product.serviceId(),
                product.service(),
                product.skuId(),
                product.sku(),
                day + MIDNIGHT,
                day.plusDays(1) + MIDNIGHT,
                project,
                label,
                resource,
                cost.toPlainString(),
                cost.toPlainString(),
                usage,
                credits,
                day.plusDays(1)));
    }

    private void once(String type, String service, String sku, String skuId, String cost, LocalDate day) {
        text.append(LINE.formatted(
                type,
                "0000-0000-0000",
                service,
                skuId,
                sku,
                day + MIDNIGHT,
                day.plusDays(1) + MIDNIGHT,
                "null",
                "",
                "null",
                cost,
                cost,
                "null",
                "",
                "2026-11-02"));
    }
}
