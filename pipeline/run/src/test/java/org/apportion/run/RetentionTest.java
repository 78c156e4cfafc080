package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apportion.lake.FileFilter;
import org.apportion.ledger.period.Periods;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expiry and compaction: what stays, what goes. */
class RetentionTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
        months.close(OCTOBER);
        for (int i = 0; i < 4; i++) {
            months.october((12 + i) + ".00", 2_000 + i);
            months.run(NOVEMBER);
        }
    }

    @Test
    void aDryRunTellsWhatWouldGoAndRemovesNothing() {
        int before = RepeatedMonthTest.files(months.company.file("data/lake")).size();

        Retention.Expiry dry = expire(true);

        assertThat(dry.done()).isFalse();
        assertThat(dry.tables()).isNotEmpty();
        assertThat(RepeatedMonthTest.files(months.company.file("data/lake"))).hasSize(before);
        assertThat(expire(false).tables()).isEqualTo(dry.tables());
    }

    @Test
    void whatClosedMonthsAndKeptRunsNeedStaysAndTheRestGoes() {
        Map<String, Long> closed = snapshots();
        List<String> october = rowsAt(closed);
        int before = RepeatedMonthTest.files(months.company.file("data/lake")).size();

        expire(false);

        assertThat(RepeatedMonthTest.files(months.company.file("data/lake")).size())
                .isLessThan(before);
        assertThat(rowsAt(closed)).isEqualTo(october);
        assertThat(expire(false).tables()).isEmpty();
        months.october("17.00", 3_000);
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).contains("2026-10 shop principal:alice 7.5 -> 12.75 delivery");
        assertThat(months.close(NOVEMBER).changed()).isTrue();
    }

    @Test
    void theRunInForceStaysThoughTheClockWasSetBackBeforeIt() {
        months.october("20.00", 3_000);
        try (Workspace workspace = months.company.open(InstantSource.fixed(Instant.parse("2026-11-02T00:00:00Z")))) {
            SmallCompany.imports(workspace);
            new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE).run(NOVEMBER);
        }
        Map<String, BigDecimal> statement = months.check(NOVEMBER).totals();

        expire(false);

        assertThat(months.close(NOVEMBER).totals()).isEqualTo(statement);
    }

    @Test
    void compactionKeepsEveryRow() {
        List<String> prices = months.priceLines(NOVEMBER);
        List<String> corrections = months.corrections(NOVEMBER);
        try (Workspace workspace = months.company.open()) {
            new Retention(workspace, Duration.ofSeconds(30)).compact();
        }
        assertThat(months.priceLines(NOVEMBER)).isEqualTo(prices);
        assertThat(months.corrections(NOVEMBER)).isEqualTo(corrections);
        months.run(NOVEMBER);
        assertThat(months.corrections(NOVEMBER)).isEqualTo(corrections);
    }

    private Retention.Expiry expire(boolean dryRun) {
        try (Workspace workspace = months.company.open()) {
            return new Retention(workspace, Duration.ofSeconds(30)).expire(2, dryRun);
        }
    }

    private Map<String, Long> snapshots() {
        try (Workspace workspace = months.company.open()) {
            return workspace.ledger().read(tx -> new Periods(tx).snapshots(OCTOBER));
        }
    }

    private List<String> rowsAt(Map<String, Long> snapshots) {
        try (Workspace workspace = months.company.open()) {
            return List.of(Tables.CHARGE, Tables.PRICE_LINE, Tables.COST_RECORD).stream()
                    .map(table -> relation(workspace, table, snapshots))
                    .flatMap(from -> workspace
                            .engine()
                            .query(
                                    "SELECT CAST(t AS VARCHAR) FROM " + from + " AS t ORDER BY 1",
                                    row -> String.valueOf(row.text(0)))
                            .stream())
                    .toList();
        }
    }

    private static String relation(Workspace workspace, TableSchema table, Map<String, Long> snapshots) {
        return workspace.lake().at(snapshots).relation(table, FileFilter.ALL);
    }
}
