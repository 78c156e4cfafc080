package org.apportion.config.movein;

import java.util.List;
import java.util.Optional;

/**
 * What a configuration of ccloud-chargeback-helper says, as far as it matters here. Secrets are references in our form.
 *
 * @param organizations at least one
 * @param days how far it looks back
 */
record Installation(List<Organization> organizations, int days) {
    Installation {
        organizations = List.copyOf(organizations);
    }

    /** @param metrics empty if the usage is unknown, so that shares are approximate */
    record Organization(String id, String key, String secret, Optional<Metrics> metrics, boolean isCloudAsked) {}

    /**
     * A Prometheus that has the metrics.
     *
     * @param auth {@code none}, {@code basic} or {@code digest}
     * @param username empty without auth
     * @param password likewise
     */
    record Metrics(String url, String auth, String username, String password, Optional<String> authority) {}
}
