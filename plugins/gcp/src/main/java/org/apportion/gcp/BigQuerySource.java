package org.apportion.gcp;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apportion.http.objects.ObjectError;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/**
 * Rows of a billing export, one JSON text per line. Google only adds rows, so for each invoice month the rows that were exported after
 * the ones already here become one more file: {@code <yyyymm>/<last export time>.ndjson}. The names of the files are the
 * cursor.
 */
final class BigQuerySource implements RemoteSource {
    /** Rows that are exported now may still get company with the same time. */
    private static final int SETTLED_HOURS = 1;

    private final BigQueryTable queries;
    private final String table;
    private final Path folder;

    /** @param table as {@code project.dataset.table}, checked */
    BigQuerySource(BigQueryTable queries, String table, Path folder) {
        this.queries = queries;
        this.table = table;
        this.folder = folder;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        progress.start("Fetching " + table, 0, "rows");
        AtomicLong rows = new AtomicLong();
        long months = 0;
        long brought = 0;
        long bytes = 0;
        try {
            for (LocalDate month = window.from().withDayOfMonth(1);
                    month.isBefore(window.to());
                    month = month.plusMonths(1)) {
                Path file = bring(month, rows, progress);
                months++;
                if (!file.equals(folder)) {
                    brought++;
                    bytes += Files.size(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw ObjectError.OBJECT_FILE_UNWRITABLE.at(
                    folder.toString(),
                    "a file of the fetch cannot be written.",
                    "Check the permissions of the folder and that the disk has space.");
        }
        return new Fetched(months, brought, bytes, List.of());
    }

    /** The new file; the folder itself if there are no new rows. */
    private Path bring(LocalDate month, AtomicLong rows, Progress progress) throws IOException {
        String invoice = String.format("%04d%02d", month.getYear(), month.getMonthValue());
        Path place = Files.createDirectories(folder.resolve(invoice));
        String from = last(place);
        Map<String, String> parameters = new TreeMap<>(Map.of("invoice", invoice, "from", from));
        List<String> newest = new ArrayList<>();
        queries.query(
                "SELECT FORMAT_TIMESTAMP('%Y%m%dT%H%M%E6SZ', MAX(export_time)) FROM `" + table + "`" + rows("@from")
                        + " AND export_time < TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL " + SETTLED_HOURS + " HOUR)",
                parameters,
                cells -> newest.add(cells.get(0)));
        if (newest.isEmpty() || newest.get(0).isEmpty()) {
            return folder;
        }
        String to = newest.get(0);
        if (!to.matches("[0-9]{8}T[0-9]{6}[.][0-9]{6}Z")) {
            throw ObjectError.OBJECT_NOT_READ.at(table, "the export time is no time.", "Check the setting table.");
        }
        parameters.put("to", to);
        Path part = Files.createDirectories(folder.resolve(".state")).resolve(invoice + ".part");
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            queries.query(
                    "SELECT TO_JSON_STRING(t) FROM `" + table + "` AS t" + rows("@from")
                            + " AND export_time <= PARSE_TIMESTAMP('%Y%m%dT%H%M%E6SZ', @to)",
                    parameters,
                    cells -> {
                        write(out, cells.get(0));
                        progress.advanceTo(rows.incrementAndGet());
                    });
        }
        return Files.move(
                part,
                place.resolve(to + ".ndjson"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String rows(String from) {
        return " WHERE invoice.month = @invoice AND (" + from
                + " = '' OR export_time > PARSE_TIMESTAMP('%Y%m%dT%H%M%E6SZ', " + from + "))";
    }

    /** Export time of the newest rows that are here; empty if there are none. */
    private static String last(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{8}T[0-9]{6}[.][0-9]{6}Z[.]ndjson"))
                    .map(name -> name.substring(0, name.length() - ".ndjson".length()))
                    .max(String::compareTo)
                    .orElse("");
        }
    }

    private static void write(BufferedWriter out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Calls are made one by one; nothing stays open.
    }
}
