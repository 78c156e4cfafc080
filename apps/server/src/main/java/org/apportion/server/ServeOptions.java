package org.apportion.server;

import java.util.Map;
import java.util.Optional;
import org.apportion.spi.Secret;

/**
 * Where the server listens and who may read.
 *
 * @param listen address of {@code /metrics}, {@code /health} and {@code /ready}
 * @param access who may read
 * @param helper where the pages of ccloud-chargeback-helper are; empty if they are not told
 */
public record ServeOptions(ListenAddress listen, Access access, Optional<HourlyPages> helper) {

    /**
     * Who may read metrics. Without a token and a password everybody who reaches the port.
     *
     * @param token bearer token of everybody
     * @param user name of basic login
     * @param password of basic login
     * @param readers bearer token of each reader, by its name
     */
    public record Access(
            Optional<Secret> token, Optional<String> user, Optional<Secret> password, Map<String, Secret> readers) {
        public static final Access OPEN = new Access(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

        public Access {
            readers = Map.copyOf(readers);
        }

        /** Only who is known may read. */
        boolean isRestricted() {
            return token.isPresent() || password.isPresent() || !readers.isEmpty();
        }
    }

    /**
     * The pages of ccloud-chargeback-helper.
     *
     * @param isNamelessMoving a scrape without a reader's name moves on too
     */
    public record HourlyPages(ListenAddress metrics, ListenAddress status, boolean isNamelessMoving) {}
}
