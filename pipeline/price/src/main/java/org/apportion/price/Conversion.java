package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.Money;
import org.apportion.model.price.ExchangeRate;

/**
 * Converts into the reporting currency by the latest rate of the pair on or before the day of the cost. No rate is turned
 * round or chained over a third currency. Missing rates are collected, so that one message names all pairs; until
 * {@link #requireComplete} has been called results count for nothing. Made for one thread.
 */
final class Conversion {
    private final String to;
    private final Map<String, TreeMap<LocalDate, ExchangeRate>> rates = new HashMap<>();
    private final SortedMap<String, LocalDate> missing = new TreeMap<>();

    Conversion(List<ExchangeRate> all, String to) {
        this.to = to;
        for (ExchangeRate rate : all) {
            if (rate.to().equals(to)) {
                add(rate);
            }
        }
    }

    String currency() {
        return to;
    }

    /** Days on which some rate changes. */
    Set<LocalDate> changes() {
        Set<LocalDate> days = new HashSet<>();
        rates.values().forEach(byDay -> days.addAll(byDay.keySet()));
        return days;
    }

    /**
     * @param pieces what the calculation's value is made of, by day, in order; each within days of one rate
     */
    Calculation apply(Calculation calculation, List<Stretch> pieces) {
        String from = calculation.value().currency();
        if (from.equals(to)) {
            return calculation;
        }
        Stretches joined = new Stretches();
        pieces.forEach(joined::add);
        Calculation result = calculation;
        BigDecimal sum = BigDecimal.ZERO;
        List<Run<ExchangeRate>> runs = joined.runs(piece -> rate(from, piece.first()));
        for (Run<ExchangeRate> run : runs) {
            BigDecimal converted = run.total().multiply(run.state().rate());
            sum = sum.add(converted);
            result = result.then(new PriceStep.Converted(
                    run.from(), run.to(), new Money(run.total(), from), run.state(), new Money(converted, to)));
        }
        return runs.size() == 1 ? result : result.then(new PriceStep.Sum(new Money(sum, to)));
    }

    /** Converts an amount as of one day. */
    Calculation apply(Calculation calculation, DayRange days) {
        return apply(
                calculation,
                List.of(new Stretch(
                        0,
                        days.from(),
                        days.to().minusDays(1),
                        calculation.value().amount())));
    }

    /** @throws ApportionException {@code PRICE_RATE_MISSING} if a rate was asked for that is not there */
    void requireComplete() {
        if (!missing.isEmpty()) {
            String pairs = missing.entrySet().stream()
                    .map(pair -> pair.getKey() + " to " + to + " on " + pair.getValue())
                    .collect(Collectors.joining(", "));
            throw new ApportionException(
                    PriceError.PRICE_RATE_MISSING,
                    "currencies",
                    "there is no rate on or before the day for " + pairs + ".",
                    "Add a rate of that day or an earlier one to 'currencies', or change 'currency'.");
        }
    }

    private ExchangeRate rate(String from, LocalDate day) {
        TreeMap<LocalDate, ExchangeRate> byDay = rates.getOrDefault(from, new TreeMap<>());
        Map.Entry<LocalDate, ExchangeRate> found = byDay.floorEntry(day);
        if (found != null) {
            return found.getValue();
        }
        missing.merge(from, day, (known, other) -> known.isBefore(other) ? known : other);
        return new ExchangeRate(day, from, to, BigDecimal.ONE, "missing");
    }

    private void add(ExchangeRate rate) {
        ExchangeRate known =
                rates.computeIfAbsent(rate.from(), from -> new TreeMap<>()).putIfAbsent(rate.day(), rate);
        if (known != null && known.rate().compareTo(rate.rate()) != 0) {
            List<String> both = new ArrayList<>(List.of(
                    known.rate().toPlainString() + " by " + known.source(),
                    rate.rate().toPlainString() + " by " + rate.source()));
            throw new ApportionException(
                    PriceError.PRICE_RATE_TWICE,
                    "currencies",
                    "the rate " + rate.from() + " to " + to + " of " + rate.day() + " is there twice: "
                            + String.join(" and ", both) + ".",
                    "Keep one of them.");
        }
    }
}
