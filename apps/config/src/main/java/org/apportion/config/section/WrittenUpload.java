package org.apportion.config.section;

import java.util.Map;

/**
 * An upload as it is written.
 *
 * @param output id of the output whose file is sent
 * @param settings addresses may hold references
 * @param secrets as references
 */
public record WrittenUpload(
        String id,
        String output,
        String plugin,
        Map<String, String> settings,
        Map<String, String> secrets,
        String place) {
    public WrittenUpload {
        settings = Map.copyOf(settings);
        secrets = Map.copyOf(secrets);
    }
}
