package org.apportion.spi.upload;

import java.util.Map;
import org.apportion.spi.Secret;

/**
 * What an upload is opened with.
 *
 * @param id of the upload in the configuration
 * @param settings by name, in kebab case, such as {@code url}
 * @param secrets settings that must not be printed, by name
 */
public record UploadSettings(String id, Map<String, String> settings, Map<String, Secret> secrets) {
    public UploadSettings {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
