package org.apportion.config.section;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Section {@code serve} as written: secrets are references.
 *
 * @param listen host and port, or a port
 */
public record WrittenServe(
        String listen,
        Optional<String> token,
        Optional<String> user,
        Optional<String> password,
        int series,
        Optional<HourlyPages> helper) {

    /**
     * Section {@code chargeback-helper}.
     *
     * @param readers token of each reader, by its name
     */
    public record HourlyPages(
            String host,
            int metricsPort,
            int statusPort,
            Optional<LocalDate> from,
            int holdBackHours,
            List<String> sources,
            Optional<String> currency,
            boolean sharesAtMonthEnd,
            boolean isNamelessMoving,
            Map<String, String> readers) {
        public HourlyPages {
            sources = List.copyOf(sources);
            readers = Map.copyOf(readers);
        }
    }
}
