package org.apportion.model.metering;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plugin by its word with its settings. The texts {@code {product}} and {@code {customer}} in a setting stand for those
 * names.
 *
 * @param secrets setting to reference, such as {@code ${env:CLIENT_SECRET}}; never a secret
 */
public record PluginChoice(String name, Map<String, String> settings, Map<String, String> secrets) {
    public PluginChoice {
        name = name.strip().toLowerCase(Locale.ROOT);
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }

    public static PluginChoice of(String name) {
        return new PluginChoice(name, Map.of(), Map.of());
    }

    /** The same settings for one product and customer. */
    public PluginChoice forMeter(String product, String customer) {
        return new PluginChoice(
                name,
                settings.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue()
                                        .replace("{product}", product)
                                        .replace("{customer}", customer),
                                (one, other) -> one,
                                TreeMap::new)),
                secrets);
    }
}
