package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a correction says about why it is there, if several things have changed since the month was closed. */
class CorrectionCausesTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void closeOctober() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
        months.close(OCTOBER);
    }

    /** Kafka on the 1st is 12.00 instead of 10.00, and shared evenly; the group of both days is the same. */
    @Test
    void aDeliveryDoesNotHideAChangedRule() {
        months.october("12.00", 2_000);
        months.company.configure("- metric: bytes", "- even: hour");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains(
                        "2026-10 shop principal:alice 0 -> 6 delivery+rules",
                        "2026-10 data principal:bob 0 -> 6 delivery+rules",
                        "2026-10 shop principal:alice 7.5 -> 0 delivery+rules");
    }

    /** Alice turns out to have used 9 of 10 of what is 12.00. */
    @Test
    void aDeliveryDoesNotHideLateUsage() {
        months.october("12.00", 2_000);
        months.company.write(
                "usage/october.csv",
                months.company.text("usage/october.csv").replace("events,alice,bytes,3", "events,alice,bytes,9"),
                2_000);

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop principal:alice 7.5 -> 10.8 delivery+usage")
                .filteredOn(row -> !row.contains("usage"))
                .allMatch(row -> row.endsWith("other corrections"));
        assertThat(texts("deliveries", Tables.CORRECTION, "cause = 'delivery+usage'"))
                .isNotEmpty()
                .allMatch(deliveries -> deliveries.split(", ").length == 2);
    }

    /** Zoe used nothing in October, and the wiki was not restated. */
    @Test
    void whatChangedElsewhereIsNoCause() {
        months.october("12.00", 2_000);
        months.company.configure(
                "- {principal: alice, unit: shop}",
                "- {principal: alice, unit: shop}\n    - {principal: zoe, unit: shop}");
        months.company.configure("- id: wiki\n", "- id: wiki\n    version: 2\n");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop principal:alice 7.5 -> 9 delivery")
                .noneMatch(row -> row.contains("directory") || row.contains("rules"));
    }

    /** A machine for 3.00 came, the one of nobody for 1.00 went, and Kafka, which did not change, has another rule. */
    @Test
    void recordsThatCameOrWentAreOfTheirDeliveryAlone() {
        String machine =
                SmallCompany.row("EUR", "2026-10-05T00", "2026-10-05T01", "Usage", "Compute", "vm-9", "3.00", "shop");
        months.company.write(
                "bills/october.csv",
                SmallCompany.bill("10.00").replaceAll("[^\n]*,vm-2,[^\n]*\n", "") + machine,
                2_000);
        months.company.configure("- metric: bytes", "- even: hour");

        months.run(NOVEMBER);

        assertThat(months.corrections(NOVEMBER))
                .contains(
                        "2026-10 shop tag:team=shop 0 -> 3 delivery",
                        "2026-10 no_rule resource:vm-2 1 -> 0 delivery",
                        "2026-10 shop principal:alice 0 -> 5 rules");
    }

    @Test
    void anotherVersionOfTheProgramIsNamed() {
        months.october("12.00", 2_000);
        try (Workspace workspace = months.company.open()) {
            SmallCompany.imports(workspace);
            MonthRun.RunSettings newer = new MonthRun.RunSettings("test 2", Duration.ofSeconds(30), false);
            new MonthRun(workspace, newer, Progress.NONE).run(NOVEMBER);
        }

        assertThat(months.corrections(NOVEMBER))
                .contains("2026-10 shop principal:alice 7.5 -> 9 delivery+apportion test -> test 2")
                .allMatch(row -> row.endsWith("apportion test -> test 2"));
    }

    @Test
    void aCorrectedPriceLineSaysWhy() {
        months.company.configure(
                "currencies:",
                "prices:\n  multipliers:\n    - {id: markup, factor: 1.1, valid-to: 2026-11-01}\n\ncurrencies:");

        months.run(NOVEMBER);

        assertThat(texts("steps", Tables.PRICE_LINE, "kind = 'correction' AND unit = 'shop'"))
                .isNotEmpty()
                .allMatch(steps -> steps.contains("\"cause\":\"prices\""));
    }

    private List<String> texts(String column, TableSchema table, String where) {
        try (Workspace workspace = months.company.open()) {
            return workspace
                    .engine()
                    .query(
                            "SELECT " + column + " FROM "
                                    + workspace.lake().current().relation(table) + " AS r WHERE " + where,
                            row -> String.valueOf(row.text(0)));
        }
    }
}
