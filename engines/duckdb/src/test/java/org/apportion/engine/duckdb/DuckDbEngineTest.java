package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbEngineTest {
    private static final List<Column> COLUMNS = Stream.of(ColumnType.values())
            .map(type -> Column.optional("c_" + type, type, "one of each type"))
            .toList();

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void open() {
        engine = Sessions.open(folder.resolve("spill"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(EngineProvider.class))
                .extracting(EngineProvider::name)
                .contains("duckdb");
        assertThat(engine.name() + " " + engine.version()).startsWith("duckdb v2");
    }

    @Test
    void loadedRowsOfEveryTypeComeBackEqual() {
        Map<String, String> tags = new HashMap<>(Map.of("team", "payments"));
        tags.put("empty", null);
        Object[] row = {
            "it's \u20ac \ud83e\udd86\n",
            new BigDecimal("-99999999999999999999.999999999999999999"),
            new BigDecimal("0.000000001"),
            Instant.parse("2026-03-29T01:30:00.123456Z"),
            LocalDate.parse("2026-10-31"),
            Long.MIN_VALUE,
            Integer.MAX_VALUE,
            true,
            tags
        };
        engine.load("t", COLUMNS, List.of(row, new Object[COLUMNS.size()]));
        List<List<Object>> back = engine.query("SELECT * FROM t ORDER BY rowid", answer -> {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < answer.width(); i++) {
                values.add(answer.value(i));
            }
            return values;
        });
        assertThat(back.get(0))
                .containsExactly(row[0], row[1], row[2], row[3], row[4], row[5], (long) Integer.MAX_VALUE, true, tags);
        assertThat(back.get(1)).containsOnlyNulls();
    }

    @Test
    void timestampsAreUtcWhateverTheZoneOfTheMachine() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            // 02:30 does not exist in New York on this day
            assertThat(engine.query(
                            "SELECT TIMESTAMP '2026-03-08 02:30:00', TIMESTAMPTZ '2026-03-08 02:30:00+00'",
                            row -> List.of(row.instant(0), row.instant(1))))
                    .containsExactly(
                            List.of(Instant.parse("2026-03-08T02:30:00Z"), Instant.parse("2026-03-08T02:30:00Z")));
            assertThat(Sessions.one(engine, "SELECT '2026-03-08 02:30:00'::TIMESTAMPTZ::VARCHAR"))
                    .endsWith("+00");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void wideIntegersAndSumsAreReadExactly() {
        assertThat(engine.query(
                        "SELECT 170141183460469231731687303715884105727::HUGEINT, sum(i) FROM range(3) t(i)",
                        row -> List.of(row.integer(0), row.number(1))))
                .containsExactly(List.of(BigInteger.TWO.pow(127).subtract(BigInteger.ONE), 3L));
    }

    @Test
    void aNumberThatDoesNotFitIsRefusedAndNotCut() {
        assertThatThrownBy(() -> engine.query("SELECT 9223372036854775808::HUGEINT", row -> row.number(0)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void decimalsThatDoNotFitAreRefusedAndNotRounded() {
        List<Column> money = List.of(Column.required("m", ColumnType.MONEY, "cost"));
        assertThatThrownBy(() -> engine.load(
                        "t", money, List.<Object[]>of(new Object[] {new BigDecimal("0.0000000000000000001")})))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> engine.execute("SELECT * FROM t")).hasMessageStartingWith("ENGINE_FAILED");
    }

    @Test
    void loadingAgainReplacesTheTable() {
        List<Column> column = List.of(Column.required("n", ColumnType.BIGINT, "number"));
        engine.load("a \"b\" 'c'", column, List.<Object[]>of(new Object[] {1L}));
        engine.load("a \"b\" 'c'", column, List.<Object[]>of(new Object[] {2L}));
        assertThat(Sessions.one(
                        engine,
                        "SELECT string_agg(n, ',') FROM " + engine.dialect().name("a \"b\" 'c'")))
                .isEqualTo("2");
    }

    @Test
    void rowsArriveOneByOneInTheOrderOfTheQuery() {
        List<Long> seen = new ArrayList<>();
        assertThatThrownBy(() -> engine.forEach("SELECT i FROM range(1000000000000) t(i)", row -> {
                    seen.add(row.number(0));
                    if (seen.size() == 3) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");
        assertThat(seen).containsExactly(0L, 1L, 2L);
        assertThat(Sessions.one(engine, "SELECT 'still usable'")).isEqualTo("still usable");
    }

    @Test
    void aFailureInAStreamedAnswerTellsItsReason() {
        assertThatThrownBy(() -> engine.forEach(
                        "SELECT CASE WHEN i = 4000000 THEN 'x' ELSE '1' END::INT FROM range(5000000) t(i)", row -> {}))
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("Could not convert string 'x'");
    }

    @Test
    void nothingIsEverDownloaded() {
        assertThatThrownBy(() -> engine.execute("LOAD httpfs")).isInstanceOf(ApportionException.class);
        assertThat(
                        Sessions.one(
                                engine,
                                "SELECT string_agg(value, ',') FROM duckdb_settings() WHERE name IN "
                                        + "('autoinstall_known_extensions', 'autoload_known_extensions', 'allow_community_extensions')"))
                .isEqualTo("false,false,false");
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new DuckDbEngineProvider()
                        .open(new EngineSettings("duckdb", "lots", 2, folder.resolve("other"))))
                .hasMessageStartingWith("ENGINE_SETTING_WRONG engine: ")
                .hasMessageContaining("'lots'");
    }

    @Test
    void theSpillFolderGoesWithTheSessionAndOrphansGoWithTheNext() throws Exception {
        Path spill = folder.resolve("own");
        Path orphan = Files.createDirectories(spill.resolve("duckdb-orphan"));
        Files.createFile(orphan.resolve("owner.lock"));
        Files.createFile(orphan.resolve("duckdb_temp_storage_DEFAULT-0.tmp"));
        try (Engine first = Sessions.open(spill);
                Engine second = Sessions.open(spill)) {
            assertThat(orphan).doesNotExist();
            assertThat(first.version()).isEqualTo(second.version());
            try (Stream<Path> folders = Files.list(spill)) {
                assertThat(folders).hasSize(2);
            }
        }
        try (Stream<Path> folders = Files.list(spill)) {
            assertThat(folders).isEmpty();
        }
    }
}
