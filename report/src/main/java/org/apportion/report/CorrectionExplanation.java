package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apportion.ledger.Run;
import org.apportion.ledger.period.Periods;
import org.apportion.ledger.period.Reconciled;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * Tells what was booked for a charge after its month was closed: each step from the closed amount to the present one, and how the
 * present one is split from records and samples by now.
 */
final class CorrectionExplanation {
    /** Place of the booking's own columns, behind those of the charge. */
    private static final int OWN = 11;

    private final ReportSession session;

    CorrectionExplanation(ReportSession session) {
        this.session = session;
    }

    /** @param after the unit's share of the charge since then, as a charge */
    private record Booked(
            ExplanationNode node, BigDecimal amount, String currency, BillingMonth booking, StoredCharge after) {}

    /** The explanation of a charge with the corrections of it, if there are any. */
    ExplanationNode under(ExplanationNode charge, String id) {
        List<Booked> booked = find(ChargeId.range(id).orElseThrow());
        if (booked.isEmpty()) {
            return charge;
        }
        List<ExplanationNode> children = new ArrayList<>(charge.children());
        children.addAll(0, told(booked));
        return new ExplanationNode(charge.kind(), charge.text(), charge.facts(), children);
    }

    /**
     * A charge that exists only by corrections, such as one of a late record.
     *
     * @throws ApportionException {@code REPORT_AMBIGUOUS} if there are several
     */
    Optional<ExplanationNode> of(ChargeId.Range range) {
        List<Booked> booked = find(range);
        if (booked.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids =
                booked.stream().map(one -> one.after().id()).distinct().toList();
        if (ids.size() > 1) {
            throw Explain.ambiguous(
                    ids.get(0).substring(0, 6),
                    ids.stream().limit(Explain.CANDIDATES).toList());
        }
        StoredCharge charge = booked.get(0).after();
        return Optional.of(new NodeDraft(
                        "charge",
                        "This charge of " + charge.consumer() + " on " + charge.day() + " was not there when "
                                + charge.month() + " was closed.")
                .fact("id", charge.id())
                .fact("month", charge.month())
                .children(told(booked))
                .node());
    }

    /**
     * The charge that a correction belongs to.
     *
     * @param correction its number, as a bundle has it in {@code x_Correction}
     */
    Optional<String> charge(String correction) {
        return session
                .engine()
                .query(
                        "SELECT " + ChargeId.sql(session.dialect(), "c") + " FROM "
                                + session.current().relation(Tables.CORRECTION) + " AS c WHERE c.correction = "
                                + correction + " LIMIT 1",
                        row -> ChargeId.text(row.number(0)))
                .stream()
                .findFirst();
    }

    private List<ExplanationNode> told(List<Booked> booked) {
        List<ExplanationNode> told = new ArrayList<>();
        told.add(corrections(booked));
        now(booked).ifPresent(told::add);
        return told;
    }

    private static ExplanationNode corrections(List<Booked> booked) {
        BigDecimal sum = booked.stream().map(Booked::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Booked first = booked.get(0);
        return new NodeDraft(
                        "corrections",
                        "Since " + first.after().month() + " was closed, " + NodeDraft.money(sum, first.currency())
                                + " were booked for it in later months:")
                .fact("amount", sum)
                .fact("currency", first.currency())
                .children(booked.stream().map(Booked::node).toList())
                .node();
    }

    /** What the charge is by the last month that corrected it, derived as any other charge. */
    private Optional<ExplanationNode> now(List<Booked> booked) {
        Booked last = booked.get(booked.size() - 1);
        StoredCharge charge = last.after();
        BigDecimal after = booked.stream()
                .filter(one -> one.booking().equals(last.booking()))
                .map(one -> one.after().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return run(charge.month(), last.booking()).map(run -> {
            SplitInputs inputs = SplitInputs.corrected(session, charge.month(), run);
            return new NodeDraft(
                            "now",
                            "Run " + run.id() + " split " + charge.month() + " again; since then the charge is "
                                    + NodeDraft.money(after, last.currency()) + ":")
                    .fact("run", run.id())
                    .fact("amount", after)
                    .child(new ChargeExplanation(session, inputs, charge.of(after)).node())
                    .node();
        });
    }

    /** The run of the booking month that split the closed month last. */
    private Optional<Run> run(BillingMonth origin, BillingMonth booking) {
        return session.ledger().read(transaction -> {
            List<Reconciled> states = new Periods(transaction).reconciledBy(origin, booking);
            return states.isEmpty()
                    ? Optional.empty()
                    : transaction.runs().find(states.get(states.size() - 1).run());
        });
    }

    private List<Booked> find(ChargeId.Range range) {
        Dialect dialect = session.dialect();
        String columns = StoredCharge.COLUMNS
                .replace("c.billing_month", "c.origin_month")
                .replace("c.amount", "c.amount_after");
        return session.engine()
                .query(
                        "SELECT " + columns + ", c.billing_month, coalesce(c.unit, '(' || c.unallocated || ')'),"
                                + " c.amount_before, c.amount, c.cause, c.deliveries, g."
                                + dialect.name("BillingCurrency") + " FROM "
                                + session.current().relation(Tables.CORRECTION) + " AS c JOIN "
                                + session.current().relation(Tables.RECORD_GROUP)
                                + " AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month WHERE "
                                + range.holds(dialect, "c") + " ORDER BY c.billing_month, c.unit",
                        CorrectionExplanation::booked);
    }

    private static Booked booked(Row row) {
        StoredCharge after = StoredCharge.of(row);
        String booking = String.valueOf(row.text(OWN));
        String unit = row.text(OWN + 1);
        BigDecimal before = Objects.requireNonNull(row.decimal(OWN + 2));
        BigDecimal amount = Objects.requireNonNull(row.decimal(OWN + 3));
        String cause = row.text(OWN + 4);
        String deliveries = row.text(OWN + 5);
        String currency = String.valueOf(row.text(OWN + 6));
        ExplanationNode node = new NodeDraft(
                        "correction",
                        NodeDraft.money(amount, currency) + " for " + unit + ", booked in " + booking + ": from "
                                + NodeDraft.amount(before) + " to " + NodeDraft.amount(after.amount()) + ", by "
                                + cause
                                + (deliveries == null ? "." : " (" + deliveries + ")."))
                .fact("booked_in", booking)
                .fact("unit", unit)
                .fact("before", before)
                .fact("after", after.amount())
                .fact("amount", amount)
                .fact("cause", cause)
                .fact("deliveries", deliveries)
                .node();
        return new Booked(node, amount, currency, BillingMonth.parse(booking), after);
    }
}
