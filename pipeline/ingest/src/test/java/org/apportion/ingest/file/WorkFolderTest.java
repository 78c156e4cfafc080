package org.apportion.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    Path parent;

    @Test
    void theFolderVanishesWithTheImport() throws IOException {
        try (WorkFolder work = WorkFolder.in(parent)) {
            Files.writeString(work.fresh(".csv"), "copy");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledImportLeftIsRemovedByTheNext() throws IOException {
        Path dead = Files.createDirectory(parent.resolve("import-1"));
        Files.createFile(dead.resolve("owner.lock"));
        Files.writeString(dead.resolve("1.csv"), "copy");

        WorkFolder.in(parent).close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aLivingImportKeepsItsCopies() throws IOException {
        try (WorkFolder living = WorkFolder.in(parent)) {
            Path copy = Files.writeString(living.fresh(".csv"), "copy");

            WorkFolder.in(parent).close();

            assertThat(copy).exists();
        }
    }
}
