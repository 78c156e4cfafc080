package org.apportion.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFileTest {
    @TempDir
    Path folder;

    @Test
    void theSameLinesPassWhateverTheirEnds() throws IOException {
        Path file = Files.writeString(folder.resolve("golden.txt"), "a\r\nb\r\n");
        assertThatCode(() -> new GoldenFile(file).check("a\nb\n")).doesNotThrowAnyException();
    }

    @Test
    void theFirstLineThatDiffersIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("golden.txt"), "a\nb\n");
        assertThatThrownBy(() -> new GoldenFile(file).check("a\nc\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("golden.txt:2 differs\nexpected: b\n but was: c");
    }

    @Test
    void aMissingFileSaysHowToWriteIt() {
        assertThatThrownBy(() -> new GoldenFile(folder.resolve("none.txt")).check("a"))
                .hasMessageContaining("-Dgolden.update=true");
    }
}
