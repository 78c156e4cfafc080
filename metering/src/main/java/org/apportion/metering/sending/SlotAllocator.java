package org.apportion.metering.sending;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.metering.journal.Charge;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.MarketplaceRules;

/**
 * Chooses the instant that a marketplace is told: as near to the period's end as its late window allows and, where it counts
 * one record per UTC hour, in an hour of its own. Pure.
 *
 * <p>Example: a period ends at 00:00, it is 00:10, the window is 6 h: the record is dated 23:59:59. If that hour is taken, it
 * is dated 00:08 (tolerance two minutes); if both are, it waits for 01:00, and is summed with what waits beside it.
 */
final class SlotAllocator {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MarketplaceRules rules;
    private final SendingSettings settings;

    SlotAllocator(MarketplaceRules rules, SendingSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    static Instant hourOf(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS);
    }

    /** The oldest instant that is used at this time. */
    Instant oldest(Instant now) {
        return latest(now).isBefore(now.minus(rules.lateWindow()).plus(settings.windowMargin()))
                ? latest(now)
                : now.minus(rules.lateWindow()).plus(settings.windowMargin());
    }

    /** The newest instant that is used at this time. */
    Instant latest(Instant now) {
        return now.minus(settings.clockTolerance()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** When the marketplace no longer takes a record with this timestamp. */
    Instant closes(Instant timestamp) {
        return timestamp.plus(rules.lateWindow());
    }

    /**
     * A timestamp for a charge of a period.
     *
     * @param takenHours starts of hours that have a record of this dimension
     * @param newest whether to take the newest free hour, because an older one was refused as too old
     * @return empty if all hours are taken: wait for the next
     */
    Optional<Instant> choose(MeteringPeriod period, Instant now, Set<Instant> takenHours, boolean newest) {
        Instant latest = latest(now);
        Instant oldest = oldest(now);
        Instant wanted = later(oldest, earlier(latest, period.end().minusSeconds(1)));
        if (!rules.oneRecordPerHour()) {
            return Optional.of(newest ? latest : wanted);
        }
        return newest ? newestFree(oldest, latest, takenHours) : firstFree(wanted, latest, takenHours);
    }

    /**
     * Whether planned charges of one dimension become one record with their sum: not each of them finds an hour of its own, but
     * their sum does. Waiting would be no way out, as each further hour may bring a further charge.
     *
     * @param charges by period, the oldest first
     */
    boolean sums(List<Charge> charges, Instant now, Set<Instant> takenHours) {
        Set<Instant> taken = new HashSet<>(takenHours);
        boolean moved = charges.stream().anyMatch(charge -> charge.moves() > 0);
        for (Charge charge : charges) {
            Optional<Instant> own = choose(charge.key().period(), now, taken, charge.moves() > 0);
            if (own.isEmpty()) {
                MeteringPeriod last = charges.get(charges.size() - 1).key().period();
                return choose(last, now, takenHours, moved).isPresent();
            }
            taken.add(hourOf(own.get()));
        }
        return false;
    }

    private static Optional<Instant> firstFree(Instant wanted, Instant latest, Set<Instant> taken) {
        if (!taken.contains(hourOf(wanted))) {
            return Optional.of(wanted);
        }
        for (Instant hour = hourOf(wanted).plus(HOUR); !hour.isAfter(latest); hour = hour.plus(HOUR)) {
            if (!taken.contains(hour)) {
                return Optional.of(earlier(latest, endOf(hour)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> newestFree(Instant oldest, Instant latest, Set<Instant> taken) {
        for (Instant hour = hourOf(latest); !endOf(hour).isBefore(oldest); hour = hour.minus(HOUR)) {
            if (!taken.contains(hour)) {
                return Optional.of(earlier(latest, endOf(hour)));
            }
        }
        return Optional.empty();
    }

    private static Instant endOf(Instant hour) {
        return hour.plus(HOUR).minusSeconds(1);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
