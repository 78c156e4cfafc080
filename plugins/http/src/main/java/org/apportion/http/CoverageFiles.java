package org.apportion.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.model.Csv;

/**
 * How well each hour of a day was measured: {@code coverage/<day>.csv} in the folder of a fetch. Reports sum these files up, whichever
 * plugin wrote them.
 */
public final class CoverageFiles {
    private static final String HEADING = "hour,metric,resource,found,expected\n";
    private static final int CELLS = 5;

    private final FetchFolder folder;

    public CoverageFiles(FetchFolder folder) {
        this.folder = folder;
    }

    private static String file(LocalDate day) {
        return "coverage/" + day + ".csv";
    }

    /** Whether the file of the day is there, and whole. */
    public boolean holds(LocalDate day) {
        return folder.holds(file(day));
    }

    /**
     * Writes a day anew.
     *
     * @param earlier by metric, hours (seconds at which they start) whose values are those of an earlier reading: so is their coverage
     */
    public void write(LocalDate day, List<CoverageRow> rows, Map<String, Set<Long>> earlier) {
        List<String> lines = new ArrayList<>();
        for (String line : folder.lines(file(day))) {
            List<String> cells = Csv.cells(line);
            if (cells.size() == CELLS && isOf(earlier.getOrDefault(cells.get(1), Set.of()), cells.get(0))) {
                lines.add(line);
            }
        }
        for (CoverageRow row : rows) {
            if (!earlier.getOrDefault(row.metric(), Set.of()).contains(row.hour())) {
                lines.add(Instant.ofEpochSecond(row.hour()) + "," + row.metric() + "," + Csv.cell(row.resource()) + ","
                        + row.found() + "," + (row.expected() == 0 ? "" : Long.toString(row.expected())));
            }
        }
        folder.write(
                file(day), HEADING + lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    /** A damaged line is of no hour. */
    private static boolean isOf(Set<Long> hours, String hour) {
        try {
            return hours.contains(Instant.parse(hour).getEpochSecond());
        } catch (DateTimeException e) {
            return false;
        }
    }
}
