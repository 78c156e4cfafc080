package org.apportion.gcp;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apportion.http.objects.ObjectError;
import org.apportion.model.ApportionException;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;

/**
 * Rows of a billing export, one JSON text per line. Google only adds rows, so for each invoice month the rows that were exported after
 * the ones already here become one more file: {@code <yyyymm>/<last export time>.ndjson}. Each fetch compares the number
 * of rows that are here with that of the table; where the table has more of the same time, the whole month comes anew.
 */
final class BigQuerySource implements RemoteSource {
    private final ExportTable table;
    private final Path folder;

    BigQuerySource(ExportTable table, Path folder) {
        this.table = table;
        this.folder = folder;
    }

    @Override
    public Fetched fetch(FetchWindow window, Progress progress) {
        progress.start("Fetching " + table, 0, "rows");
        Outcome outcome = new Outcome(progress);
        try {
            for (LocalDate month = window.from().withDayOfMonth(1);
                    month.isBefore(window.to());
                    month = month.plusMonths(1)) {
                bring(month, new BroughtRows(folder, ExportTable.invoice(month)), outcome);
                outcome.months++;
            }
        } catch (IOException | UncheckedIOException e) {
            throw ObjectError.OBJECT_FILE_UNWRITABLE.at(
                    folder.toString(),
                    "a file of the fetch cannot be written.",
                    "Check the permissions of the folder and that the disk has space.");
        }
        return new Fetched(outcome.months, outcome.brought, outcome.bytes, outcome.notes);
    }

    private void bring(LocalDate month, BroughtRows here, Outcome outcome) throws IOException {
        String from = here.newest();
        ExportTable.Extent there = table.extent(month, from);
        String invoice = ExportTable.invoice(month);
        boolean more = there.upTo() > here.rows();
        if (here.isWhole() ? there.upTo() < here.rows() : there.rows() < here.rows()) {
            if (!here.isWhole() || there.rows() > there.upTo()) {
                throw lost(invoice, here, there);
            }
            outcome.notes.add(invoice + ": the table has " + Counted.of(there.rows(), "row")
                    + ", fewer than were brought (" + here.rows() + "). What is here is kept.");
            return;
        }
        boolean anew = more || !here.isWhole();
        if (there.newest().isEmpty() || !anew && there.newest().equals(from)) {
            return;
        }
        if (anew && !from.isEmpty()) {
            outcome.notes.add(invoice + ": "
                    + (more ? "the table has older rows that were not brought" : "a file is not as it was written")
                    + ". The month was read anew; the former files are in "
                    + folder.resolve(".gone") + ", where no import looks.");
        }
        String after = anew ? "" : from;
        long expected = anew ? there.rows() : there.rows() - there.upTo();
        if (write(month, after, there.newest(), false, here, outcome) != expected
                && write(month, after, there.newest(), true, here, outcome) != expected) {
            throw ObjectError.OBJECT_NOT_READ.at(
                    table.toString(),
                    "the table has " + Counted.of(expected, "row") + " of " + invoice
                            + " to bring, and twice another number arrived.",
                    "Run it again when the export has come to rest.");
        }
        if (anew) {
            here.putAway();
        }
        here.add(there.newest(), expected);
        outcome.brought++;
        outcome.bytes += here.bytes(there.newest());
    }

    /** A table that was made anew exports the same cost under new times: together with what is here it would count twice. */
    private ApportionException lost(String invoice, BroughtRows here, ExportTable.Extent there) {
        return ObjectError.OBJECT_DAMAGED.at(
                table + " " + invoice,
                here.isWhole()
                        ? "the table has newer rows, and " + there.upTo() + " of the " + here.rows()
                                + " older ones that were brought."
                        : "a file is not as it was written, and the table has " + there.rows() + " of its month's "
                                + here.rows() + " rows.",
                "If the table was made anew, delete the folder " + folder.resolve(invoice) + " and .state/" + invoice
                        + ".tsv beside it: the month comes anew. Else bring the files back from a copy, or fetch later months"
                        + " only.");
    }

    private long write(LocalDate month, String from, String to, boolean everywhere, BroughtRows here, Outcome outcome)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(here.part())) {
            return table.rows(month, from, to, everywhere, line -> {
                write(out, line);
                outcome.progress.advanceTo(outcome.rows.incrementAndGet());
            });
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

    /** What a fetch did so far. */
    private static final class Outcome {
        private final Progress progress;
        private final AtomicLong rows = new AtomicLong();
        private final List<String> notes = new ArrayList<>();
        private long months;
        private long brought;
        private long bytes;

        private Outcome(Progress progress) {
            this.progress = progress;
        }
    }
}
