package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;
import org.apportion.spi.NumberedColumn;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailuresTest {
    private static final NumberedColumn NUMBER =
            new NumberedColumn(Column.required("n", ColumnType.BIGINT, "a number"), 1, 0, 0);

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
    void aTruncatedParquetFileIsDamaged() throws IOException {
        Path file = folder.resolve("cut.parquet");
        engine.write("SELECT i FROM range(100000) t(i)", file, List.of(NUMBER));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        failure("SELECT * FROM " + engine.scans().parquet(file))
                .hasMessageStartingWith("ENGINE_FILE_DAMAGED " + file + ": the file is damaged: ")
                .hasMessageEndingWith(" Fetch or export it again.");
    }

    @Test
    void parquetPagesThatDoNotUnpackAreDamaged() throws IOException {
        Path file = folder.resolve("flipped.parquet");
        engine.write("SELECT (hash(i) // 2)::BIGINT FROM range(100000) t(i)", file, List.of(NUMBER));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x5a);
        Files.write(file, bytes);
        failure("SELECT sum(n) FROM " + engine.scans().parquet(file)).hasMessageStartingWith("ENGINE_FILE_DAMAGED ");
    }

    @Test
    void aTextFileUnderAParquetNameIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("text.parquet"), "secret-cell,1\n".repeat(100));
        failure("SELECT * FROM " + engine.scans().parquet(file))
                .hasMessageStartingWith("ENGINE_FILE_DAMAGED " + file)
                .hasMessageNotContaining("secret-cell");
    }

    @Test
    void aTruncatedGzipIsDamaged() throws IOException {
        Path file = folder.resolve("cut.csv.gz");
        Files.write(file, compressed(0.5));
        failure("SELECT sum(a::BIGINT) FROM " + engine.scans().csv(csv(file)))
                .hasMessageStartingWith("ENGINE_FILE_DAMAGED " + file);
    }

    @Test
    void aPlainFileUnderAGzipNameIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.csv.gz"), "a\n1\n");
        failure("SELECT * FROM " + engine.scans().csv(csv(file))).hasMessageStartingWith("ENGINE_FILE_DAMAGED " + file);
    }

    @Test
    void aWrongEncodingIsNamedWithoutTheRow() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "a\nsecret-cell\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        failure("SELECT * FROM " + engine.scans().csv(csv(file)))
                .hasMessageStartingWith("ENGINE_ENCODING_WRONG " + file)
                .hasMessageNotContaining("caf");
    }

    @Test
    void unclosedQuotesAreAMalformedRow() throws IOException {
        Path file = Files.writeString(folder.resolve("quotes.csv"), "a\n1\n\"secret-cell\n3\n");
        failure("SELECT * FROM " + engine.scans().csv(csv(file)))
                .hasMessageStartingWith("ENGINE_ROW_MALFORMED " + file)
                .hasMessageNotContaining("secret-cell");
    }

    @Test
    void aFileThatIsGoneIsMissing() {
        Path file = folder.resolve("gone.parquet");
        failure("SELECT * FROM " + engine.scans().parquet(file)).hasMessageStartingWith("ENGINE_FILE_MISSING " + file);
        failure("SELECT * FROM " + engine.scans().csv(csv(folder.resolve("gone.csv"))))
                .hasMessageStartingWith("ENGINE_FILE_MISSING " + folder.resolve("gone.csv"));
    }

    @Test
    void aTargetFolderThatIsGoneIsMissing() {
        Path file = folder.resolve("no/where.parquet");
        assertThatThrownBy(() -> engine.write("SELECT 1", file, List.of(NUMBER)))
                .hasMessageStartingWith("ENGINE_FILE_MISSING ");
    }

    @Test
    void aFullDiskIsNamed() {
        assumeThat(Files.exists(Path.of("/dev/full")))
                .as("this machine has /dev/full")
                .isTrue();
        failure("COPY (SELECT hash(i) FROM range(1000000) t(i)) TO '/dev/full' (FORMAT parquet)")
                .hasMessageStartingWith("ENGINE_DISK_FULL ");
    }

    @Test
    void aFullDiskIsNamedByItsFolderAlsoWhenTheMessageIsInsideAnother() {
        String inner = "Could not write file \\\"/data/lake/bill/.a-1.parquet.unfinished\\\": No space left on device";
        assertThat(Failures.of(new SQLException("{\"exception_message\":\"" + inner + "\"}")))
                .hasMessageStartingWith("ENGINE_DISK_FULL /data/lake/bill: no space is left on the disk.");
        assertThat(Failures.of(new SQLException("IO Error: Cannot open file "
                        + "\"/data/lake/bill/.a-1.parquet.unfinished\": No such file or directory")))
                .hasMessageStartingWith("ENGINE_FILE_MISSING /data/lake/bill/a-1.parquet: ");
    }

    @Test
    void anEmptySpillAllowanceIsAFullDiskAndNoSpillIsOutOfMemory() {
        try (Engine small =
                new DuckDbEngineProvider().open(new EngineSettings("duckdb", "60MB", 2, folder.resolve("small")))) {
            String sort =
                    "CREATE TEMP TABLE big AS SELECT hash(i) h, repeat('x', 200) || i t FROM range(3000000) t(i) ORDER BY h";
            small.execute("SET max_temp_directory_size = '1MB'");
            assertThatThrownBy(() -> small.execute(sort)).hasMessageStartingWith("ENGINE_DISK_FULL ");
        }
    }

    @Test
    void aQueryThatNeedsMoreThanItsMemoryIsNamed() {
        engine.execute("SET memory_limit = '20MB'");
        assertThatThrownBy(() -> engine.query(
                        "SELECT len(list(repeat('x', 100) || i)) FROM range(10000000) t(i)", row -> row.number(0)))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("ENGINE_OUT_OF_MEMORY ")
                .extracting(failure -> ((ApportionException) failure).code().kind())
                .isEqualTo(ErrorKind.RESOURCE);
    }

    @Test
    void anythingElseShowsTheFirstLineAndNotTheStatement() {
        failure("SELECT 'secret-literal' FROM nowhere")
                .hasMessageStartingWith("ENGINE_FAILED duckdb: Catalog Error: Table with name nowhere does not exist!")
                .hasMessageNotContaining("secret-literal");
    }

    @Test
    void oneSessionAnswersOneQueryAtATime() {
        assertThatThrownBy(() -> engine.forEach("SELECT 1", row -> engine.execute("SELECT 2")))
                .hasMessageStartingWith("ENGINE_FAILED ");
    }

    @Test
    void aSumOfMoreThan38DigitsIsToldAsOne() {
        failure("SELECT sum(CAST('99999999999999999999.000000000000000000' AS DECIMAL(38,18))) FROM range(2)")
                .hasMessage(
                        "ENGINE_NUMBER_TOO_LARGE duckdb: a number or a sum needs more than 38 digits. Look for amounts in the"
                                + " sources that cannot be true; if there are none, please report it.");
    }

    private AbstractThrowableAssert<?, ?> failure(String sql) {
        return assertThatThrownBy(() -> engine.query(sql, row -> row.value(0)))
                .asInstanceOf(InstanceOfAssertFactories.throwable(ApportionException.class));
    }

    private static byte[] compressed(double share) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            Random random = new Random(1);
            out.write("a\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50_000; i++) {
                out.write((random.nextInt(Integer.MAX_VALUE) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return Arrays.copyOf(bytes.toByteArray(), (int) (bytes.size() * share));
    }

    private static CsvFile csv(Path file) {
        return new CsvFile(file, ',', '"', StandardCharsets.UTF_8, 0, List.of("a"), null, false);
    }
}
