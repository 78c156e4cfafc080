package org.apportion.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path folder;

    @Test
    void everyNumberKeepsItsCharactersAsText() throws IOException {
        assertThat(rewrite("{\"cost\": 0.1234567890123456789, \"n\": [-1E-05, 2]}\n"))
                .isEqualTo("{\"cost\":\"0.1234567890123456789\",\"n\":[\"-1E-05\",\"2\"]}\n");
    }

    @Test
    void anArrayAndAPrettyPrintedFileBecomeOneObjectPerLine() throws IOException {
        assertThat(rewrite("[\n  {\"a\": 1},\n  {\"a\": null,\n   \"b\": true}\n]\n"))
                .isEqualTo("{\"a\":\"1\"}\n{\"a\":null,\"b\":true}\n");
    }

    @Test
    void bracketsQuotesAndNumbersInsideTextsStay() throws IOException {
        String text = "{\"tags\":\"{\\\"k\\\": [1, 2]} \\\\\"}\n";

        assertThat(rewrite(text)).isEqualTo(text);
    }

    @Test
    void aFileThatEndsInsideAnObjectIsDamaged() {
        assertThatThrownBy(() -> rewrite("{\"a\": 1}\n{\"a\": 2"))
                .hasMessageStartingWith("IMPORT_FILE_DAMAGED ")
                .hasMessageContaining("cut off");
    }

    private String rewrite(String content) throws IOException {
        Path file = folder.resolve("bill.json");
        Files.writeString(file, content);
        try (WorkFolder work = WorkFolder.in(folder.resolve("work"))) {
            SourceFile source = SourceFiles.find("test", List.of(file.toString()), work, Progress.NONE)
                    .get(0);
            return Files.readString(JsonLines.rewrite(source, work));
        }
    }
}
