package org.apportion.spi.source;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.spi.Secret;

/**
 * A fetch of the configuration, checked as far as that is possible without its plugin.
 *
 * @param id names the fetch and its folder
 * @param plugin name of a {@link RemoteSourceProvider}
 * @param folder absolute; exists only once something was fetched
 * @param settings by name, references resolved
 * @param secrets by name, read only when the plugin reveals them
 * @param place file, line and column of the definition, for messages
 */
public record FetchDefinition(
        String id,
        String plugin,
        Path folder,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        String place) {
    public FetchDefinition {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }

    /** Whether a path, folder or glob lies in the folder of the fetch. */
    public boolean brings(String path) {
        String own = folder.toString();
        return path.equals(own) || (path.startsWith(own) && "/\\".indexOf(path.charAt(own.length())) >= 0);
    }
}
