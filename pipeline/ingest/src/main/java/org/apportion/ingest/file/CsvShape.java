package org.apportion.ingest.file;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** The first line with as many cells as most lines have: the heading where nothing else tells. */
    public Line mostUsual() {
        Map<Integer, Long> lines = candidates.stream()
                .collect(Collectors.groupingBy(line -> line.cells().size(), TreeMap::new, Collectors.counting()));
        long most = Collections.max(lines.values());
        return candidates.stream()
                .filter(line -> lines.getOrDefault(line.cells().size(), 0L) == most)
                .findFirst()
                .orElseThrow();
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
