package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.CellFunctions.KeyBeginning;
import org.apportion.spi.CellFunctions.KeyedColumn;
import org.apportion.spi.CellFunctions.Shape;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DuckDbCellsTest {
    @TempDir
    static Path folder;

    private static Engine engine;
    private static CellFunctions cells;

    @BeforeAll
    static void open() {
        engine = Sessions.open(folder);
        cells = engine.dialect().cells();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** The value of an expression over a text column x. */
    private static @Nullable String of(String expression, String text) {
        String relation = "(VALUES (" + engine.dialect().text(text) + "), (NULL)) AS t(x)";
        return engine.query(
                        "SELECT (" + expression + ")::VARCHAR FROM " + relation + " LIMIT 1",
                        row -> row.isNull(0) ? "nothing" : row.text(0))
                .get(0);
    }

    private static Map<String, @Nullable String> tags(String expression, String text) {
        String relation = "(VALUES (" + engine.dialect().text(text) + "), (NULL)) AS t(x)";
        return engine.query("SELECT " + expression + " FROM " + relation + " LIMIT 1", row -> row.textMap(0))
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.500000000000000000",
        "-5e-06, -0.000005000000000000",
        "1E+3, 1000.000000000000000000",
        "+1, 1.000000000000000000",
        ".5, 0.500000000000000000",
        "1_000, nothing",
        "abc, nothing",
        "NaN, nothing",
        "1e30, nothing",
        "123456789012345678e-18, 0.123456789012345678"
    })
    void numbersAreReadExactlyOrNotAtAll(String text, String number) {
        assertThat(of(cells.decimal("x"), text)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0.123456789012345678, false",
        "0.1234567890123456789, true",
        "0.12345678901234567800000, false",
        "1e-18, false",
        "1e-19, true",
        "10e-19, false",
        "0e-30, false",
        "2.3198314011096954e-05, true",
        "1.25E+3, false"
    })
    void digitsPastTheEighteenthDecimalAreSeen(String text, String finer) {
        assertThat(of(cells.finerThanDecimal("x"), text)).isEqualTo(finer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.234,5;1234.5",
                "1,234.5;1234.5",
                "0,0146;0.0146",
                "12.5;12.5",
                "1 234,5;1234.5",
                "1'234.5;1234.5"
            })
    void decimalMarksAreTold(String text, String plain) {
        assertThat(of(cells.decimalPoint("x", true), text)).isEqualTo(plain);
    }

    @Test
    void productsAreRoundedOnce() {
        BigDecimal left = new BigDecimal("123456789.123456789012345678");
        BigDecimal right = new BigDecimal("-987654321.987654321");
        String product = cells.product("'" + left + "'::DECIMAL(38,18)", "'" + right + "'::DECIMAL(38,18)");
        BigDecimal exact = left.multiply(right).setScale(18, java.math.RoundingMode.HALF_UP);
        assertThat(new BigDecimal(String.valueOf(of(product, "")))).isEqualByComparingTo(exact);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, 3.333333333333333333",
        "-10, 3, -3.333333333333333333",
        "2400, 100, 24.000000000000000000",
        "1, 0, nothing",
        "1, 1.5, nothing"
    })
    void quotientsAreCutAfterEighteenDecimals(String number, String divisor, String quotient) {
        assertThat(of(cells.quotient(number + "::DECIMAL(38,18)", divisor + "::DECIMAL(38,18)"), ""))
                .isEqualTo(quotient);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01 00:00:00",
        "2026-01-01 00:00:00+02:00, 2025-12-31 22:00:00",
        "2026-01-01 00:00:00-0500, 2026-01-01 05:00:00",
        "2026-01-01, 2026-01-01 00:00:00",
        "01/31/2026, 2026-01-31 00:00:00",
        "2026-01-01 00:00:00 UTC, 2026-01-01 00:00:00",
        "4.1.25, nothing",
        "2026-13-01, nothing",
        "2023-11-13T10:00Z, 2023-11-13 10:00:00"
    })
    void timesAreUtc(String text, String time) {
        assertThat(of(cells.timestamp("x", List.of("MM/dd/yyyy"), "UTC"), text)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01 00:00:00, 2026-06-30 22:00:00",
        "2026-07-01T00:00:00Z, 2026-07-01 00:00:00",
        "07/01/2026, 2026-06-30 22:00:00"
    })
    void timesWithoutOffsetAreLocal(String text, String time) {
        assertThat(of(cells.timestamp("x", List.of("MM/dd/yyyy"), "Europe/Zurich"), text))
                .isEqualTo(time);
    }

    @Test
    void tagsAreReadInEveryForm() {
        assertThat(tags(cells.tagsOfObject("x"), "{\"b\":\"x\",\"a\":1.50}")).isEqualTo(Map.of("b", "x", "a", "1.50"));
        assertThat(tags(cells.tagsOfObject("x"), "\"a\": \"b\",\"c\": \"v:1.9\""))
                .isEqualTo(Map.of("a", "b", "c", "v:1.9"));
        assertThat(tags(cells.tagsOfObject("x"), "{\"a\":\"b\",\"a\":\"c\"}")).isEqualTo(Map.of("a", "b"));
        assertThat(tags(cells.tagsOfObject("x"), "oops")).isEqualTo(Map.of("x_unreadable", "oops"));
        assertThat(tags(cells.tagsOfPairs("x"), "[{'key': 'a', 'value': 'b'}]")).isEqualTo(Map.of("a", "b"));
        assertThat(tags(cells.tagsOfPairs("x"), "[]")).isEmpty();
        assertThat(tags(cells.tagsOfColumns(List.of(new KeyedColumn("it's", "x"), new KeyedColumn("b", "''"))), "1"))
                .isEqualTo(Map.of("it's", "1"));
    }

    @Test
    void keysThatBecomeEqualAreOne() {
        String renamed = cells.renamed(cells.tagsOfObject("x"), List.of(new KeyBeginning("user_", "")), "p/");
        assertThat(tags(renamed, "{\"user_a\":\"1\",\"a\":\"2\"}")).isEqualTo(Map.of("p/a", "1"));
        String both = cells.tagMap(List.of(cells.tagsOfObject("x"), "MAP {'a': 'later', 'z': '9'}"));
        assertThat(tags(both, "{\"a\":\"first\"}")).isEqualTo(Map.of("a", "first", "z", "9"));
    }

    @Test
    void listsAreSummedWithAllTheirDigits() {
        String total = cells.listTotal("x", "amount");
        assertThat(of(total, "[{\"amount\":-0.123456789012345678},{\"name\":\"ratio: 5\",\"amount\":1}]"))
                .isEqualTo("0.876543210987654322");
        assertThat(of(total, "[{'amount': -5e-06, 'full_name': None}]")).isEqualTo("-0.000005000000000000");
        assertThat(of(total, "[{\"amount\":\"much\"}]")).isEqualTo("nothing");
        assertThat(of(total, "none")).isEqualTo("nothing");
    }

    @Test
    void structuresAreOpenedByTheirTypes() {
        String type = "STRUCT(id VARCHAR, \"the, name\" DECIMAL(38,18), inner STRUCT(a BIGINT)[])";
        assertThat(cells.fieldType(type, "ID")).contains("VARCHAR");
        assertThat(cells.fieldType(type, "the, name")).contains("DECIMAL(38,18)");
        assertThat(cells.fieldType(type, "inner")).contains("STRUCT(a BIGINT)[]");
        assertThat(cells.fieldType("VARCHAR", "id")).isEmpty();
        assertThat(cells.shape(type)).isEqualTo(Shape.NESTED);
        assertThat(cells.shape("TIMESTAMP WITH TIME ZONE")).isEqualTo(Shape.ZONED_TIMESTAMP);
        assertThat(cells.shape("DECIMAL(18,3)")).isEqualTo(Shape.EXACT);
    }
}
