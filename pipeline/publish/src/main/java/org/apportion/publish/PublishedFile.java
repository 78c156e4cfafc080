package org.apportion.publish;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that was written.
 *
 * @param rows data rows, headings not counted
 * @param sums sum of the amount column per currency, exact
 * @param sha256 hash of the whole file, lower-case hex
 */
public record PublishedFile(String output, Path path, long rows, SortedMap<String, BigDecimal> sums, String sha256) {
    public PublishedFile {
        sums = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sums));
    }
}
