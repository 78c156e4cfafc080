package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.NumberedColumn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodedTextsTest {
    private static final Column NAME = Column.optional("it's \"a\" name", ColumnType.STRING, "name");
    private static final Column TAGS = Column.optional("Tags", ColumnType.STRING_MAP, "tags");
    private static final Column EMPTY = Column.optional("Empty", ColumnType.STRING, "always null");
    private static final List<Column> ALL = List.of(NAME, TAGS, EMPTY);
    private static final String SAMPLE = "SELECT i AS n, CASE WHEN i % 7 > 0 THEN 'ä''' || (i * 7919) % 601 END AS "
            + "\"it's \"\"a\"\" name\", CASE WHEN i % 5 > 0 THEN MAP {'k' || i % 3: CASE WHEN i % 4 > 0 THEN 'v' || i % 11"
            + " END} END AS Tags, NULL::VARCHAR AS Empty FROM range(300000) t(i)";

    @TempDir
    Path folder;

    private Engine engine;
    private Dialect dialect;

    @BeforeEach
    void open() {
        engine = Sessions.open(folder.resolve("spill"));
        dialect = engine.dialect();
        engine.execute(dialect.createTable("texts", SAMPLE));
        dialect.coded("texts", "coded", ALL).forEach(engine::execute);
    }

    @AfterEach
    void close() {
        dialect.dropCoded("coded", ALL).forEach(engine::execute);
        engine.close();
    }

    @Test
    void codesSortAsTheirTexts() {
        String name = dialect.name(NAME.name());
        assertThat(one("SELECT count(*) FROM (SELECT n, row_number() OVER (ORDER BY " + name + ", n) AS p FROM coded)"
                        + " JOIN (SELECT n, row_number() OVER (ORDER BY " + name
                        + ", n) AS p FROM texts) USING (n, p)"))
                .isEqualTo("300000");
    }

    @Test
    void aFileOfCodesIsTheFileOfTheirTexts() {
        Path coded = write("coded");
        Path texts = write("texts");
        assertThat(schema(coded)).isEqualTo(schema(texts));
        assertThat(one("SELECT count(*) FROM (FROM '" + coded + "' EXCEPT ALL FROM '" + texts + "')"))
                .isEqualTo("0");
        assertThat(one("SELECT count(*) FROM (FROM '" + texts + "' EXCEPT ALL FROM '" + coded + "')"))
                .isEqualTo("0");
    }

    @Test
    void aTextOfAFewKnownOnesReadsAsTheTextAndIsWrittenAsOne() {
        String one = dialect.oneOf("k", new TreeSet<>(List.of("it's", "b", "never")));
        engine.execute(dialect.createTable(
                "known",
                "SELECT " + one + " AS k, 'x' || " + one
                        + " AS longer FROM (SELECT ['it''s', 'b', NULL][i % 3 + 1] AS k" + " FROM range(9) AS r(i))"));
        Path file = folder.resolve("known.parquet");
        engine.write(
                "SELECT k FROM known ORDER BY longer",
                file,
                List.of(new NumberedColumn(Column.optional("k", ColumnType.STRING, "known"), 1, 2, 3)));

        assertThat(one("SELECT max(typeof(k)) || string_agg(k, ' ') FROM '" + file + "'"))
                .isEqualTo("VARCHAR" + "b b b it's it's it's");
        assertThat(one("SELECT count(*) FROM known WHERE k = 'b' AND longer = 'xb'"))
                .isEqualTo("3");
    }

    @Test
    void boundsInAFileOfCodesHideNoRow() {
        Path file = write("coded ORDER BY (n * 31) % 1009");
        String outside = "SELECT count(*) FROM parquet_metadata('" + file + "') AS m JOIN (SELECT file_row_number // "
                + "122880 AS g, min(\"Name\") AS a, max(\"Name\") AS b FROM read_parquet('" + file
                + "', file_row_number = true) GROUP BY 1) AS t ON t.g = m.row_group_id"
                + " WHERE m.path_in_schema = 'Name' AND (m.stats_min_value > t.a OR m.stats_max_value < t.b)";
        assertThat(one(outside)).isEqualTo("0");
        assertThat(one("SELECT count(*) FROM parquet_metadata('" + file + "')")).isNotEqualTo("0");
        for (int i = 0; i < 601; i += 50) {
            String name = dialect.name(NAME.name());
            assertThat(one("SELECT count(*) FROM '" + file + "' WHERE \"Name\" = 'ä''" + i + "'"))
                    .isEqualTo(one("SELECT count(*) FROM texts WHERE " + name + " = 'ä''" + i + "'"));
        }
    }

    @Test
    void aRepeatedTextIsWrittenAsAText() {
        Path file = folder.resolve("repeated.parquet");
        engine.write(
                "SELECT " + dialect.repeatedText("it's") + ", " + dialect.repeatedText(null) + " FROM range(3)",
                file,
                List.of(numbered("A", ColumnType.STRING, 1), numbered("B", ColumnType.STRING, 2)));
        assertThat(one("SELECT string_agg(A || coalesce(B, '-') || typeof(B), ' ') FROM '" + file + "'"))
                .isEqualTo("it's-VARCHAR it's-VARCHAR it's-VARCHAR");
    }

    @Test
    void packedTextsComeBackAndAnEmptyOneIsMissing() {
        String list = dialect.unpacked(dialect.packed(List.of("'a'", "NULL", "''", "'ü, b'"), "\u001F"), "\u001F");
        assertThat(one("SELECT concat_ws('|', " + dialect.unpackedText(list, 0) + ", coalesce("
                        + dialect.unpackedText(list, 1) + ", '-'), coalesce(" + dialect.unpackedText(list, 2)
                        + ", '-'), " + dialect.unpackedText(list, 3) + ")"))
                .isEqualTo("a|-|-|ü, b");
    }

    @Test
    void separatorsOfAnyLengthAreCounted() {
        String packed = dialect.packed(List.of("'a'", "'b'", "'c'"), "\u001Fxy");
        assertThat(one("SELECT " + dialect.separators(packed, "\u001Fxy"))).isEqualTo("2");
        String held = dialect.packed(List.of("'a'", "'b' || chr(31) || 'xy'", "'c'"), "\u001Fxy");
        assertThat(one("SELECT " + dialect.separators(held, "\u001Fxy"))).isEqualTo("3");
    }

    private Path write(String from) {
        Path file = folder.resolve(from.replaceAll("\\W", "_") + ".parquet");
        String select = "SELECT " + dialect.name(NAME.name()) + ", Tags, Empty FROM " + from;
        NumberedColumn tags = new NumberedColumn(TAGS, 2, 3, 4);
        engine.write(
                select,
                file,
                List.of(numbered("Name", ColumnType.STRING, 1), tags, numbered("Empty", ColumnType.STRING, 5)));
        return file;
    }

    private List<String> schema(Path file) {
        return engine.query(
                "SELECT concat_ws(' ', name, type, type_length, repetition_type, num_children, converted_type, field_id,"
                        + " logical_type) FROM parquet_schema('" + file + "')",
                row -> String.valueOf(row.text(0)));
    }

    private String one(String sql) {
        return Sessions.one(engine, sql);
    }

    private static NumberedColumn numbered(String name, ColumnType type, int id) {
        return new NumberedColumn(Column.optional(name, type, "a column of the test"), id, 0, 0);
    }
}
