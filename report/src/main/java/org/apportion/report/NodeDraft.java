package org.apportion.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apportion.report.ExplanationNode.Fact;
import org.jspecify.annotations.Nullable;

/** A node in the making. */
final class NodeDraft {
    private final String kind;
    private final String text;
    private final List<Fact> facts = new ArrayList<>();
    private final List<ExplanationNode> children = new ArrayList<>();

    NodeDraft(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** Left out if there is no value. */
    NodeDraft fact(String name, @Nullable Object value) {
        if (value != null) {
            facts.add(new Fact(name, value instanceof BigDecimal number ? SumTable.plain(number) : value.toString()));
        }
        return this;
    }

    NodeDraft child(ExplanationNode node) {
        children.add(node);
        return this;
    }

    NodeDraft children(List<ExplanationNode> nodes) {
        children.addAll(nodes);
        return this;
    }

    /** At most so many children; a node says how many more there are. */
    <T> NodeDraft some(List<T> all, int limit, String what, Function<T, ExplanationNode> node) {
        all.stream().limit(limit).map(node).forEach(children::add);
        if (all.size() > limit) {
            int more = all.size() - limit;
            children.add(new NodeDraft("more", "… " + more + " more " + what + ".")
                    .fact("count", more)
                    .node());
        }
        return this;
    }

    ExplanationNode node() {
        return new ExplanationNode(kind, text, facts, children);
    }

    static ExplanationNode leaf(String kind, String text) {
        return new NodeDraft(kind, text).node();
    }

    /** For sentences: two decimals, four significant digits where that would show nothing. The exact amount is a fact. */
    static String money(BigDecimal amount, String currency) {
        return amount(amount) + " " + currency;
    }

    static String amount(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(2, RoundingMode.HALF_EVEN);
        if (amount.abs().compareTo(BigDecimal.ONE) < 0 && rounded.compareTo(amount) != 0) {
            rounded = amount.round(new MathContext(4, RoundingMode.HALF_EVEN));
        }
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    static String percent(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? "-"
                : part.multiply(BigDecimal.valueOf(100))
                                .divide(whole, new MathContext(4, RoundingMode.HALF_EVEN))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " %";
    }
}
