package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of California that are not 24 hours long: 8 March and 1 November 2026. A Google bill has one record of each. */
class GoogleDaysTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** 1 EUR per hour; alice uses each hour but the last, which bob has alone. */
    @Test
    void aDayOf25HoursIsSplitIntoEachOfThem() {
        // 17 hours of the 1st in UTC, 8 of the 2nd.
        assertThat(charges(BillingMonth.of(2026, 11), "2026-11-01T07:00:00Z", 25))
                .containsExactly("2026-11-01 alice 17", "2026-11-02 alice 7", "2026-11-02 bob 1");
    }

    @Test
    void aDayOf23HoursIsSplitIntoEachOfThem() {
        // 16 hours of the 8th in UTC, 7 of the 9th.
        assertThat(charges(BillingMonth.of(2026, 3), "2026-03-08T08:00:00Z", 23))
                .containsExactly("2026-03-08 alice 16", "2026-03-09 alice 6", "2026-03-09 bob 1");
    }

    private List<String> charges(BillingMonth month, String from, int hours) {
        SmallCompany company = SmallCompany.in(folder);
        company.configure("mapping: focus", "mapping: gcp");
        company.remove("bills/october.csv");
        Instant start = Instant.parse(from);
        company.write("bills/day.ndjson", bill(month, start, hours, hours + ".00", "2026-11-30"), 1_000);
        StringBuilder usage = new StringBuilder("hour,resource,consumer,metric,value,unit\n");
        for (int hour = 0; hour < hours; hour++) {
            usage.append(start.plus(Duration.ofHours(hour)))
                    .append(",events,")
                    .append(hour < hours - 1 ? "alice" : "bob")
                    .append(",bytes,1,GB\n");
        }
        company.write("usage/october.csv", usage.toString(), 1_000);
        company.clock.advance(Duration.ofDays(90));
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE).run(month);
            return workspace
                    .engine()
                    .query(
                            "SELECT day, consumer, sum(amount) FROM "
                                    + workspace.lake().current().relation(Tables.CHARGE)
                                    + " AS c GROUP BY day, consumer ORDER BY day, consumer",
                            row -> row.date(0) + " " + row.text(1) + " "
                                    + TwoMonths.plain(Objects.requireNonNull(row.decimal(2))));
        }
    }

    /** One row of Kafka in Google's export. */
    static String bill(BillingMonth month, Instant start, int hours, String cost, String exported) {
        return "{\"billing_account_id\":\"01A-B\",\"service\":{\"id\":\"6F81\",\"description\":\"Kafka\"},"
                + "\"sku\":{\"id\":\"CF4E\",\"description\":\"Partition\"},\"usage_start_time\":\"" + time(start)
                + "\",\"usage_end_time\":\"" + time(start.plus(Duration.ofHours(hours)))
                + "\",\"project\":{\"id\":\"shop\",\"name\":\"Shop\",\"labels\":[]},\"labels\":[],\"system_labels\":[],"
                + "\"resource\":{\"name\":\"events\"},\"location\":{\"location\":\"europe-west6\",\"region\":\"europe-west6\"},"
                + "\"cost\":" + cost + ",\"currency\":\"EUR\",\"usage\":{\"amount\":" + hours
                + ",\"unit\":\"hour\",\"amount_in_pricing_units\":" + hours
                + ",\"pricing_unit\":\"hour\"},\"credits\":[],"
                + "\"invoice\":{\"month\":\"" + month.toString().replace("-", "")
                + "\"},\"cost_type\":\"regular\",\"export_time\":\"" + exported + " 09:30:00 UTC\"}\n";
    }

    private static String time(Instant time) {
        return time.toString().replace("T", " ").replace("Z", " UTC");
    }
}
