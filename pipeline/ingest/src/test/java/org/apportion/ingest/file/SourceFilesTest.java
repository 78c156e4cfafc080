package org.apportion.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private WorkFolder work;

    @BeforeEach
    void open() {
        work = WorkFolder.in(temporary);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aFolderGivesItsDataFilesInOrderOfNameWithoutManifestsAndHiddenFiles() throws IOException {
        write("b.csv", "x\n1\n");
        write("sub/a.csv", "x\n2\n");
        write("sub/Manifest.json", "{}");
        write(".hidden/c.csv", "x\n3\n");
        write("notes.md", "# no bill");

        assertThat(find(folder.toString())).extracting(SourceFile::shortName).containsExactly("b.csv", "a.csv");
    }

    @Test
    void aGlobMatchesAcrossFolders() throws IOException {
        write("2026-09/bill.csv", "x\n1\n");
        write("2026-10/deep/bill.csv", "x\n2\n");
        write("2026-10/other.csv", "x\n3\n");

        assertThat(find(folder + "/**/bill.csv")).hasSize(2);
        assertThat(find(folder + "/2026-10/*.csv"))
                .extracting(SourceFile::shortName)
                .containsExactly("other.csv");
    }

    @Test
    void noMatchNamesThePathsAndTheNextStep() {
        assertThatThrownBy(() -> find(folder + "/none*.csv"))
                .hasMessageStartingWith("IMPORT_NO_FILES aws: No file matches ")
                .hasMessageContaining("none*.csv");
    }

    @Test
    void theHashIsThatOfTheDeliveredBytes() throws IOException {
        write("abc.csv", "abc");

        assertThat(find(folder.toString()).get(0).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void eachMemberOfAnArchiveIsAFileWithItsOwnHash() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bill.zip")))) {
            zip.putNextEntry(new ZipEntry("part-2.csv"));
            zip.write("abc".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("part-1.csv"));
            zip.write("x\n1\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("__MACOSX/._part-1.csv"));
        }

        List<SourceFile> files = find(folder.toString());

        assertThat(files)
                .extracting(SourceFile::shortName)
                .containsExactly("bill.zip!part-1.csv", "bill.zip!part-2.csv");
        assertThat(files.get(1).id()).isEqualTo("ba7816bf8f01cfea");
        assertThat(files.get(1).readable()).hasContent("abc");
    }

    @Test
    void theContentDecidesWhetherAFileIsCompressed() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("bill.csv")))) {
            out.write("x\n1\n".getBytes(StandardCharsets.UTF_8));
        }

        SourceFile file = find(folder.toString()).get(0);

        assertThat(file.gzip()).isTrue();
        assertThat(file.readable().toString()).endsWith(".csv.gz");
        assertThat(file.name()).endsWith("bill.csv");
    }

    @Test
    void jsonIsKnownByNameOrByItsFirstCharacters() throws IOException {
        write("a.ndjson", "\n");
        write("b.csv", "{\"cost\": 1}\n");
        write("c.csv", "cost\n1\n");

        assertThat(find(folder.toString()))
                .extracting(SourceFile::kind)
                .containsExactly(SourceFile.Kind.JSON, SourceFile.Kind.JSON, SourceFile.Kind.CSV);
    }

    @Test
    void aCutArchiveIsCalledDamaged() throws IOException {
        write("bill.zip", "PK\u0003\u0004 cut off");

        assertThatThrownBy(() -> find(folder.toString())).hasMessageStartingWith("IMPORT_FILE_DAMAGED ");
    }

    @Test
    void aParquetNameWithoutParquetContentIsCalledDamaged() throws IOException {
        write("bill.parquet", "<html>please log in</html>");

        assertThatThrownBy(() -> find(folder.toString())).hasMessageStartingWith("IMPORT_FILE_DAMAGED ");
    }

    @Test
    void closingTheWorkFolderLeavesNothingBehind() throws IOException {
        Files.writeString(work.fresh(".csv"), "copy");
        work.close();

        assertThat(temporary).isEmptyDirectory();
    }

    private List<SourceFile> find(String path) {
        return SourceFiles.find("aws", List.of(path), work, Progress.NONE);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
