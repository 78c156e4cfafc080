package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/** Tells what was booked for a charge after its month was closed: each step from the closed amount to the present one. */
final class CorrectionExplanation {
    private final ReportSession session;

    CorrectionExplanation(ReportSession session) {
        this.session = session;
    }

    private record Booked(ExplanationNode node, BigDecimal amount, String origin, String currency, String about) {}

    /** The explanation of a charge with the corrections of it, if there are any. */
    ExplanationNode under(ExplanationNode charge, ChargeId.Range range) {
        List<Booked> booked = find(range);
        if (booked.isEmpty()) {
            return charge;
        }
        List<ExplanationNode> children = new ArrayList<>(charge.children());
        children.add(0, corrections(booked));
        return new ExplanationNode(charge.kind(), charge.text(), charge.facts(), children);
    }

    /** A charge that exists only by corrections, such as one of a late record. */
    Optional<ExplanationNode> of(ChargeId.Range range) {
        List<Booked> booked = find(range);
        if (booked.isEmpty()) {
            return Optional.empty();
        }
        Booked first = booked.get(0);
        return Optional.of(new NodeDraft(
                        "charge",
                        "This charge of " + first.about() + " was not there when " + first.origin() + " was closed.")
                .fact("month", first.origin())
                .child(corrections(booked))
                .node());
    }

    private static ExplanationNode corrections(List<Booked> booked) {
        BigDecimal sum = booked.stream().map(Booked::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Booked first = booked.get(0);
        return new NodeDraft(
                        "corrections",
                        "Since " + first.origin() + " was closed, " + NodeDraft.money(sum, first.currency())
                                + " were booked for it in later months:")
                .fact("amount", sum)
                .fact("currency", first.currency())
                .children(booked.stream().map(Booked::node).toList())
                .node();
    }

    private List<Booked> find(ChargeId.Range range) {
        Dialect dialect = session.dialect();
        String hash = ChargeId.sql(dialect, "c");
        return session.engine()
                .query(
                        "SELECT c.billing_month, c.origin_month, coalesce(c.unit, '(' || c.unallocated || ')'),"
                                + " c.amount_before, c.amount_after, c.amount, c.cause, c.deliveries, g."
                                + dialect.name("BillingCurrency")
                                + ", c.consumer_kind || ':' || c.consumer, c.day FROM "
                                + session.current().relation(Tables.CORRECTION) + " AS c JOIN "
                                + session.current().relation(Tables.RECORD_GROUP)
                                + " AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month WHERE "
                                + hash + " BETWEEN " + range.first() + " AND " + range.last()
                                + " ORDER BY c.billing_month, c.unit",
                        CorrectionExplanation::booked);
    }

    private static Booked booked(Row row) {
        String currency = String.valueOf(row.text(8));
        BigDecimal amount = Objects.requireNonNull(row.decimal(5));
        String deliveries = row.text(7);
        ExplanationNode node = new NodeDraft(
                        "correction",
                        NodeDraft.money(amount, currency) + " for " + row.text(2) + ", booked in " + row.text(0)
                                + ": from " + NodeDraft.amount(Objects.requireNonNull(row.decimal(3))) + " to "
                                + NodeDraft.amount(Objects.requireNonNull(row.decimal(4))) + ", by "
                                + row.text(6)
                                + (deliveries == null ? "." : " (" + deliveries + ")."))
                .fact("booked_in", row.text(0))
                .fact("unit", row.text(2))
                .fact("before", row.decimal(3))
                .fact("after", row.decimal(4))
                .fact("amount", amount)
                .fact("cause", row.text(6))
                .fact("deliveries", deliveries)
                .node();
        return new Booked(node, amount, String.valueOf(row.text(1)), currency, row.text(9) + " on " + row.date(10));
    }
}
