package org.apportion.ingest.delivery;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apportion.model.BillingMonth;

/**
 * What was found in a file.
 *
 * @param mapping name and version of the mapping it was read with
 * @param version age that the content states, comparable as text
 * @param rejected rows that could not be read
 * @param skipped rows that the mapping leaves out on purpose
 */
public record FileContent(
        String mapping, Optional<String> version, long rejected, long skipped, List<Contribution> contributions) {
    public FileContent {
        contributions = List.copyOf(contributions);
    }

    /** The months that the file has rows of. */
    public SortedSet<BillingMonth> months() {
        SortedSet<BillingMonth> months = new TreeSet<>();
        contributions.forEach(contribution -> months.add(contribution.month()));
        return months;
    }

    public List<Contribution> of(BillingMonth month) {
        return contributions.stream()
                .filter(contribution -> contribution.month().equals(month))
                .toList();
    }
}
