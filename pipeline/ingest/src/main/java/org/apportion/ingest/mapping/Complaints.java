package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;

/** Collects the mistakes of a mapping, so that all are told at once. */
final class Complaints {
    private final List<Complaint> found = new ArrayList<>();

    private record Complaint(Tree.Place place, String mistake) {
        @Override
        public String toString() {
            return place + " " + mistake;
        }
    }

    /** A mistake that is met on several ways is told once. */
    void add(Tree.Place place, String mistake) {
        Complaint complaint = new Complaint(place, mistake);
        if (!found.contains(complaint)) {
            found.add(complaint);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws ApportionException MAPPING_INVALID with every mistake, if there is any */
    void raise(String mapping) {
        if (found.isEmpty()) {
            return;
        }
        String all = found.stream()
                .sorted(Comparator.comparing(
                                (Complaint complaint) -> complaint.place().file())
                        .thenComparingInt(complaint -> complaint.place().line())
                        .thenComparingInt(complaint -> complaint.place().column()))
                .map(Complaint::toString)
                .collect(Collectors.joining("\n  "));
        throw new ApportionException(
                MappingError.MAPPING_INVALID,
                mapping,
                found.size() + (found.size() == 1 ? " mistake:\n  " : " mistakes:\n  ") + all + "\n",
                "Correct the mapping; its language is described in docs/reference/mappings.md.");
    }
}
