package org.apportion.model.output;

import java.util.List;
import java.util.Optional;

/**
 * A set of files that a run writes.
 *
 * @param content what the rows are
 * @param path file to write, of the FOCUS contents a folder; absolute; {@code {month}} and {@code {run}} are replaced
 * @param template the columns and formats of a cost-center export; only with that content
 * @param focus how FOCUS is written; without a meaning for other contents
 * @param place file, line and column of the definition, for messages
 */
public record OutputDefinition(
        String id,
        Content content,
        Format format,
        String path,
        Optional<ExportTemplate> template,
        FocusSettings focus,
        String place) {

    /** An output that is no FOCUS, or FOCUS as it is written without further settings. */
    public OutputDefinition(
            String id, Content content, Format format, String path, Optional<ExportTemplate> template, String place) {
        this(id, content, format, path, template, FocusSettings.PLAIN, place);
    }

    /**
     * How FOCUS is written.
     *
     * @param provider name of the platform in its own view, where it is the provider
     * @param accept ids of rules of the specification that the bills themselves break; others stop the publication
     * @param corrections how the provider view writes down what differs in closed months
     * @param datasets files, folders or globs of providers' further datasets, which the provider view hands on; absolute, {@code
     *     {month}} is replaced
     */
    public record FocusSettings(String provider, List<String> accept, Corrections corrections, List<String> datasets) {
        public static final FocusSettings PLAIN = new FocusSettings("Platform", List.of());

        /** With corrections as differences, and no further datasets. */
        public FocusSettings(String provider, List<String> accept) {
            this(provider, accept, Corrections.LEDGER, List.of());
        }

        public FocusSettings {
            accept = List.copyOf(accept);
            datasets = List.copyOf(datasets);
        }
    }

    /** The two styles of FOCUS, attribute Correction Handling. Both sum to the same. */
    public enum Corrections {
        /** One row with the difference. */
        LEDGER,
        /** A reversal of what was there and a new row. */
        ACCOUNTING
    }

    public enum Content {
        /** Charges joined with their record group and organization unit. */
        CHARGES,
        /** Totals per unit, service and cost type. */
        SUMMARY,
        PRICE_LINES,
        UNALLOCATED,
        /** A file for an internal accounting system, by template. */
        COST_CENTERS,
        /** The bills in FOCUS, each record split among its consumers: a folder. */
        FOCUS,
        /** What the platform asks of its units in FOCUS, with the platform as the provider: a folder. */
        FOCUS_INTERNAL
    }

    public enum Format {
        CSV,
        PARQUET,
        JSON
    }
}
