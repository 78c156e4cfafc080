package org.apportion.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
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
    void theSameSeedGivesTheSameMonth() {
        try (Engine engine = engine()) {
            String first = new MonthSql(ROWS, 7, engine.dialect()).bill();
            String other = new MonthSql(ROWS, 8, engine.dialect()).bill();
            List<String> fingerprint = fingerprint(engine, first);
            assertThat(fingerprint(engine, first)).isEqualTo(fingerprint);
            assertThat(fingerprint(engine, other)).isNotEqualTo(fingerprint);
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
        assertThat(new Measurement("x", new double[] {3, 1, 2}, new double[] {1}).median())
                .isEqualTo(2);
        assertThat(new Measurement("x", new double[] {4, 1, 2, 3}, new double[] {1}).median())
                .isEqualTo(2.5);
    }

    private static List<String> fingerprint(Engine engine, String select) {
        return engine.query("SELECT bit_xor(hash(b)) FROM (" + select + ") AS b", row -> String.valueOf(row.text(0)));
    }

    private static long one(Engine engine, String sql) {
        return engine.query(sql, row -> row.number(0)).get(0);
    }

    private Engine engine() {
        return ServiceLoader.load(EngineProvider.class)
                .findFirst()
                .orElseThrow()
                .open(new EngineSettings("duckdb", "512MB", 2, folder.resolve("spill")));
    }
}
