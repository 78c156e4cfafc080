package org.apportion.spi.source;

import java.nio.file.Path;
import java.util.HashMap;
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
 * @param places the same of each setting and secret that is written, by name
 */
public record FetchDefinition(
        String id,
        String plugin,
        Path folder,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        String place,
        Map<String, String> places) {
    public FetchDefinition {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
        places = Map.copyOf(places);
    }

    /** The same without a setting or secret. */
    public FetchDefinition without(String name) {
        Map<String, String> otherSettings = new HashMap<>(settings);
        otherSettings.remove(name);
        Map<String, Secret> otherSecrets = new HashMap<>(secrets);
        otherSecrets.remove(name);
        return new FetchDefinition(id, plugin, folder, otherSettings, otherSecrets, place, places);
    }

    /** Whether a path, folder or glob lies in the folder of the fetch. */
    public boolean brings(String path) {
        String own = folder.toString();
        return path.equals(own) || (path.startsWith(own) && "/\\".indexOf(path.charAt(own.length())) >= 0);
    }
}
