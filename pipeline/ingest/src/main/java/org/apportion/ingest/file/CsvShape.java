package org.apportion.ingest.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apportion.ingest.problem.ImportError;

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

        /**
         * Refuses headings that stand twice, if they are read: which of the columns counts could only be guessed, even where
         * they agree today. Headings that differ in case only are one, unless each of them is read (tags may differ so).
         *
         * @param place file, for the message
         * @param isRead whether anything depends on the column with this index
         * @throws org.apportion.model.ApportionException {@code IMPORT_HEADING_DOUBLED}
         */
        void refuseDoubled(String place, IntPredicate isRead) {
            Map<String, List<Integer>> places = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                String heading = cells.get(i).strip().toLowerCase(Locale.ROOT);
                if (!heading.isEmpty()) {
                    places.computeIfAbsent(heading, absent -> new ArrayList<>()).add(i);
                }
            }
            for (List<Integer> same : places.values()) {
                long spellings =
                        same.stream().map(i -> cells.get(i).strip()).distinct().count();
                long read = same.stream().filter(isRead::test).count();
                if (read > 0 && (spellings < same.size() || read < same.size())) {
                    throw ImportError.IMPORT_HEADING_DOUBLED.at(
                            place,
                            "The heading " + cells.get(same.get(0)).strip() + " stands over more than one column: "
                                    + same.stream()
                                            .map(i -> String.valueOf(i + 1))
                                            .collect(Collectors.joining(", "))
                                    + ". Which of them counts cannot be told.",
                            "Export the file again with this column once, or rename the other one; also if both say the"
                                    + " same.");
                }
            }
        }
    }
}
