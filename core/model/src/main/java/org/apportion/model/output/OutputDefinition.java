package org.apportion.model.output;

import java.util.Optional;

/**
 * A set of files that a run writes.
 *
 * @param content what the rows are
 * @param path file to write, absolute; {@code {month}} and {@code {run}} are replaced
 * @param template the columns and formats of a cost-center export; only with that content
 * @param place file, line and column of the definition, for messages
 */
public record OutputDefinition(
        String id, Content content, Format format, String path, Optional<ExportTemplate> template, String place) {

    public enum Content {
        /** Charges joined with their record group and organization unit. */
        CHARGES,
        /** Totals per unit, service and cost type. */
        SUMMARY,
        PRICE_LINES,
        UNALLOCATED,
        /** A file for an internal accounting system, by template. */
        COST_CENTERS
    }

    public enum Format {
        CSV,
        PARQUET,
        JSON
    }
}
