package org.apportion.config.section;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.Place;
import org.apportion.config.yaml.ScalarNode;

/**
 * Settings of a plugin for metering. Those that are paths go by the file that names them, so that it does not matter in which folder
 * somebody is: another folder would be another installation, with a trial of its own.
 *
 * @param plugin the word in the configuration
 */
record PluginPaths(String plugin, Binding binding) {
    private static final Map<String, Set<String>> PATHS = Map.of(
            "local", Set.of("folder"),
            "file", Set.of("path"),
            "cloudevents", Set.of("path", "keystore"),
            "lake", Set.of("configuration"),
            "kubernetes", Set.of("kubeconfig"),
            "prometheus", Set.of("ca-file", "client-certificate"));

    /** Settings that a file leaves out although they are paths. @param place of what names the plugin */
    Map<String, String> standards(Place place) {
        return plugin.toLowerCase(Locale.ROOT).equals("lake")
                ? binding.resolve(CsvRows.scalar("apportion.yaml", place))
                        .map(path -> Map.of("configuration", path.toString()))
                        .orElse(Map.of())
                : Map.of();
    }

    /** Empty after adding a problem. Settings of a plugin that is not ours are paths if they look so. */
    Optional<String> text(String setting, ScalarNode value) {
        String text = value.text();
        boolean isPath = PluginFields.looksLikePath(text)
                || PATHS.getOrDefault(plugin.toLowerCase(Locale.ROOT), Set.of()).contains(setting);
        return isPath && !text.isEmpty() ? binding.resolve(value).map(Path::toString) : Optional.of(text);
    }
}
