package org.apportion.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apportion.model.BillingMonth;

/**
 * What the import of one source did, to be shown.
 *
 * @param rejected rows that could not be read
 * @param rejects files that list them
 */
public record ImportResult(
        String source, List<Slice> slices, int files, long rejected, List<Path> rejects, List<String> notes) {
    public ImportResult {
        slices = List.copyOf(slices);
        rejects = List.copyOf(rejects);
        notes = List.copyOf(notes);
    }

    /** Whether the lake holds other rows than before. */
    public boolean changed() {
        return slices.stream().anyMatch(Slice::changed);
    }

    /**
     * What became of one slice.
     *
     * @param outcome new, unchanged, replaced, older or duplicate
     * @param changed whether rows were written
     * @param sums records and exact sums per currency (of usage: per metric)
     * @param changes largest differences of a replaced slice, one sentence each
     */
    public record Slice(
            BillingMonth month, String name, String outcome, boolean changed, List<Sum> sums, List<String> changes) {
        public Slice {
            sums = List.copyOf(sums);
            changes = List.copyOf(changes);
        }
    }

    /** Records and their exact total in a currency or metric. */
    public record Sum(String measure, long records, BigDecimal total) {}
}
