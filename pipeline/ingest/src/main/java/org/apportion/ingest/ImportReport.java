package org.apportion.ingest;

import java.util.List;
import org.apportion.ingest.delivery.Verdict;

/**
 * What an import of one source did.
 *
 * @param slices in order of month and slice
 * @param files in order of name
 * @param notes what the reader should know: guesses, equal rows, rounding; one sentence each
 */
public record ImportReport(String source, List<SliceReport> slices, List<FileReport> files, List<String> notes) {
    public ImportReport {
        slices = List.copyOf(slices);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Whether the lake holds other rows than before. */
    public boolean changed() {
        return slices.stream().anyMatch(slice -> slice.verdict().writes());
    }

    /** Rows that could not be read, of all files, whether read now or before. */
    public long rejected() {
        return files.stream().mapToLong(file -> file.content().rejected()).sum();
    }

    public long count(Verdict verdict) {
        return slices.stream().filter(slice -> slice.verdict() == verdict).count();
    }
}
