package org.apportion.gcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.http.FetchFolder;
import org.apportion.http.objects.ObjectError;

/**
 * The files of one invoice month, each named after the export time of its newest row, and what {@code .state} says of them: rows and
 * bytes as they were written. A file without a word of its own (an older release wrote none) is counted.
 */
final class BroughtRows {
    private static final String ROWS = ".ndjson";
    private static final String TIME = "[0-9]{8}T[0-9]{6}[.][0-9]{6}Z";

    private final Path folder;
    private final String invoice;
    private final FetchFolder states;
    private final TreeMap<String, Written> written = new TreeMap<>();
    private boolean whole = true;

    private record Written(long rows, long bytes) {}

    /** @param invoice such as {@code 202610} */
    BroughtRows(Path folder, String invoice) throws IOException {
        this.folder = folder;
        this.invoice = invoice;
        this.states = new FetchFolder(folder, ObjectError.OBJECT_FILE_UNWRITABLE);
        for (String line : states.lines(state())) {
            if (line.matches(TIME + "\t[0-9]{1,18}\t[0-9]{1,18}")) {
                String[] cells = line.split("\t", -1);
                written.put(cells[0], new Written(Long.parseLong(cells[1]), Long.parseLong(cells[2])));
            } else {
                whole = false;
            }
        }
        look();
    }

    /** Compares the files with what was written. */
    private void look() throws IOException {
        boolean told = !written.isEmpty();
        List<String> there = files();
        for (String time : there) {
            long bytes = Files.size(file(time));
            if (!told) {
                try (Stream<String> lines = Files.lines(file(time))) {
                    written.put(time, new Written(lines.count(), bytes));
                }
            }
            whole &= bytes(time) == bytes;
        }
        whole &= there.containsAll(written.keySet());
    }

    /** Whether a time is written as the names of the files are. */
    static boolean isTime(String text) {
        return text.matches(TIME);
    }

    /** Whether each file is as it was written, and none is missing. */
    boolean isWhole() {
        return whole;
    }

    /** Export time of the newest row that is here; empty if there is none. */
    String newest() {
        return written.isEmpty() ? "" : written.lastKey();
    }

    /** Number of rows that are here. */
    long rows() {
        return written.values().stream().mapToLong(Written::rows).sum();
    }

    /** Where rows are written until all are there. */
    Path part() throws IOException {
        return Files.createDirectories(folder.resolve(".state")).resolve(invoice + ".part");
    }

    /** Moves all files to where no import looks: the month comes anew. */
    void putAway() throws IOException {
        Path gone = Files.createDirectories(folder.resolve(".gone").resolve(invoice));
        for (String time : files()) {
            Files.move(file(time), gone.resolve(time + ROWS), StandardCopyOption.REPLACE_EXISTING);
        }
        written.clear();
    }

    /** Makes the part a file of the month. */
    void add(String time, long rows) throws IOException {
        Files.createDirectories(folder.resolve(invoice));
        Path part = part();
        written.put(time, new Written(rows, Files.size(part)));
        Files.move(part, file(time), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        states.write(
                state(),
                written.entrySet().stream()
                        .map(each -> each.getKey() + "\t" + each.getValue().rows() + "\t"
                                + each.getValue().bytes() + "\n")
                        .collect(Collectors.joining()));
    }

    /** Bytes of a file of the month. */
    long bytes(String time) {
        Written file = written.get(time);
        return file == null ? 0 : file.bytes();
    }

    private List<String> files() throws IOException {
        if (!Files.isDirectory(folder.resolve(invoice))) {
            return List.of();
        }
        List<String> times = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(invoice))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(TIME + ROWS))
                    .forEach(name -> times.add(name.substring(0, name.length() - ROWS.length())));
        }
        return times;
    }

    private Path file(String time) {
        return folder.resolve(invoice).resolve(time + ROWS);
    }

    private String state() {
        return ".state/" + invoice + ".tsv";
    }
}
