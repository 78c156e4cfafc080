package org.apportion.http.objects;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.apportion.http.PluginSettings;
import org.apportion.spi.source.FetchSettings;

/**
 * The settings that all object stores have: {@code prefix}, {@code include} and {@code parallel}.
 *
 * @param parallel objects read at once
 */
public record ObjectSettings(MonthPrefixes prefixes, KeyFilter filter, int parallel) {
    private static final Set<String> NAMES = Set.of("prefix", "include", "parallel");
    private static final int MOST_PARALLEL = 32;

    /**
     * Refuses what a plugin does not know: a secret among the settings, too, where it would stand in clear.
     *
     * @throws org.apportion.model.ApportionException {@code HTTP_SETTING_WRONG}
     */
    public static void requireKnown(FetchSettings given, Set<String> settings, Set<String> secrets) {
        plugin(given).requireOnly(settings, given.secrets().keySet(), secrets);
    }

    /**
     * Reads them.
     *
     * @param own names of the store's own settings
     * @param secrets names of the store's secrets
     * @throws org.apportion.model.ApportionException {@code HTTP_SETTING_WRONG}, also for a setting that nobody knows
     */
    public static ObjectSettings of(FetchSettings given, Set<String> own, Set<String> secrets) {
        PluginSettings settings = plugin(given);
        TreeSet<String> known = new TreeSet<>(own);
        known.addAll(NAMES);
        requireKnown(given, known, secrets);
        String parallel = settings.text("parallel").orElse("4");
        if (!parallel.matches("[0-9]{1,3}")
                || Integer.parseInt(parallel) < 1
                || Integer.parseInt(parallel) > MOST_PARALLEL) {
            throw settings.wrong("parallel", "is not a number from 1 to " + MOST_PARALLEL, "Write it as 4.");
        }
        MonthPrefixes prefixes = new MonthPrefixes(settings.text("prefix").orElse(""));
        if (!prefixes.unknownWord().isEmpty()) {
            throw settings.wrong(
                    "prefix",
                    "has a word in braces that means nothing",
                    "Write {month}, {yyyymm}, {first}, {last} or {next}.");
        }
        try {
            List<String> globs = settings.text("include")
                    .map(text -> List.of(text.split("\\s+")))
                    .orElse(List.of());
            return new ObjectSettings(prefixes, new KeyFilter(globs), Integer.parseInt(parallel));
        } catch (PatternSyntaxException e) {
            throw settings.wrong("include", "is not a list of globs", "Write it as **.csv.gz **.json.");
        }
    }

    /** The settings of a fetch, named in messages as in the configuration. */
    public static PluginSettings plugin(FetchSettings given) {
        return new PluginSettings("fetches." + given.id(), given.settings());
    }
}
