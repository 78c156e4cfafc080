package org.apportion.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files mix line ends, and what is made of them. */
class LineEndsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,2\n",
                "a,b\r\n1,2\r\n3,4",
                "a,b\r1,2\r",
                "a,b\r\n1,\"x\ny\"\r\n",
                "a,b\n\"x\"\"\r\n\",2\n",
                "a,b\n1,\"never closed\r\n1,2\r\n",
                ""
            })
    void lineEndsInQuotesDoNotCount(String text) throws IOException {
        assertThat(LineEnds.areMixed(file("a.csv", text), '"', ',')).isFalse();
    }

    @Test
    void aRowAfterBrokenQuotesEndsWhereItsLineEnds() throws IOException {
        Path file = file("a.csv", "a,b\r\n1,\"x\"y\r\n3,5\" wide\r\n4,\"x\ny\"\r\n");

        assertThat(LineEnds.areMixed(file, '"', ',')).isFalse();
    }

    @Test
    void eachRowEndsInOneLineFeedAndCellsStayAsTheyAre() throws IOException {
        assertThat(unified("a.csv", "a;b\r\n1;'x\r\ny'\n2;\"\r3;4\r\r\n5;6", '\'', ';'))
                .isEqualTo("a;b\n1;'x\r\ny'\n2;\"\n3;4\n5;6");
    }

    @Test
    void aGzipFileIsReadLikeAPlainOne() throws IOException {
        assertThat(unified("a.csv.gz", "a,b\r\n1,2\n", '"', ',')).isEqualTo("a,b\n1,2\n");
    }

    private String unified(String name, String text, char quote, char delimiter) throws IOException {
        Path file = file(name, text);
        Path copy = folder.resolve("copy.csv");
        assertThat(LineEnds.areMixed(file, quote, delimiter)).isTrue();
        LineEnds.unify(file, quote, delimiter, copy);
        return Files.readString(copy);
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }
}
