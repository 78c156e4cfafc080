package org.apportion.testkit.year;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Google's bills as detailed export in USD. Days and months are those of California: with the change to and from summer time a day has
 * 23 or 25 hours, and each month begins hours after midnight UTC.
 */
final class GcpYear {
    private static final ZoneId CALIFORNIA = ZoneId.of("America/Los_Angeles");
    private static final String LINE =
            "{\"billing_account_id\":\"01A2B3-C4D5E6-F70819\",\"invoice\":{\"month\":\"%s\"},\"cost_type\":\"regular\",\"service\":{\"id\":\"%s\",\"description\":\"%s\"},\"sku\":{\"id\":\"%s-1\",\"description\":\"%s\"},\"usage_start_time\":\"%s\",\"usage_end_time\":\"%s\",\"project\":{\"id\":\"%s\",\"name\":\"%s\",\"labels\":[]},\"labels\":[%s],\"system_labels\":[],\"tags\":[],\"location\":{\"region\":\"europe-west3\"},\"resource\":{\"name\":\"%s\",\"global_name\":\"%s\"},\"cost\":%s,\"currency\":\"USD\",\"usage\":{\"amount\":24,\"unit\":\"hour\",\"amount_in_pricing_units\":24,\"pricing_unit\":\"hour\"},\"credits\":[%s],\"export_time\":\"%s\"}\n";

    private GcpYear() {}

    /** @param version later ones have a later export time, and another amount in one row */
    static String bill(YearMonth month, int version) {
        YearAmounts amounts = new YearAmounts("gcp", month);
        StringBuilder text = new StringBuilder();
        LocalDate changing = month.getMonthValue() == 3 ? month.atDay(8) : month.atDay(1);
        for (LocalDate day : YearAmounts.days(month)) {
            LocalDate billed = day.getDayOfMonth() == 9 ? changing.plusDays(month.getMonthValue() == 3 ? 0 : 8) : day;
            String slots = amounts.between(60, 120);
            text.append(row(month, billed, version, "BigQuery", "warehouse", "nordwind-warehouse", "", slots, "-7.25"));
            String training = amounts.between(10, 50);
            String restated = version > 1 && day.getDayOfMonth() == 16 ? "3" + training : training;
            text.append(row(
                    month,
                    billed,
                    version,
                    "Vertex AI",
                    "trainer",
                    "nordwind-ml",
                    "{\"key\":\"team\",\"value\":\"ml\"}",
                    restated,
                    ""));
        }
        return text.toString();
    }

    private static String row(
            YearMonth month,
            LocalDate day,
            int version,
            String service,
            String resource,
            String project,
            String labels,
            String cost,
            String credit) {
        Instant start = day.atStartOfDay(CALIFORNIA).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(CALIFORNIA).toInstant();
        return LINE.formatted(
                month.toString().replace("-", ""),
                service,
                service,
                service,
                service,
                start,
                end,
                project,
                project,
                labels,
                resource,
                resource,
                cost,
                credit.isEmpty()
                        ? ""
                        : "{\"id\":\"c1\",\"name\":\"Committed\",\"full_name\":\"Committed\",\"type\":\"COMMITTED_USAGE_DISCOUNT\",\"amount\":"
                                + credit + "}",
                month.plusMonths(version).atDay(5) + "T09:00:00Z");
    }
}
