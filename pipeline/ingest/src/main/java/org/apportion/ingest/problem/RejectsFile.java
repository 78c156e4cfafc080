package org.apportion.ingest.problem;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The list of rows of one file that could not be read: {@code file,row,column,code,reason}. Replaced as a whole by each
 * import that reads the file. Cells that a spreadsheet would take for a formula get a leading apostrophe.
 */
public final class RejectsFile implements AutoCloseable {
    private final String fileName;
    private final Path target;
    private final Path unfinished;
    private final CsvWriter writer;
    private boolean finished;

    private RejectsFile(String fileName, Path target, Path unfinished, CsvWriter writer) {
        this.fileName = fileName;
        this.target = target;
        this.unfinished = unfinished;
        this.writer = writer;
    }

    /** Where the list of a file lies. */
    public static Path path(Path folder, String source, String fileId) {
        return folder.resolve(source.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + fileId + ".csv");
    }

    /**
     * Begins the list of one file; an older list of the same file is replaced when this one is closed.
     *
     * @param folder is created if absent
     * @param source source id, for the name
     * @param fileId first digits of the file's hash, for the name
     * @param fileName the file's name, for the content
     */
    public static RejectsFile create(Path folder, String source, String fileId, String fileName) {
        Path target = path(folder, source, fileId);
        try {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("." + target.getFileName() + ".unfinished");
            Files.deleteIfExists(unfinished);
            CsvWriter writer = CsvWriter.builder()
                    .lineDelimiter(de.siegmar.fastcsv.writer.LineDelimiter.LF)
                    .build(unfinished, StandardCharsets.UTF_8);
            writer.writeRecord("file", "row", "column", "code", "reason");
            return new RejectsFile(fileName, target, unfinished, writer);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /**
     * Adds an unreadable row.
     *
     * @param row data row in the file, from 1
     * @param column may be empty
     */
    public void add(long row, String column, String code, String reason) {
        writer.writeRecord(safe(fileName), Long.toString(row), safe(column), code, safe(reason));
    }

    /** Puts the list in its place. */
    public Path finish() {
        try {
            writer.close();
            finished = true;
            return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Drops the list unless it is finished. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            writer.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    static String safe(String cell) {
        boolean formula = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0;
        return formula ? "'" + cell : cell;
    }

    private static RuntimeException unwritable(Path target, IOException e) {
        return ImportError.IMPORT_FILE_UNREADABLE.at(
                target.toString(),
                "The list of rejected rows cannot be written.",
                "Check that the folder can be written and the disk has space.",
                e);
    }
}
