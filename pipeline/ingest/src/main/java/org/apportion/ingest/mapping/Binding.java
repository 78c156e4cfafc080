package org.apportion.ingest.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * What a source's definition and a file's name decide before any row is read.
 *
 * @param options each option of the mapping with its value
 * @param dataset the data set that the file holds, if the mapping tells several apart
 * @param zone of times without an offset, and of the days and months that a mapping counts
 */
record Binding(
        Map<String, String> options, Optional<String> dataset, String zone, String decimalMark, boolean roundFiner) {
    Binding {
        options = Map.copyOf(options);
    }

    boolean isUtc() {
        return zone.equals("UTC");
    }
}
