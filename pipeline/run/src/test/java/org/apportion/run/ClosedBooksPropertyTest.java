package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apportion.lake.FileFilter;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random restatements, tags of several owners, late usage, owners, rules and prices over four months that are closed one after the other. At the end each
 * month's closed charges and corrections are what a new installation calculates from the same files; and no closed row ever
 * changed.
 */
class ClosedBooksPropertyTest {
    private static final long SEED = 20261121;
    private static final int MONTHS = 4;
    private static final int CHANGES = 3;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Map<BillingMonth, List<String>> frozen = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private TwoMonths months;
    private String bobUntil = "2026-10-16";
    private String kafka = "- metric: bytes";
    private boolean marked;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder.resolve("closed"));
        months.company.configure("rules:\n", "tags:\n  shares: {team: {}}\n\nrules:\n");
    }

    @Test
    void closedMonthsAndTheirCorrectionsAreWhatANewInstallationCalculates() {
        for (int i = 0; i < MONTHS; i++) {
            BillingMonth month = TwoMonths.OCTOBER.plusMonths(i);
            deliver(month, 1_000 + i);
            months.run(month);
            for (int change = 0; change < CHANGES; change++) {
                change(i, 2_000 + 10 * i + change);
            }
            months.run(month);
            if (i < MONTHS - 1) {
                months.close(month);
                frozen.put(month, rows(month));
            }
            requireUntouched();
        }
        change(MONTHS - 1, 9_000);
        months.run(TwoMonths.OCTOBER.plusMonths(MONTHS - 1));
        requireUntouched();

        TwoMonths fresh = copy();
        for (int i = 0; i < MONTHS; i++) {
            BillingMonth month = TwoMonths.OCTOBER.plusMonths(i);
            fresh.run(month);
            assertThat(months.owned(month))
                    .as("seed %s, %s after %s", SEED, month, done)
                    .isEqualTo(fresh.owned(month));
            assertThat(months.asked(month))
                    .as("seed %s, prices of %s after %s", SEED, month, done)
                    .isEqualTo(fresh.asked(month));
        }
        assertThat(frozen).hasSize(MONTHS - 1);
    }

    private void change(int newest, long modified) {
        BillingMonth month = TwoMonths.OCTOBER.plusMonths(random.nextInt(newest + 1));
        int kind = random.nextInt(5);
        done.add(kind + "@" + month);
        switch (kind) {
            case 0 -> deliver(month, modified);
            case 1 -> months.company.write("usage/" + month + ".csv", usage(month), modified);
            case 2 -> {
                String until = "2026-1" + random.nextInt(3) + "-1" + random.nextInt(9);
                months.company.configure("valid-to: " + bobUntil, "valid-to: " + until);
                months.company.configure("valid-from: " + bobUntil, "valid-from: " + until);
                bobUntil = until;
            }
            case 3 -> {
                String next = kafka.contains("metric") ? "- even: hour" : "- metric: bytes";
                months.company.configure(
                        "ServiceName == 'Kafka'\n    tiers:\n      " + kafka,
                        "ServiceName == 'Kafka'\n    tiers:\n      " + next);
                kafka = next;
            }
            default -> {
                String prices = "prices:\n  multipliers:\n    - {id: markup, factor: 1.1, valid-to: 2026-12-01}\n\n";
                if (marked) {
                    months.company.configure(prices, "");
                } else {
                    months.company.configure("currencies:\n", prices + "currencies:\n");
                }
                marked = !marked;
            }
        }
    }

    private void deliver(BillingMonth month, long modified) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String day = month + "-%02d".formatted(1 + random.nextInt(28));
            String cost = BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, 12)
                    .toPlainString();
            String service = List.of("Kafka", "Wiki", "Compute", "Tax").get(random.nextInt(4));
            String resource = service.equals("Kafka") ? "events" : service.equals("Wiki") ? "wiki" : "vm-" + i % 3;
            rows.add(SmallCompany.row(
                            random.nextInt(4) == 0 ? "USD" : "EUR",
                            day + "T00",
                            day + "T01",
                            service.equals("Tax") ? "Tax" : "Usage",
                            service,
                            resource,
                            cost,
                            List.of("shop", "shop:60;data:40", "data;shop", "", "", "")
                                    .get(random.nextInt(6)))
                    .replace(
                            "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z",
                            month.firstDay() + "T00:00:00Z," + month.endDay() + "T00:00:00Z"));
        }
        String name = month.equals(TwoMonths.OCTOBER)
                ? "october"
                : month.equals(TwoMonths.NOVEMBER) ? "november" : month.toString();
        months.company.write("bills/" + name + ".csv", SmallCompany.bill(rows), modified);
    }

    private String usage(BillingMonth month) {
        StringBuilder text = new StringBuilder("hour,resource,consumer,metric,value,unit\n");
        for (int day = 1; day <= 28; day++) {
            for (String who : List.of("alice", "bob", "nobody")) {
                if (random.nextBoolean()) {
                    text.append("%s-%02dT00:00:00Z,events,%s,bytes,%s,GB%n"
                            .formatted(month, day, who, 1 + random.nextInt(9)));
                }
            }
        }
        return text.toString();
    }

    /** Rows of a closed month as every reader sees them. */
    private List<String> rows(BillingMonth month) {
        try (Workspace workspace = months.company.open()) {
            List<String> rows = new ArrayList<>();
            for (var table : List.of(Tables.CHARGE, Tables.CORRECTION, Tables.PRICE_LINE, Tables.RECORD_GROUP)) {
                rows.addAll(workspace
                        .engine()
                        .query(
                                "SELECT CAST(t AS VARCHAR) FROM "
                                        + workspace
                                                .lake()
                                                .current()
                                                .relation(table, FileFilter.ALL.is("billing_month", month.toString()))
                                        + " AS t ORDER BY 1",
                                row -> String.valueOf(row.text(0))));
            }
            workspace
                    .ledger()
                    .useTransaction(transaction ->
                            new Periods(transaction).statement(month).forEach(line -> rows.add(line.toString())));
            return rows;
        }
    }

    private void requireUntouched() {
        frozen.forEach((month, rows) -> assertThat(rows(month))
                .as("seed %s: closed rows of %s after %s", SEED, month, done)
                .isEqualTo(rows));
    }

    /** A new installation with the same files and configuration. */
    private TwoMonths copy() {
        TwoMonths fresh = TwoMonths.in(folder.resolve("fresh"));
        fresh.company.remove("bills/october.csv");
        fresh.company.remove("bills/november.csv");
        fresh.company.remove("usage/october.csv");
        fresh.company.remove("usage/november.csv");
        for (Path file : RepeatedMonthTest.files(months.company.folder())) {
            String name = months.company.folder().relativize(file).toString();
            if (name.equals("apportion.yaml") || name.startsWith("bills/") || name.startsWith("usage/")) {
                fresh.company.write(name, months.company.text(name), 1_000);
            }
        }
        return fresh;
    }
}
