package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import org.apportion.model.ApportionException;

/** Collects the mistakes of a mapping, so that all are told at once. */
final class Complaints {
    private final List<String> found = new ArrayList<>();

    void add(Tree.Place place, String mistake) {
        found.add(place + " " + mistake);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws ApportionException MAPPING_INVALID with every mistake, if there is any */
    void raise(String mapping) {
        if (found.isEmpty()) {
            return;
        }
        throw new ApportionException(
                MappingError.MAPPING_INVALID,
                mapping,
                found.size() + (found.size() == 1 ? " mistake:\n  " : " mistakes:\n  ")
                        + String.join("\n  ", found) + ".\n",
                "Correct the mapping; its language is described in docs/reference/mappings.md.");
    }
}
