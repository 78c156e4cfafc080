package org.apportion.spi.upload;

import java.util.Map;
import org.apportion.spi.Secret;

/**
 * An upload of the configuration, checked as far as that is possible without its plugin.
 *
 * @param id names the upload
 * @param output id of the output whose file is sent
 * @param plugin name of an {@link UploadProvider}
 * @param settings by name, references resolved
 * @param secrets by name, read only when the plugin reveals them
 * @param place file, line and column of the definition, for messages
 */
public record UploadDefinition(
        String id,
        String output,
        String plugin,
        Map<String, String> settings,
        Map<String, Secret> secrets,
        String place) {
    public UploadDefinition {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
