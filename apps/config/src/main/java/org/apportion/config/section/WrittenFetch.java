package org.apportion.config.section;

import java.nio.file.Path;
import java.util.Map;

/**
 * A fetch as it is written.
 *
 * @param folder absolute
 * @param settings addresses may hold references
 * @param secrets as references
 */
public record WrittenFetch(
        String id,
        String plugin,
        Path folder,
        Map<String, String> settings,
        Map<String, String> secrets,
        String place) {
    public WrittenFetch {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
