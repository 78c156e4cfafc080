package org.apportion.metering.local;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apportion.model.ApportionException;

/** Reads the settings of a local plugin and refuses what it does not know. */
record LocalSettings(String plugin, Map<String, String> settings) {

    /** @throws ApportionException {@code METER_LOCAL_SETTING} */
    LocalSettings requireOnly(Set<String> known) {
        settings.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(
                            name,
                            "it is not known",
                            "Use one of " + known.stream().sorted().toList() + ".");
                });
        return this;
    }

    String text(String name, String standard) {
        return settings.getOrDefault(name, standard);
    }

    /** Seconds, above zero. */
    Duration seconds(String name, Duration standard) {
        return settings.containsKey(name) ? Duration.ofSeconds(whole(name, 0, 1)) : standard;
    }

    long whole(String name, long standard, long least) {
        String text = settings.get(name);
        if (text == null) {
            return standard;
        }
        if (!text.matches("[0-9]{1,12}") || Long.parseLong(text) < least) {
            throw wrong(name, "it is no whole number from " + least + " on", "Write a number.");
        }
        return Long.parseLong(text);
    }

    ApportionException wrong(String name, String problem, String nextStep) {
        return new ApportionException(
                LocalError.METER_LOCAL_SETTING,
                plugin + " " + name,
                "the setting is wrong: " + problem + ".",
                nextStep);
    }
}
