package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.jspecify.annotations.Nullable;

/**
 * A question to the lake whose answer is one number, such as {@code cost; team=Checkout; decimals=2}: with 12.34 EUR, 1234. It is the
 * usage of a product that is sold by what was computed.
 *
 * @param metric whose usage the answer is, for messages
 * @param filters as of {@code apportion report}; all must hold
 * @param decimals the number is in units of 10 to the power of minus so many; 0 to 12
 */
public record LakeQuestion(String metric, Kind kind, List<Filter> filters, int decimals) {
    private static final int MOST_DECIMALS = 12;

    public LakeQuestion {
        filters = List.copyOf(filters);
    }

    /** What is summed. */
    public enum Kind {
        /** The allocated cost. */
        COST,
        /** What is charged by the price book. */
        PRICE,
        /** A quantity that was used. */
        USAGE
    }

    /** @throws ApportionException {@code LAKE_QUESTION_UNREADABLE}, or as {@link Filter#parse} */
    public static LakeQuestion parse(String metric, String text) {
        String[] words = text.split(";", -1);
        Kind kind = null;
        List<Filter> filters = new ArrayList<>();
        int decimals = 0;
        for (Kind each : Kind.values()) {
            kind = each.name().toLowerCase(Locale.ROOT).equals(words[0].strip()) ? each : kind;
        }
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            if (word.matches("decimals=[0-9]{1,2}")) {
                decimals = Integer.parseInt(word.substring(word.indexOf('=') + 1));
            } else {
                filters.add(Filter.parse(word));
            }
        }
        if (kind == null || decimals > MOST_DECIMALS) {
            throw unreadable(metric, "It begins with none of cost, price and usage, or has more than 12 decimals.");
        }
        return new LakeQuestion(metric, kind, filters, decimals);
    }

    /**
     * The sum over a month; zero if nothing matches. Exact: nothing is rounded.
     *
     * @throws ApportionException {@code LAKE_QUESTION_UNREADABLE} if it is more than one number, such as in two currencies
     */
    public BigDecimal answer(Reports reports, BillingMonth month) {
        ReportTable table = switch (kind) {
            case COST -> reports.costs(CostQuery.of(month).where(filters));
            case PRICE -> reports.costs(CostQuery.of(month).where(filters).withPrices());
            case USAGE -> reports.usage(UsageQuery.of(month).where(filters));
        };
        List<BigDecimal> sums = new ArrayList<>();
        for (List<@Nullable Object> row : table.rows()) {
            amount(table, row).ifPresent(sums::add);
        }
        if (sums.size() > 1) {
            throw unreadable(
                    metric,
                    "The answer for " + metric + " has " + sums.size()
                            + " currencies or metrics, so it is no one number.");
        }
        return sums.stream().findFirst().orElse(BigDecimal.ZERO).movePointRight(decimals);
    }

    /**
     * Checks that each unit that it asks for exists, by itself or by its level: an answer of 0 for a misspelt one would be sold as
     * no usage.
     *
     * @throws ApportionException {@code LAKE_QUESTION_UNREADABLE}
     */
    public void requireUnits(Organization organization) {
        for (Filter filter : filters) {
            boolean isLevel = organization.kinds().contains(filter.word());
            boolean known = !filter.word().equals("unit") && !isLevel
                    || filter.value().startsWith("(")
                    || organization.units().stream()
                            .filter(unit -> !isLevel || unit.kind().equals(filter.word()))
                            .anyMatch(unit -> unit.id().equals(filter.value())
                                    || unit.name().equals(filter.value()));
            if (!known) {
                throw unreadable(
                        metric,
                        "The metric " + metric + " asks for the " + filter.word() + " " + filter.value()
                                + ", which does not exist.");
            }
        }
    }

    private static Optional<BigDecimal> amount(ReportTable table, List<@Nullable Object> row) {
        for (int i = 0; i < row.size(); i++) {
            ReportColumn.Kind column = table.columns().get(i).kind();
            boolean sum = column == ReportColumn.Kind.MONEY || column == ReportColumn.Kind.NUMBER;
            if (sum && row.get(i) instanceof BigDecimal value) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static ApportionException unreadable(String metric, String problem) {
        return new ApportionException(
                ReportError.LAKE_QUESTION_UNREADABLE,
                "usage lake " + metric,
                problem,
                "Write it like: cost; team=Checkout; decimals=2.");
    }
}
