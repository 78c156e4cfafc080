package org.apportion.model.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where bills or usage come from: files, folders or globs of one layout.
 *
 * @param id name of the source in tables and messages
 * @param paths files, folders or globs; relative ones stand for themselves against the configuration's folder, already
 *     resolved here to absolute text
 * @param mapping name of a shipped mapping such as {@code aws-cur-2}, {@code auto} to recognize it by its columns, or the path
 *     of a mapping file of the user's
 * @param inlineMapping a mapping written in the configuration itself, as the plain tree of its YAML; wins over {@code mapping}
 * @param slicing how a delivery is cut into slices that replace each other
 * @param versionPattern regular expression over the file's path with the named group {@code version} (and optionally
 *     {@code slice}); versions are ordered as text after padding digits, the highest is the newest
 * @param constants column to value where the source has no such column, for example an account id or a currency
 * @param options further settings of the format, such as {@code delimiter}, {@code encoding}, {@code time-zone}
 * @param place file, line and column of the definition, for messages
 */
public record SourceDefinition(
        String id,
        Kind kind,
        List<String> paths,
        String mapping,
        Optional<Map<String, Object>> inlineMapping,
        Slicing slicing,
        Optional<String> versionPattern,
        Map<String, String> constants,
        Map<String, String> options,
        List<ListedCost> listedCosts,
        String place) {
    public SourceDefinition {
        paths = List.copyOf(paths);
        constants = Map.copyOf(constants);
        options = Map.copyOf(options);
        listedCosts = List.copyOf(listedCosts);
    }

    /** What the source delivers. */
    public enum Kind {
        COST,
        USAGE,
        /** Costs from a price list in the configuration, see {@link ListedCost}; has no files. */
        PRICE_LIST
    }

    /** The unit of replacement within source and billing month. */
    public enum Slicing {
        /** All files together are one slice: each delivery is the whole month. */
        FILE_SET,
        /** Each file name is a slice of its own. */
        FILE,
        /** The named group {@code slice} of the version pattern says the slice. */
        PATTERN
    }
}
