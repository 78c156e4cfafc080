package org.apportion.ingest.mapping;

import java.util.List;
import java.util.Map;

/**
 * What is known of a file before it is read: its kind, its columns, and what the source's definition adds.
 *
 * @param fileName the file's path as text; mappings may tell the kind of a data set from it
 * @param columns in file order, names unique
 * @param constants values for what the file does not hold; the key is a FOCUS or {@code x_} column, or a source heading
 * @param options settings of the source, such as {@code dataset} or {@code time-zone}
 */
public record SourceLayout(
        FileKind kind,
        String fileName,
        List<SourceColumn> columns,
        Map<String, String> constants,
        Map<String, String> options) {
    public SourceLayout {
        columns = List.copyOf(columns);
        constants = Map.copyOf(constants);
        options = Map.copyOf(options);
    }

    /** A layout whose columns are all text, as a CSV file has it. */
    public static SourceLayout csv(String fileName, List<String> headings) {
        List<SourceColumn> columns = headings.stream()
                .map(name -> new SourceColumn(name, SourceColumn.TEXT))
                .toList();
        return new SourceLayout(FileKind.CSV, fileName, columns, Map.of(), Map.of());
    }

    public SourceLayout withConstants(Map<String, String> values) {
        return new SourceLayout(kind, fileName, columns, values, options);
    }

    public SourceLayout withOptions(Map<String, String> values) {
        return new SourceLayout(kind, fileName, columns, constants, values);
    }

    /** The physical form of a file. Compression does not count. */
    public enum FileKind {
        CSV,
        JSON,
        PARQUET
    }

    /**
     * A column of the source relation.
     *
     * @param name as the source relation names it
     * @param type the engine's name of the type, such as {@code VARCHAR} or {@code STRUCT(id VARCHAR)[]}
     */
    public record SourceColumn(String name, String type) {
        /** The type of every column of a CSV file. */
        public static final String TEXT = "VARCHAR";
    }
}
