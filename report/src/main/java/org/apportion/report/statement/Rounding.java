package org.apportion.report.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apportion.model.LargestRemainder;

/** Rounds a column to the currency's smallest unit so that it adds up, and puts the largest first. */
final class Rounding {
    private static final int SHARE_DIGITS = 6;
    private static final int USUAL_DIGITS = 2;

    private Rounding() {}

    /** Decimals of the currency by ISO 4217; two for a code that it does not know. */
    static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return USUAL_DIGITS;
        }
    }

    static BigDecimal round(BigDecimal amount, String currency) {
        return amount.setScale(digits(currency), RoundingMode.HALF_EVEN);
    }

    /**
     * Ranks sums by size.
     *
     * @param top how many rows to show, the largest by absolute amount; the rest becomes one row
     * @param link the page that a key leads to
     */
    static Statement.Ranked rank(
            String caption,
            String currency,
            Map<String, BigDecimal> sums,
            int top,
            Function<String, Optional<Statement.Link>> link) {
        List<Map.Entry<String, BigDecimal>> shown = shown(sums, top);
        List<BigDecimal> amounts = shown.stream().map(Map.Entry::getValue).toList();
        BigDecimal exact = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<LargestRemainder.Rounded> rounded =
                LargestRemainder.round(amounts, digits(currency), RoundingMode.HALF_EVEN);
        List<Statement.Row> rows = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            String key = shown.get(i).getKey();
            Optional<Statement.Link> page = link.apply(key);
            rows.add(new Statement.Row(
                    page.map(Statement.Link::name).orElse(key),
                    page,
                    rounded.get(i).rounded(),
                    share(amounts.get(i), exact)));
        }
        return new Statement.Ranked(caption, currency, rows, round(exact, currency), exact);
    }

    /**
     * Amounts to a total that another place of the page shows already, which is their sum rounded up or down; else to their own
     * rounded sum.
     */
    static List<BigDecimal> to(BigDecimal total, String currency, List<BigDecimal> amounts) {
        BigDecimal exact = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        RoundingMode mode = Stream.of(RoundingMode.HALF_EVEN, RoundingMode.FLOOR, RoundingMode.CEILING)
                .filter(known -> exact.setScale(digits(currency), known).compareTo(total) == 0)
                .findFirst()
                .orElse(RoundingMode.HALF_EVEN);
        return LargestRemainder.round(amounts, digits(currency), mode).stream()
                .map(LargestRemainder.Rounded::rounded)
                .toList();
    }

    private static List<Map.Entry<String, BigDecimal>> shown(Map<String, BigDecimal> sums, int top) {
        List<Map.Entry<String, BigDecimal>> bySize = new ArrayList<>(sums.entrySet());
        bySize.removeIf(entry -> entry.getValue().signum() == 0);
        bySize.sort((a, b) -> b.getValue().abs().compareTo(a.getValue().abs()));
        if (bySize.size() <= top) {
            bySize.sort((a, b) -> b.getValue().compareTo(a.getValue()));
            return bySize;
        }
        List<Map.Entry<String, BigDecimal>> kept = new ArrayList<>(bySize.subList(0, top));
        List<Map.Entry<String, BigDecimal>> rest = bySize.subList(top, bySize.size());
        kept.sort((a, b) -> b.getValue().compareTo(a.getValue()));
        kept.add(Map.entry(
                "other (" + rest.size() + ")",
                rest.stream().map(Map.Entry::getValue).reduce(BigDecimal.ZERO, BigDecimal::add)));
        return kept;
    }

    private static Optional<BigDecimal> share(BigDecimal amount, BigDecimal total) {
        return total.signum() == 0
                ? Optional.empty()
                : Optional.of(amount.divide(total, SHARE_DIGITS, RoundingMode.HALF_EVEN));
    }
}
