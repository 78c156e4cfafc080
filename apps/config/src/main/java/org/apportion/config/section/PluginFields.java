package org.apportion.config.section;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.secret.Interpolation;
import org.apportion.config.yaml.ScalarNode;

/** Settings and secrets that are handed to a plugin: keys {@code settings} and {@code secrets} of an entry. */
record PluginFields(Binding binding, Fields entry) {

    /** Texts; one that looks like a path is resolved against its file. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        entry.child("settings")
                .ifPresent(child -> child.map()
                        .entries()
                        .forEach((name, written) -> child.scalar(name)
                                .flatMap(value -> setting(name, written.keyPlace(), value))
                                .ifPresent(value -> settings.put(name, value))));
        return settings;
    }

    /** References. */
    Map<String, String> secrets() {
        return entry.textMap("secrets");
    }

    /** File, line and column of each, by name. */
    Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        Stream.of("settings", "secrets")
                .flatMap(key -> entry.child(key).stream())
                .forEach(child -> child.map()
                        .entries()
                        .forEach((name, written) ->
                                places.put(name, written.keyPlace().toString())));
        return places;
    }

    private Optional<String> setting(String name, Place place, ScalarNode value) {
        if (Interpolation.bearsSecret(name)) {
            binding.problems()
                    .add(
                            ConfigError.CONFIG_CONFLICT,
                            place,
                            "The setting '" + name + "' is secret.",
                            "Write it under secrets instead of settings.");
            return Optional.empty();
        }
        String text = value.text();
        return looksLikePath(text) ? binding.resolve(value).map(Path::toString) : Optional.of(text);
    }

    static boolean looksLikePath(String text) {
        return text.startsWith("./") || text.startsWith("../") || text.matches("[^:]*\\.ya?ml");
    }
}
