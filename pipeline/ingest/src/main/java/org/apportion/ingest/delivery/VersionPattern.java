package org.apportion.ingest.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.source.SourceDefinition;

/**
 * Reads slice and version out of a file's path. Versions are compared as text after each run of digits is padded with zeros,
 * so {@code v9} is older than {@code v10}.
 */
public final class VersionPattern {
    /** The slice of a source whose files belong together. */
    public static final String WHOLE = "all";

    private static final int DIGITS = 20;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final SourceDefinition source;
    private final Optional<Pattern> pattern;

    private VersionPattern(SourceDefinition source, Optional<Pattern> pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /**
     * The pattern of a source; one that states neither slice nor version if the source has none.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_SOURCE_INVALID} for a wrong or missing pattern
     */
    public static VersionPattern of(SourceDefinition source) {
        boolean bySlice = source.slicing() == SourceDefinition.Slicing.PATTERN;
        String text = source.versionPattern().orElse("");
        if (bySlice && !text.contains("(?<slice>")) {
            throw invalid(source, "Slicing by pattern needs a version pattern with a group (?<slice>…).");
        }
        if (!bySlice && source.versionPattern().isPresent() && !text.contains("(?<version>")) {
            throw invalid(source, "The version pattern has no group (?<version>…).");
        }
        try {
            return new VersionPattern(source, source.versionPattern().map(Pattern::compile));
        } catch (PatternSyntaxException e) {
            throw invalid(source, "The version pattern is no regular expression: " + e.getDescription() + ".");
        }
    }

    /** Whether names state versions. */
    public boolean statesVersions() {
        return pattern.map(Pattern::pattern).orElse("").contains("(?<version>");
    }

    /**
     * The slice that a file belongs to.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_VERSION_MISSING} if the name does not match
     */
    public String slice(String fileName) {
        return switch (source.slicing()) {
            case FILE_SET -> WHOLE;
            case FILE -> fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
            case PATTERN ->
                Optional.ofNullable(matched(fileName).group("slice")).orElse("");
        };
    }

    /** Empty if the source states no versions. */
    public Optional<String> version(String fileName) {
        return statesVersions()
                ? Optional.ofNullable(matched(fileName).group("version")).map(VersionPattern::padded)
                : Optional.empty();
    }

    /** As {@link #version}, but empty where the name does not match: for files of earlier imports. */
    public Optional<String> versionIfMatching(String fileName) {
        return statesVersions() && pattern.orElseThrow().matcher(fileName).find()
                ? version(fileName)
                : Optional.empty();
    }

    /** A version as it is compared. */
    public static String padded(String version) {
        return NUMBER.matcher(version).replaceAll(number -> {
            String digits = number.group();
            return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
        });
    }

    private Matcher matched(String fileName) {
        Matcher matcher = pattern.orElseThrow().matcher(fileName);
        if (!matcher.find()) {
            throw ImportError.IMPORT_VERSION_MISSING.at(
                    fileName,
                    "The version pattern of source " + source.id() + " does not match this file.",
                    "Mend the pattern, or take the file out of the source's paths.");
        }
        return matcher;
    }

    private static RuntimeException invalid(SourceDefinition source, String problem) {
        return ImportError.IMPORT_SOURCE_INVALID.at(
                source.place(), problem, "Write one such as bill-(?<version>[0-9-]+)\\.csv.");
    }
}
