package org.apportion.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generator's data has the stated shape; nothing is timed here. */
final class MonthGeneratorTest {
    private static final long ROWS = 5_000;

    @TempDir
    Path folder;

    @Test
    void theBillHasFortyThreeColumnsAndTheStatedShape() throws Exception {
        try (Engine engine = engine()) {
            MonthFiles files = new MonthFiles(folder);
            new MonthGenerator(engine, ROWS, 1).write(files);
            String csv = "read_csv('" + files.costCsv() + "', all_varchar = true)";
            assertThat(one(engine, "SELECT count(*) FROM (DESCRIBE SELECT * FROM " + csv + ")"))
                    .isEqualTo(43);
            assertThat(one(engine, "SELECT count(*) FROM " + csv)).isEqualTo(ROWS);
            assertThat(one(
                            engine,
                            "SELECT 1000 * count_if(ChargePeriodEnd::TIMESTAMP - ChargePeriodStart::TIMESTAMP = INTERVAL 1 HOUR)"
                                    + " // count(*) FROM " + csv))
                    .isBetween(960L, 980L);
            assertThat(one(engine, "SELECT 1000 * count_if(BilledCost::DECIMAL(38,18) < 0) // count(*) FROM " + csv))
                    .isBetween(14L, 26L);
            assertThat(one(
                            engine,
                            "SELECT max(n) FROM (SELECT count(DISTINCT consumer) n FROM '" + files.usageParquet()
                                    + "' GROUP BY resource)"))
                    .isBetween(1L, 7L);
        }
    }

    @Test
    void theLakesColumnsHoldTheSameCostsAsTheBill() throws Exception {
        try (Engine engine = engine()) {
            MonthFiles files = new MonthFiles(folder);
            new MonthGenerator(engine, ROWS, 1).write(files);
            assertThat(one(
                            engine,
                            "SELECT count(*) FROM (SELECT sum(BilledCost::DECIMAL(38,18)) s FROM read_csv('"
                                    + files.costCsv() + "', all_varchar = true)) a JOIN (SELECT sum(BilledCost) s,"
                                    + " sum(money18(x_BilledUnits, x_BilledRest)) t FROM '" + files.costRecords()
                                    + "') b ON a.s = b.s AND b.s = b.t"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theLakesRecordsAreSortedAsTheLakeAsks() throws Exception {
        try (Engine engine = engine()) {
            MonthFiles files = new MonthFiles(folder);
            new MonthGenerator(engine, ROWS, 1).write(files);
            assertThat(one(
                            engine,
                            "SELECT count_if(ResourceId < before) FROM (SELECT ResourceId, lag(ResourceId) OVER (ORDER BY"
                                    + " file_row_number) AS before FROM read_parquet('" + files.costRecords()
                                    + "', file_row_number = true))"))
                    .isZero();
        }
    }

    @Test
    void theSameSeedGivesTheSameMonth() {
        try (Engine engine = engine()) {
            List<String> fingerprint = fingerprint(engine, 7);
            assertThat(fingerprint(engine, 7)).isEqualTo(fingerprint);
            assertThat(fingerprint(engine, 8)).isNotEqualTo(fingerprint);
        }
    }

    @Test
    void unknownOptionsAreRefusedWithTheUsage() {
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("raw", "--size", "1")))
                .hasMessageStartingWith("--size is unknown; usage: benchmark ");
        assertThat(BenchmarkOptions.parse(List.of("raw", "--rows", "7")).rows()).isEqualTo(7);
    }

    @Test
    void theMedianIsTheMiddleFigure() {
        assertThat(new Measurement("x", new double[] {3, 1, 2}, new double[] {1}, 0, 1, "").median())
                .isEqualTo(2);
        assertThat(new Measurement("x", new double[] {4, 1, 2, 3}, new double[] {1}, 0, 1, "").median())
                .isEqualTo(2.5);
    }

    private static List<String> fingerprint(Engine engine, long seed) {
        MonthSql sql = new MonthSql(ROWS, seed, engine.dialect());
        sql.prepare().forEach(engine::execute);
        return engine.query(
                "SELECT bit_xor(hash(b)) FROM (" + sql.bill() + ") AS b", row -> String.valueOf(row.text(0)));
    }

    private static long one(Engine engine, String sql) {
        return engine.query(sql, row -> row.number(0)).get(0);
    }

    private Engine engine() {
        return TimedEngineProvider.duckdb(new EngineSettings("duckdb", "512MB", 2, folder.resolve("spill")));
    }
}
