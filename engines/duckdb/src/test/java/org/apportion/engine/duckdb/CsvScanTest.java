package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apportion.model.ApportionException;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvScanTest {
    private static final String RAGGED = "a,b\n1,\"x\ny\nz\"\n2,3,4\n5\n6,\"new\nline\"\n7,8,9\n10,11\n";

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
    void cellsAreTextAndRowsAreNumberedFromOne() throws IOException {
        CsvFile file = file("a,b\n007,\"say \"\"yes\"\"\"\n1e5,\"two\nlines\"\n");
        assertThat(rows(engine.scans().csv(file))).containsExactly("007|say \"yes\"|1", "1e5|two\nlines|2");
    }

    @Test
    void emptyCellsAndTheNullTextAreNull() throws IOException {
        CsvFile plain = file("a,b\n,\"\"\nNULL,x\n");
        CsvFile withNull = new CsvFile(plain.path(), ',', '"', plain.charset(), 0, plain.columns(), "NULL", false);
        assertThat(rows(engine.scans().csv(plain))).containsExactly("null|null|1", "NULL|x|2");
        assertThat(rows(engine.scans().csv(withNull))).containsExactly("null|null|1", "null|x|2");
    }

    @Test
    void junkLinesByteOrderMarkAndWindowsLineEndsAreNoData() throws IOException {
        Path path = folder.resolve("junk.csv");
        Files.writeString(path, "\ufeffReport of October\r\n\r\na;b\r\n1;2\r\n", StandardCharsets.UTF_8);
        CsvFile file = new CsvFile(path, ';', '"', StandardCharsets.UTF_8, 2, List.of("a", "b"), null, false);
        assertThat(rows(engine.scans().csv(file))).containsExactly("1|2|1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "ISO-8859-1"})
    void theStatedEncodingIsReadPlainAndCompressed(String name) throws IOException {
        Charset charset = Charset.forName(name);
        byte[] bytes = "a,b\né,ü\n".getBytes(charset);
        Path plain = folder.resolve("plain.csv");
        Files.write(plain, bytes);
        Path compressed = folder.resolve("compressed.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(bytes);
        }
        for (Path path : List.of(plain, compressed)) {
            CsvFile file = new CsvFile(path, ',', '"', charset, 0, List.of("a", "b"), null, false);
            assertThat(rows(engine.scans().csv(file))).containsExactly("é|ü|1");
        }
    }

    @Test
    void anEncodingThatIsNotReadIsRefusedByName() {
        CsvFile file = new CsvFile(
                folder.resolve("a.csv"), ',', '"', Charset.forName("windows-1252"), 0, List.of("a"), null, false);
        assertThatThrownBy(() -> engine.scans().csv(file))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("ENGINE_ENCODING_WRONG ")
                .hasMessageContaining("windows-1252");
    }

    @Test
    void aRowWithTooManyCellsFailsAStrictScanWithoutShowingTheRow() throws IOException {
        CsvFile file = file("a,b\n1,2\nsecret-name,3,4\n");
        assertThatThrownBy(() -> rows(engine.scans().csv(file)))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith(
                        "ENGINE_ROW_MALFORMED " + file.path() + ":3: Expected Number of Columns: 2 Found: 3.")
                .hasMessageNotContaining("secret-name");
    }

    @Test
    void malformedRowsAreFoundWithTheirNumberAndReason() throws IOException {
        CsvFile file = file(RAGGED);
        engine.scans().findRejects(file, "rejects").forEach(engine::execute);
        assertThat(engine.query(
                        "SELECT x_row, x_reason FROM rejects ORDER BY x_row", row -> row.number(0) + " " + row.text(1)))
                .containsExactly(
                        "2 TOO MANY COLUMNS: Expected Number of Columns: 2 Found: 3",
                        "3 MISSING COLUMNS: Expected Number of Columns: 2 Found: 1",
                        "5 TOO MANY COLUMNS: Expected Number of Columns: 2 Found: 3");
    }

    @Test
    void rowsAroundMalformedOnesKeepTheirNumbers() throws IOException {
        CsvFile file = file(RAGGED);
        engine.scans().findRejects(file, "rejects").forEach(engine::execute);
        assertThat(rows(engine.scans().csvWithout(file, "rejects") + " ORDER BY x_row"))
                .containsExactly("1|x\ny\nz|1", "6|new\nline|4", "10|11|6");
    }

    @Test
    void aFileWithoutMalformedRowsHasNoRejects() throws IOException {
        CsvFile file = file("a,b\n1,2\n");
        engine.scans().findRejects(file, "rejects").forEach(engine::execute);
        assertThat(Sessions.one(engine, "SELECT count(*) FROM rejects")).isEqualTo("0");
        assertThat(rows(engine.scans().csvWithout(file, "rejects"))).containsExactly("1|2|1");
    }

    @Test
    void aSecondFileDoesNotInheritTheRejectsOfTheFirst() throws IOException {
        engine.scans().findRejects(file(RAGGED), "rejects").forEach(engine::execute);
        engine.scans().findRejects(file("a,b\n1,2\n3\n"), "rejects").forEach(engine::execute);
        assertThat(Sessions.one(engine, "SELECT string_agg(x_row, ',') FROM rejects"))
                .isEqualTo("2");
    }

    @Test
    void rowNumbersFollowTheFileWithSeveralThreads() throws IOException {
        Path path = folder.resolve("large.csv");
        String cell = "x".repeat(200);
        Files.writeString(
                path,
                IntStream.rangeClosed(1, 200_000)
                        .mapToObj(i -> i % 50_000 == 0 ? i + ",too,many" : i + "," + cell)
                        .collect(Collectors.joining("\n", "a,b\n", "\n")));
        CsvFile file = new CsvFile(path, ',', '"', StandardCharsets.UTF_8, 0, List.of("a", "b"), null, true);
        engine.scans().findRejects(file, "rejects").forEach(engine::execute);
        String scan = engine.scans().csvWithout(file, "rejects");
        assertThat(Sessions.one(engine, "SELECT count(*) || ' ' || count_if(a::BIGINT <> x_row) FROM " + scan))
                .isEqualTo("199996 0");
        Files.writeString(path, Files.readString(path).replace(",too,many", ",fine"));
        numbered(file.withLenient(false), "loaded");
        assertThat(Sessions.one(engine, "SELECT count(*) || ' ' || count_if(a::BIGINT <> x_row) FROM loaded"))
                .isEqualTo("200000 0");
    }

    @Test
    void linesOfMegabytesAreReadAndLongerOnesRefused() throws IOException {
        String line = "1," + "y".repeat(3_900_000) + "\n";
        CsvFile file = file("a,b\n" + line.repeat(5));
        assertThat(Sessions.one(
                        engine, "SELECT sum(length(b)) FROM " + engine.scans().csv(file)))
                .isEqualTo("19500000");
        CsvFile longer = file("a,b\n1,2\n3," + "y".repeat(4_100_000) + "\n4,5\n");
        assertThatThrownBy(() -> rows(engine.scans().csv(longer)))
                .hasMessageStartingWith("ENGINE_ROW_MALFORMED " + longer.path());
        engine.scans().findRejects(longer, "rejects").forEach(engine::execute);
        assertThat(rows(engine.scans().csvWithout(longer, "rejects") + " ORDER BY x_row"))
                .containsExactly("1|2|1", "4|5|3");
    }

    @Test
    void aLoadedFileHasTheRowsAndNumbersOfAScan() throws IOException {
        CsvFile file = file("a,b\n1,\"two\nlines\"\n,3\n");
        numbered(file, "it's \"loaded\"");
        String name = engine.dialect().name("it's \"loaded\"");
        assertThat(rows(name)).isEqualTo(rows(engine.scans().csv(file))).containsExactly("1|two\nlines|1", "null|3|2");
        numbered(file("a,b\n4,5\n"), "it's \"loaded\"");
        assertThat(rows(name)).containsExactly("4|5|1");
        engine.scans().dropNumbered("it's \"loaded\"").forEach(engine::execute);
        assertThatThrownBy(() -> rows(name)).hasMessageStartingWith("ENGINE_FAILED");
    }

    private void numbered(CsvFile file, String name) {
        String select = "SELECT * FROM " + engine.scans().csvCells(file);
        engine.scans().numbered(select, name).forEach(engine::execute);
    }

    private CsvFile file(String content) throws IOException {
        Path path = Files.createTempFile(folder, "it's [a] *", ".csv");
        Files.writeString(path, content);
        return new CsvFile(path, ',', '"', StandardCharsets.UTF_8, 0, List.of("a", "b"), null, false);
    }

    private List<String> rows(String scan) {
        return engine.query(
                "SELECT * FROM " + scan,
                row -> IntStream.range(0, row.width()).mapToObj(row::text).collect(Collectors.joining("|")));
    }
}
