package org.apportion.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchFolderTest {
    @TempDir
    Path root;

    private FetchFolder folder;

    @BeforeEach
    void open() {
        folder = new FetchFolder(root, HttpError.HTTP_SETTING_WRONG);
    }

    @Test
    void aFileThatIsReplacedBecomesYoungerThoughTheClockWasSetBack() throws IOException {
        folder.write("costs/a.ndjson", "A");
        FileTime ahead = FileTime.from(Instant.parse("2099-01-01T00:00:00Z"));
        Files.setLastModifiedTime(root.resolve("costs/a.ndjson"), ahead);
        assertThat(folder.write("costs/a.ndjson", "B")).isTrue();
        FileTime second = Files.getLastModifiedTime(root.resolve("costs/a.ndjson"));
        assertThat(second).isGreaterThan(ahead);
        folder.write("costs/a.ndjson", "A");
        assertThat(Files.getLastModifiedTime(root.resolve("costs/a.ndjson"))).isGreaterThan(second);
    }

    @Test
    void aFileOfTheSameContentIsNotTouched() throws IOException {
        folder.write("a", "A");
        Files.setLastModifiedTime(root.resolve("a"), FileTime.from(Instant.EPOCH));
        assertThat(folder.write("a", "A")).isFalse();
        assertThat(Files.getLastModifiedTime(root.resolve("a"))).isEqualTo(FileTime.from(Instant.EPOCH));
    }

    @Test
    void foldersOfDaysBeforeAnotherAreRemovedAndWhatIsNoDayStays() {
        folder.write(".evidence/2026-10-31/x/a.gz", "A");
        folder.write(".evidence/2026-11-01/a.gz", "A");
        folder.write(".evidence/readme", "A");
        folder.removeDaysBefore(".evidence", LocalDate.parse("2026-11-01"));
        assertThat(root.resolve(".evidence")).isDirectoryContaining("glob:**/{2026-11-01,readme}");
        assertThat(root.resolve(".evidence/2026-10-31")).doesNotExist();
    }

    @Test
    void aDamagedLineIsNamed() {
        folder.write("state", "{\"n\":1}\nhello\n");
        assertThatThrownBy(() -> folder.trees("state", tree -> Json.text(tree, "n")))
                .hasMessageContaining("state:2: the line is damaged");
    }

    @Test
    void aNumberThatNoDigitsCanHoldIsNoJson() {
        assertThat(Json.read("{\"a\":[1e99999]}")).isEmpty();
        assertThat(Json.read("{\"a\":[1e-30]}")).isPresent();
    }
}
