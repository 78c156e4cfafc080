package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.model.PortableHash;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DuckDbDialectTest {
    private static final List<String> HOSTILE = List.of(
            "",
            "'",
            "\"",
            "\\",
            "'; DROP TABLE t; --",
            "a\nb\r\nc",
            "\\u0041 \\n \\'",
            "\ud83e\udd86 \u00e9 e\u0301",
            "$$ ${x} {0} %s ?",
            "/* x",
            "-- y",
            "\ufeffbom",
            "\u0001\u007f");

    @TempDir
    static Path folder;

    private static Engine engine;
    private static Dialect dialect;

    @BeforeAll
    static void open() {
        engine = Sessions.open(folder);
        dialect = engine.dialect();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void anyTextIsHarmlessAsALiteral() {
        String list = HOSTILE.stream().map(dialect::text).collect(Collectors.joining(", "));
        List<String> back = new ArrayList<>();
        engine.forEach("SELECT " + list, row -> {
            for (int i = 0; i < row.width(); i++) {
                back.add(row.text(i));
            }
        });
        assertThat(back).isEqualTo(HOSTILE);
    }

    @Test
    void anyTextIsHarmlessAsAName() {
        for (String text : HOSTILE) {
            if (text.isEmpty()) {
                continue;
            }
            engine.execute(dialect.createTable(text, "SELECT 1 AS " + dialect.name(text)));
            assertThat(Sessions.one(engine, "SELECT " + dialect.name(text) + " FROM " + dialect.name(text)))
                    .isEqualTo("1");
            engine.execute(dialect.dropTable(text));
        }
    }

    @Test
    void aNulCharacterIsRefused() {
        assertThatThrownBy(() -> dialect.text("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dialect.name("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePortableHashEqualsPlainJava() {
        List<Object[]> rows = new ArrayList<>();
        for (String left : HOSTILE) {
            for (String right : HOSTILE) {
                rows.add(new Object[] {left, right, null});
                rows.add(new Object[] {left, null, right});
            }
        }
        rows.add(new Object[3]);
        rows.add(new Object[] {"x".repeat(100_000), "\ud83e\udd86".repeat(12), "-"});
        engine.load("texts", List.of(text("a"), text("b"), text("c")), rows);
        assertThat(engine.query(
                        "SELECT " + dialect.portableHash(List.of("a", "b", "c")) + " FROM texts ORDER BY rowid",
                        row -> row.number(0)))
                .isEqualTo(rows.stream()
                        .map(row -> PortableHash.of(Arrays.asList((String) row[0], (String) row[1], (String) row[2])))
                        .toList());
    }

    @Test
    void thePortableHashOfAnExpressionTakesTheWholeExpression() {
        assertThat(Sessions.one(engine, "SELECT " + dialect.portableHash(List.of("'a' || 'b'", "12::VARCHAR"))))
                .isEqualTo(Long.toString(PortableHash.of("ab", "12")));
    }

    @Test
    void literalsOfTimeAreRead() {
        Instant instant = Instant.parse("2026-10-31T23:59:59.999999Z");
        assertThat(engine.query(
                        "SELECT " + dialect.timestamp(instant) + ", " + dialect.date(LocalDate.of(2026, 2, 28)),
                        row -> row.instant(0) + " " + row.date(1)))
                .containsExactly("2026-10-31T23:59:59.999999Z 2026-02-28");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31 23:59:59.999999, 498191, 1793491199", "1970-01-01 00:00:00, 0, 0",
        "1969-12-31 23:59:59.5, -1, -1", "1969-12-31 23:00:00, -1, -3600"
    })
    void hoursAndSecondsAreFloored(String time, long hour, long second) {
        String timestamp = "TIMESTAMP '" + time + "'";
        assertThat(engine.query(
                        "SELECT " + dialect.hourOf(timestamp) + ", " + dialect.secondOf(timestamp),
                        row -> List.of(row.number(0), row.number(1))))
                .containsExactly(List.of(hour, second));
    }

    @Test
    void anHourNumberIsATimestampAgain() {
        assertThat(engine.query(
                        "SELECT " + dialect.timestampOfHour("498191 - 1") + ", " + dialect.timestampOfHour("-1::INT"),
                        row -> row.instant(0) + " " + row.instant(1)))
                .containsExactly("2026-10-31T22:00:00Z 1969-12-31T23:00:00Z");
    }

    @Test
    void aMapValueIsTheTextOrNull() {
        engine.load(
                "tagged",
                List.of(Column.optional("Tags", ColumnType.STRING_MAP, "tags")),
                List.of(new Object[] {Map.of("it's", "x")}, new Object[] {Map.of("other", "y")}, new Object[1]));
        assertThat(engine.query(
                        "SELECT " + dialect.mapValue("Tags", "it's") + " FROM tagged ORDER BY rowid",
                        row -> "" + row.text(0)))
                .containsExactly("x", "null", "null");
    }

    @Test
    void floorDivisionRoundsTowardMinusInfinity() {
        // -7 / 2 = -3.5, -8 / 2 = -4, 7 / 2 = 3.5
        assertThat(Sessions.one(
                        engine,
                        "SELECT concat_ws(' ', fdiv(-7, 2), fdiv(-8, 2), fdiv(7, 2), floordiv(-7, 2), floordiv(-8, 2),"
                                + " floordiv(7, 2))"))
                .isEqualTo("-4 -4 3 -4 -4 3");
    }

    private static Column text(String name) {
        return Column.optional(name, ColumnType.STRING, "a text");
    }

    @Test
    void aMapOfTextsHoldsTheEntriesWithAValue() {
        String map = dialect.textMap(Map.of("a'b", "'x'", "n", "NULL::VARCHAR", "z", "12"));

        assertThat(engine.query("SELECT " + map, row -> row.textMap(0))).containsExactly(Map.of("a'b", "x", "z", "12"));
        assertThat(engine.query("SELECT " + dialect.textMap(Map.of()), row -> row.textMap(0)))
                .containsExactly(Map.of());
    }

    @Test
    void theTextOfAMapIsThatOfPlainJava() {
        Map<String, String> tags = new java.util.HashMap<>();
        tags.put("team", "pa:y");
        tags.put("\uD83D\uDE00", "smile");
        tags.put("\uFFFD", "high");
        tags.put("empty", "");
        tags.put("none", null);
        String map = "MAP {'team': 'pa:y', '\uD83D\uDE00': 'smile', '\uFFFD': 'high', 'empty': '', 'none': NULL}";

        assertThat(Sessions.one(engine, "SELECT " + dialect.mapText(map))).isEqualTo(PortableHash.text(tags));
        assertThat(PortableHash.text(Map.of("b", "x", "a", ""))).isEqualTo("1:a0:1:b1:x");
    }
}
