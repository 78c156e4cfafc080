package org.apportion.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.model.ApportionException;
import org.apportion.model.ClosestWord;
import org.apportion.model.ErrorCode;

/**
 * Reads the settings of a plugin by name.
 *
 * @param plugin the word in the configuration, for messages
 * @param code of what is wrong with a setting
 */
public record PluginSettings(String plugin, Map<String, String> settings, ErrorCode code) {

    /** Whose mistakes are {@code HTTP_SETTING_WRONG}. */
    public PluginSettings(String plugin, Map<String, String> settings) {
        this(plugin, settings, HttpError.HTTP_SETTING_WRONG);
    }

    /**
     * The same settings, with variables of the environment where a setting is absent.
     *
     * @param variables setting to variable
     */
    public PluginSettings orEnvironment(Map<String, String> variables, Map<String, String> environment) {
        Map<String, String> filled = new HashMap<>(settings);
        variables.forEach((name, variable) -> {
            String value = environment.get(variable);
            if (value != null && text(name).isEmpty()) {
                filled.put(name, value);
            }
        });
        return new PluginSettings(plugin, filled, code);
    }

    /** @throws ApportionException with the code if there is a setting that is not among these */
    public PluginSettings requireOnly(Set<String> known) {
        return requireOnly(known, Set.of(), Set.of());
    }

    /**
     * Refuses what the plugin does not know: a secret among the settings, too, where it would stand in clear.
     *
     * @param given names of the secrets that are written
     * @throws ApportionException with the code
     */
    public PluginSettings requireOnly(Set<String> known, Set<String> given, Set<String> secrets) {
        for (String name : new TreeSet<>(settings.keySet())) {
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "is not known",
                        secrets.contains(name) ? "Write it under secrets." : meant(name, known, "Settings are "));
            }
        }
        for (String name : new TreeSet<>(given)) {
            if (!secrets.contains(name)) {
                throw wrong(
                        name,
                        "is not known as a secret",
                        known.contains(name) ? "Write it under settings." : meant(name, secrets, "Secrets are "));
            }
        }
        return this;
    }

    private static String meant(String name, Set<String> known, String all) {
        return ClosestWord.of(name, known)
                .map(word -> "Did you mean " + word + "?")
                .orElseGet(() -> known.isEmpty()
                        ? "Take it out; there are none."
                        : all + String.join(", ", new TreeSet<>(known)) + ".");
    }

    /** @return empty if the setting is absent or blank */
    public Optional<String> text(String name) {
        return Optional.ofNullable(settings.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @throws ApportionException with the code if the setting is absent */
    public String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing", "Set it."));
    }

    /** An absolute http or https address without a slash at its end. */
    public Optional<URI> address(String name) {
        return text(name).map(text -> {
            try {
                URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                throw wrong(name, "is not an address", "Write it as https://host.");
            }
            throw wrong(name, "is not an address", "Write it as https://host.");
        });
    }

    /** A duration above zero as ISO 8601 text, such as {@code PT6H}. */
    public Optional<Duration> duration(String name) {
        return text(name).map(text -> {
            try {
                Duration duration = Duration.parse(text);
                if (!duration.isZero() && !duration.isNegative()) {
                    return duration;
                }
            } catch (DateTimeException e) {
                throw wrong(name, "is not a duration", "Write it as PT6H or PT30S.");
            }
            throw wrong(name, "is not above zero", "Write it as PT6H or PT30S.");
        });
    }

    /** One of some words, the first of which is the default. */
    public String word(String name, String... words) {
        String text = text(name).orElse(words[0]);
        for (String word : words) {
            if (word.equals(text)) {
                return word;
            }
        }
        throw wrong(name, "is not one of its words", "Write one of: " + String.join(", ", words) + ".");
    }

    public ApportionException wrong(String name, String problem, String nextStep) {
        return new ApportionException(code, plugin + "." + name, "the setting " + problem + ".", nextStep);
    }
}
