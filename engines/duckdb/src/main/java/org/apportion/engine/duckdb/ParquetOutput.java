package org.apportion.engine.duckdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.WrittenFile;

/** Writes the answer of a query to one Parquet file: first beside its place, then, complete and on disk, at its place. */
final class ParquetOutput {
    private static final String UNFINISHED = ".unfinished";

    private final DuckDbEngine engine;
    private final DuckDbDialect dialect;

    ParquetOutput(DuckDbEngine engine, DuckDbDialect dialect) {
        this.engine = engine;
        this.dialect = dialect;
    }

    WrittenFile write(String select, Path file, List<NumberedColumn> columns) {
        if (Files.exists(file)) {
            throw new ApportionException(
                    EngineError.ENGINE_FILE_REFUSED,
                    file.toString(),
                    "the file exists already.",
                    "Files of the lake are never overwritten; this is a mistake of Apportion, please report it.");
        }
        Path unfinished = file.resolveSibling("." + file.getFileName() + UNFINISHED);
        try {
            engine.execute(copy(select, unfinished, columns));
            ParquetFooter footer = new ParquetFooter(engine, dialect, unfinished);
            WrittenFile written = new WrittenFile(
                    file,
                    footer.rows(),
                    Files.size(unfinished),
                    footer.statistics(
                            columns.stream().map(NumberedColumn::column).toList()));
            requireValues(written, columns);
            force(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException e) {
            throw Failures.error(
                    EngineError.ENGINE_FILE_REFUSED,
                    file.toString(),
                    "the file cannot be written.",
                    "Check the folder's permissions and free space.",
                    e);
        } finally {
            deleteQuietly(unfinished);
        }
    }

    /** The path of a file as it will be when it is complete. */
    static String finished(String path) {
        int name = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
        boolean unfinished = path.startsWith(".", name) && path.endsWith(UNFINISHED);
        return unfinished
                ? path.substring(0, name) + path.substring(name + 1, path.length() - UNFINISHED.length())
                : path;
    }

    private String copy(String select, Path target, List<NumberedColumn> columns) {
        String names = columns.stream()
                .map(column -> dialect.name(column.column().name()))
                .collect(Collectors.joining(", "));
        String typed = typed(select, columns);
        String ids = columns.stream().map(this::fieldId).collect(Collectors.joining(", ", "{", "}"));
        return "COPY (SELECT " + typed + " FROM (" + select + ") AS answer(" + names + ")) TO " + dialect.path(target)
                + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, USE_TMP_FILE false, FIELD_IDS " + ids + ")";
    }

    /** Columns in the types of the table; texts that DuckDB keeps as codes are written as texts without becoming some first. */
    private String typed(String select, List<NumberedColumn> columns) {
        List<String> described =
                engine.query("DESCRIBE SELECT * FROM (" + select + ") AS answer", row -> String.valueOf(row.text(1)));
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = dialect.name(columns.get(i).column().name());
            ColumnType type = columns.get(i).column().type();
            boolean coded = i < described.size() && CodedTexts.standsFor(type, described.get(i));
            typed.add(coded ? name : name + "::" + dialect.type(type) + " AS " + name);
        }
        return String.join(", ", typed);
    }

    private String fieldId(NumberedColumn column) {
        String name = dialect.text(column.column().name());
        if (column.column().type() != ColumnType.STRING_MAP) {
            return name + ": " + column.id();
        }
        return name + ": {__duckdb_field_id: " + column.id() + ", 'key': " + column.keyId() + ", 'value': "
                + column.valueId() + "}";
    }

    private static void requireValues(WrittenFile written, List<NumberedColumn> columns) {
        for (WrittenFile.ColumnStatistics statistics : written.columns()) {
            boolean required = columns.stream()
                    .map(NumberedColumn::column)
                    .filter(column -> column.name().equals(statistics.column()))
                    .anyMatch(Column::required);
            if (required && statistics.nulls() > 0) {
                throw new ApportionException(
                        EngineError.ENGINE_VALUE_MISSING,
                        written.path().toString(),
                        "column " + statistics.column() + " has no value in " + statistics.nulls() + " of "
                                + written.rows() + " rows.",
                        "This is a mistake of Apportion; please report it with the code and the version.");
            }
        }
    }

    /** A ledger row may name the file next; it must not outlive the file's content when the machine stops. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that matters is already on its way; orphans are removed at the next start.
        }
    }
}
