package org.apportion.config;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.WrittenServe;
import org.apportion.spi.Secret;

/**
 * What {@code apportion serve} tells, where and to whom. Secrets are resolved when they are revealed.
 *
 * @param listen host and port, or a port of 127.0.0.1
 * @param token whoever bears it may read
 * @param user name for basic login; there is a password with it
 * @param series most series of a cost family and currency
 * @param helper the pages of ccloud-chargeback-helper; empty if they are not told
 */
public record ServeSettings(
        String listen,
        Optional<Secret> token,
        Optional<String> user,
        Optional<Secret> password,
        int series,
        Optional<HourlyPages> helper) {

    /**
     * One hour per scrape, as ccloud-chargeback-helper told it.
     *
     * @param from first UTC day; empty begins with the first charge
     * @param holdBack a day is told when it ended so long ago
     * @param sources ids of the sources; empty for all
     * @param currency only charges in it; empty if all have the same
     * @param sharesAtMonthEnd whether a day with shares of the whole month waits for the month's end
     * @param isNamelessMoving a scrape without a reader's name moves the clock of the nameless
     * @param readers token of each reader, by its name
     */
    public record HourlyPages(
            String host,
            int metricsPort,
            int statusPort,
            Optional<LocalDate> from,
            Duration holdBack,
            List<String> sources,
            Optional<String> currency,
            boolean sharesAtMonthEnd,
            boolean isNamelessMoving,
            Map<String, Secret> readers) {
        public HourlyPages {
            sources = List.copyOf(sources);
            readers = Map.copyOf(readers);
        }
    }

    static ServeSettings of(WrittenServe written, SecretReferences references) {
        return new ServeSettings(
                written.listen(),
                written.token().map(references::secret),
                written.user(),
                written.password().map(references::secret),
                written.series(),
                written.helper().map(helper -> helper(helper, references)));
    }

    private static HourlyPages helper(WrittenServe.HourlyPages written, SecretReferences references) {
        Map<String, Secret> readers = new TreeMap<>();
        written.readers().forEach((name, token) -> readers.put(name, references.secret(token)));
        return new HourlyPages(
                written.host(),
                written.metricsPort(),
                written.statusPort(),
                written.from(),
                Duration.ofHours(written.holdBackHours()),
                written.sources(),
                written.currency(),
                written.sharesAtMonthEnd(),
                written.isNamelessMoving(),
                readers);
    }
}
