package org.apportion.ingest.file;

import java.util.List;

/**
 * How a CSV file is written, as its first lines tell.
 *
 * @param candidates lines that may be the heading, in file order; normally the first one is
 * @param notes what was guessed, for the report
 */
public record CsvShape(char delimiter, char quote, List<Line> candidates, List<String> notes) {
    public CsvShape {
        candidates = List.copyOf(candidates);
        notes = List.copyOf(notes);
    }

    /**
     * One of the first lines.
     *
     * @param skipLines number of lines above it
     * @param cells as written
     * @param columns the same, made unique, none empty
     */
    public record Line(int skipLines, List<String> cells, List<String> columns) {
        public Line {
            cells = List.copyOf(cells);
            columns = List.copyOf(columns);
        }
    }
}
