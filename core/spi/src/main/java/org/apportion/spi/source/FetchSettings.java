package org.apportion.spi.source;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.apportion.spi.Secret;

/**
 * What a remote source is opened with.
 *
 * @param id of the fetch in the configuration
 * @param folder exists, belongs to this fetch alone, and keeps what was brought from one call to the next; files for the import lie
 *     in folders that the plugin documents, evidence and its own state in {@code .evidence} and {@code .state}
 * @param settings by name, in kebab case, such as {@code bucket}, {@code region}, {@code endpoint}
 * @param secrets settings that must not be printed, by name
 * @param clock tells what time it is
 */
public record FetchSettings(
        String id, Path folder, Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock) {
    public FetchSettings {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
