package org.apportion.config.section;

import java.nio.file.Path;
import java.util.Map;

/**
 * A fetch as it is written.
 *
 * @param folder absolute
 * @param settings addresses may hold references
 * @param secrets as references
 * @param places file, line and column of each setting and secret, by name
 */
public record WrittenFetch(
        String id,
        String plugin,
        Path folder,
        Map<String, String> settings,
        Map<String, String> secrets,
        String place,
        Map<String, String> places) {
    public WrittenFetch {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
        places = Map.copyOf(places);
    }
}
