package org.apportion.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHeadTest {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private WorkFolder work;

    @BeforeEach
    void open() {
        work = WorkFolder.in(folder.resolve("work"));
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void theDelimiterThatCutsMostLinesAlikeWins() throws IOException {
        assertThat(shape("Cost;Name;Unit\n1,5;a, b, c;x\n", Map.of()).delimiter())
                .isEqualTo(';');
        assertThat(shape("Cost\tName\n1\ta\n", Map.of()).delimiter()).isEqualTo('\t');
        assertThat(shape("Cost|Name\n1|a\n", Map.of()).delimiter()).isEqualTo('|');
    }

    @Test
    void aStatedDelimiterWinsOverGuessing() throws IOException {
        assertThat(columns("a;b;c,d\n", Map.of("delimiter", ","))).containsExactly("a;b;c", "d");
        assertThat(columns("a;b\tc\n", Map.of("delimiter", "tab"))).containsExactly("a;b", "c");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoPartOfAName() throws IOException {
        assertThat(columns("\uFEFFCost,Name\r\n1,a\r\n", Map.of())).containsExactly("Cost", "Name");
    }

    @Test
    void doubledAndUnnamedColumnsBecomeUniqueWithoutRegardToCase() throws IOException {
        assertThat(columns("Tags,tags,,Tags\n", Map.of())).containsExactly("Tags", "tags_2", "column_3", "Tags_3");
    }

    @Test
    void linesAboveTheHeadingAreOfferedWithTheNumberOfLinesToSkip() throws IOException {
        CsvShape shape = shape("Report for\n\n\"two\nlines\"\nCost,Name\n1,a\n", Map.of());

        assertThat(shape.candidates()).extracting(CsvShape.Line::skipLines).containsExactly(0, 2, 4, 5);
        assertThat(shape.candidates().get(2).columns()).containsExactly("Cost", "Name");
    }

    @Test
    void windows1252IsRecognizedAndTranscodedWithANote() throws IOException {
        FileHead.Prepared prepared = prepare("Größe;Cost\n1;2\n".getBytes(WINDOWS_1252), Map.of());

        assertThat(prepared.readable()).hasContent("Größe;Cost\n1;2\n");
        assertThat(prepared.shape().notes()).hasSize(1).first().asString().contains("windows-1252");
    }

    @Test
    void utf16IsRecognizedByItsMark() throws IOException {
        FileHead.Prepared prepared = prepare("\uFEFFCost,Größe\n1,2\n".getBytes(StandardCharsets.UTF_16LE), Map.of());

        assertThat(prepared.readable()).hasContent("Cost,Größe\n1,2\n");
        assertThat(prepared.shape().notes()).isEmpty();
    }

    @Test
    void textThatContradictsTheStatedEncodingIsRefused() {
        byte[] notAscii = "Cost,Größe\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> prepare(notAscii, Map.of("encoding", "us-ascii")))
                .hasMessageStartingWith("IMPORT_ENCODING ");
    }

    @Test
    void anEmptyFileHasNoHeading() {
        assertThatThrownBy(() -> prepare(new byte[0], Map.of())).hasMessageStartingWith("IMPORT_HEADING_MISSING ");
    }

    @Test
    void theDoctorFindsACutGzip() throws IOException {
        byte[] text = new byte[300_000];
        new java.util.Random(7).nextBytes(text);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + (text[i] & 15));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        SourceFile file = file(Arrays.copyOf(bytes.toByteArray(), bytes.size() - 100), "bill.csv.gz");

        assertThat(FileDoctor.diagnose(file, new IllegalStateException()))
                .get()
                .asString()
                .contains("IMPORT_FILE_DAMAGED");
    }

    @Test
    void theDoctorNamesTheFirstLineThatIsNotUtf8() throws IOException {
        SourceFile file = file("Cost,Größe\n1,ä\n2,\u00e4\n".getBytes(StandardCharsets.UTF_8), "good.csv");
        assertThat(FileDoctor.diagnose(file, new IllegalStateException())).isEmpty();

        SourceFile wrong = file("Cost,Name\n1,a\n2,\u00e4\n".getBytes(WINDOWS_1252), "wrong.csv");
        assertThat(FileDoctor.diagnose(wrong, new IllegalStateException()))
                .get()
                .asString()
                .contains("Line 3 is not UTF-8 text");
    }

    private CsvShape shape(String text, Map<String, String> options) throws IOException {
        return prepare(text.getBytes(StandardCharsets.UTF_8), options).shape();
    }

    private List<String> columns(String text, Map<String, String> options) throws IOException {
        return shape(text, options).candidates().get(0).columns();
    }

    private FileHead.Prepared prepare(byte[] content, Map<String, String> options) throws IOException {
        return FileHead.prepare(file(content, "bill.csv"), options, work);
    }

    private SourceFile file(byte[] content, String name) throws IOException {
        Path path = folder.resolve(name);
        Files.write(path, content);
        return SourceFiles.find("test", List.of(path.toString()), work, Progress.NONE)
                .get(0);
    }
}
