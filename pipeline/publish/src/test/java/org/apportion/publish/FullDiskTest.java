package org.apportion.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part file is a device that is always full, so each write fails as on a full disk. */
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException {
        Path target = targetOnFullDisk();

        assertThatThrownBy(() -> AtomicFile.write(target, out -> out.write(1)))
                .hasMessageStartingWith("PUBLISH_NOT_WRITABLE " + target + ": ")
                .hasMessageContaining("Free space");

        assertThat(target).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("charges.csv");
    }

    @Test
    void aDiskThatFillsUpBetweenRowsIsToldAlike() throws IOException {
        Path target = targetOnFullDisk();

        assertThatThrownBy(() -> AtomicFile.write(target, FullDiskTest::manyRows))
                .hasMessageStartingWith("PUBLISH_NOT_WRITABLE " + target + ": ");

        assertThat(target).hasContent("old");
    }

    /** As rows of a query are written: whoever visits them can throw no checked exception. */
    private static void manyRows(OutputStream out) throws IOException {
        try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            IntStream.range(0, 10_000).forEach(row -> {
                try {
                    writer.write("a row of some length\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Path targetOnFullDisk() throws IOException {
        assumeTrue(Files.isWritable(FULL), "this system has no " + FULL);
        Files.createSymbolicLink(folder.resolve(".charges.csv.part"), FULL);
        return Files.writeString(folder.resolve("charges.csv"), "old");
    }
}
