package org.apportion.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aDiskThatFillsUpWhileRowsAreWrittenIsNamedAndLeavesTheFormerFile() throws IOException {
        Path target = folder.resolve("charges.csv");
        AtomicFile.write(target, out -> out.write("former".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> AtomicFile.write(target, out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }))
                .hasMessageStartingWith("PUBLISH_NOT_WRITABLE " + target + ":")
                .hasMessageContaining("No space left on device");

        assertThat(target).hasContent("former");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }
}
