package org.apportion.metering.journal;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.metering.MeteringPeriod;

/**
 * Which charges.
 *
 * @param account of all products and customers if empty
 * @param states all if empty
 * @param from inclusive, compared with the period's start
 * @param to exclusive, compared with the period's start
 * @param limit at most so many, the latest periods first
 */
public record ChargeFilter(
        Optional<MeteredProduct> account,
        Set<ChargeState> states,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit) {
    public static final int MAX_CHARGES = 100_000;

    public ChargeFilter {
        states = Set.copyOf(states);
        if (limit < 1 || limit > MAX_CHARGES) {
            throw new IllegalArgumentException("A limit is from 1 to " + MAX_CHARGES + ": " + limit + ".");
        }
    }

    public static ChargeFilter all() {
        return new ChargeFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), MAX_CHARGES);
    }

    public static ChargeFilter of(MeteredProduct account) {
        return new ChargeFilter(Optional.of(account), Set.of(), Optional.empty(), Optional.empty(), MAX_CHARGES);
    }

    /** Charges whose period starts in the given one. */
    public static ChargeFilter of(MeteredProduct account, MeteringPeriod period) {
        return new ChargeFilter(
                Optional.of(account), Set.of(), Optional.of(period.start()), Optional.of(period.end()), MAX_CHARGES);
    }

    /** Those that wait for a person. */
    public static ChargeFilter parked() {
        EnumSet<ChargeState> states = EnumSet.allOf(ChargeState.class);
        states.removeIf(state -> !state.needsOperator());
        return all().withStates(states);
    }

    public ChargeFilter withStates(Set<ChargeState> only) {
        return new ChargeFilter(account, only, from, to, limit);
    }

    public ChargeFilter withLimit(int most) {
        return new ChargeFilter(account, states, from, to, most);
    }
}
