package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.lake.LakeView;
import org.apportion.spi.Dialect;

/** Sentences of a month about how sure its split is: what fell to a later tier, and what rules leave to the resource. */
record TierNotes(ReportSession session) {
    private static final int NAMED = 5;
    private static final int DIGITS = 9;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    List<String> of(LakeView view, Months months) {
        List<String> notes = new ArrayList<>(approximate(view, months));
        notes.addAll(left(view, months));
        return notes;
    }

    /** Per currency the cost that a tier by usage should have split, with its share of all by size. */
    private List<String> approximate(LakeView view, Months months) {
        Map<String, ApproximateShare> byCurrency = new TreeMap<>();
        ApproximateShare.of(session, view, months)
                .forEach(one -> byCurrency.merge(one.currency(), one, ApproximateShare::plus));
        List<String> sums = byCurrency.values().stream()
                .filter(share -> share.size().signum() != 0)
                .map(share -> money(share.cost()) + " " + share.currency() + percent(share))
                .toList();
        return sums.isEmpty()
                ? List.of()
                : List.of("Approximate for want of usage: " + String.join(", ", sums)
                        + "; see 'apportion report --by approximate,rule'.");
    }

    private static String percent(ApproximateShare share) {
        BigDecimal percent = share.ratio(DIGITS).multiply(HUNDRED).setScale(1, RoundingMode.HALF_UP);
        return percent.signum() == 0 ? " (below 0.1 %)" : " (" + percent.toPlainString() + " %)";
    }

    /** What rules leave to the resource for a reason that they state, by line type where there is one. */
    private List<String> left(LakeView view, Months months) {
        Dialect dialect = session.dialect();
        String type = "coalesce(nullif(c." + dialect.name("x_LineType") + ", ''), c." + dialect.name("ServiceName")
                + ", 'no service')";
        String currency = "c." + dialect.name("BillingCurrency");
        Map<String, List<String>> byReason = new TreeMap<>();
        session.engine()
                .forEach(
                        "SELECT c.rule, c.reason, " + currency + ", " + type
                                + ", count(*), sum(c.amount) FROM " + session.charges(view, months)
                                + " AS c WHERE c.method = 'unallocated' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
                        row -> byReason.computeIfAbsent(
                                        "Left to the resource by rule " + row.text(0) + ", " + row.text(1) + ": ",
                                        any -> new ArrayList<>())
                                .add(row.text(3) + " (" + row.number(4)
                                        + (row.number(4) == 1 ? " charge, " : " charges, ")
                                        + money(row.decimal(5) == null ? BigDecimal.ZERO : row.decimal(5)) + " "
                                        + row.text(2)
                                        + ")"));
        return byReason.entrySet().stream()
                .map(entry -> entry.getKey()
                        + entry.getValue().stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (entry.getValue().size() > NAMED
                                ? " and " + (entry.getValue().size() - NAMED) + " more"
                                : "")
                        + ".")
                .toList();
    }

    private static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
