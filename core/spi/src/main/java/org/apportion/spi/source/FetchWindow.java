package org.apportion.spi.source;

import java.time.LocalDate;

/**
 * The days that are wanted, in UTC. A source that cannot ask by day brings what overlaps them; one whose data come late or change
 * later reads more days before the window if it knows that they may have changed.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record FetchWindow(LocalDate from, LocalDate to) {
    public FetchWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window ends after it starts: " + from + " to " + to);
        }
    }
}
