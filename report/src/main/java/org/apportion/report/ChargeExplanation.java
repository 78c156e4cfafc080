package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.model.rule.AllocationRule;
import org.apportion.report.Division.Path;

/** Tells why one charge is what it is, and computes it again. */
final class ChargeExplanation {
    private static final int CELLS = 3;

    private final ReportSession session;
    private final Run run;
    private final SplitInputs inputs;
    private final StoredCharge charge;
    private final GroupFacts group;

    ChargeExplanation(ReportSession session, SplitInputs inputs, StoredCharge charge) {
        this.session = session;
        this.run = inputs.run();
        this.inputs = inputs;
        this.charge = charge;
        this.group = inputs.groups().ofId(charge.recordGroup()).get(0);
    }

    private record CellShare(ComputedCell cell, List<Path> paths, UnitsAndRest share) {}

    ExplanationNode node() {
        Context context = new Context(session, run, group);
        String unit = context.unitOf(charge.consumer(), charge.day()).orElse(null);
        String what = Optional.ofNullable(group.filled("ResourceId"))
                .or(() -> Optional.ofNullable(group.filled("ServiceName")))
                .orElse("no resource");
        NodeDraft draft = new NodeDraft(
                        "charge",
                        NodeDraft.money(charge.amount(), group.currency()) + " for " + charge.consumer() + " on "
                                + charge.day() + ", for " + what
                                + (unit == null ? ", unallocated." : ", paid by " + unit + "."))
                .fact("id", charge.id())
                .fact("amount", charge.amount())
                .fact("currency", group.currency())
                .fact("unit", unit)
                .fact("consumer", charge.consumer())
                .fact("day", charge.day())
                .fact("month", charge.month())
                .fact("run", run.id())
                .fact("part", charge.part())
                .fact("tier", charge.tier())
                .fact("method", charge.method())
                .fact("cost_type", charge.costType())
                .fact("reason", charge.reason());
        Recomputation recomputation = new Recomputation(session, inputs, group);
        Optional<AllocationRule> rule = recomputation.takenBy();
        draft.child(context.owner(charge.consumer(), charge.day()));
        if (unit == null) {
            draft.child(remedy());
        }
        draft.child(new PriceExplanation(
                        session, inputs.view(), Months.of(run.start().month()))
                .of(charge, group, unit, inputs));
        draft.child(context.rule(rule));
        draft.child(context.group());
        if (!recomputation.isPossible()) {
            return draft.child(NodeDraft.leaf(
                            "proof",
                            "Not recomputed: rule '" + group.rule() + "' version " + group.ruleVersion() + " of run "
                                    + run.id() + " is no longer configured."))
                    .node();
        }
        List<CellShare> shares = shares(recomputation);
        CellExplanation cells = new CellExplanation(
                group,
                rule.orElse(null),
                new SourceFiles(session),
                new SampleStore(
                        session, inputs.view(), Map.of(), new CellWindow(CellWindow.Kind.SPAN, 0, 0, charge.day())),
                recomputation.basis());
        draft.child(new NodeDraft("cells", cellsText(shares))
                .some(shares, CELLS, "cells", share -> cells.node(share.cell(), charge, share.paths()))
                .node());
        return draft.child(proof(context, shares)).node();
    }

    private static String cellsText(List<CellShare> shares) {
        if (shares.isEmpty()) {
            return "No cell of these records leads to this charge.";
        }
        return shares.size() == 1
                ? "The charge comes from one cell; costs of a cell are split together."
                : "The charge is the sum of " + shares.size() + " cells, the largest first; costs of a cell are split"
                        + " together.";
    }

    private List<CellShare> shares(Recomputation recomputation) {
        List<CellShare> shares = new ArrayList<>();
        for (ComputedCell cell : recomputation.on(charge.day())) {
            List<Path> paths = charge.paths(cell);
            if (!paths.isEmpty()) {
                shares.add(new CellShare(cell, paths, Recomputation.sum(cell, paths)));
            }
        }
        shares.sort(
                Comparator.comparing((CellShare share) -> share.share().amount().abs())
                        .reversed());
        return shares;
    }

    private ExplanationNode proof(Context context, List<CellShare> shares) {
        BigDecimal again = shares.stream()
                .map(CellShare::share)
                .reduce(UnitsAndRest.ZERO, UnitsAndRest::plus)
                .amount();
        boolean equal = again.compareTo(charge.amount()) == 0;
        List<String> changed = context.changed();
        if (!equal && changed.isEmpty() && !inputs.isCorrection()) {
            throw new ApportionException(
                    ReportError.REPORT_RECOMPUTED_DIFFERS,
                    charge.id(),
                    "the charge is " + SumTable.plain(charge.amount()) + " " + group.currency() + ", recomputed it is "
                            + SumTable.plain(again) + ".",
                    "Report this as a bug with the run's record from 'apportion runs'.");
        }
        String text = equal
                ? "recomputed: equal, " + SumTable.plain(again) + " " + group.currency() + "."
                : "recomputed: differs, " + SumTable.plain(again) + " instead of " + SumTable.plain(charge.amount())
                        + " "
                        + group.currency()
                        + (changed.isEmpty()
                                ? "; report this as a bug with the run's record from 'apportion runs'."
                                : ", since the configuration has changed in " + String.join(", ", changed)
                                        + " since run " + run.id() + ".");
        return new NodeDraft("proof", text)
                .fact("stored", charge.amount())
                .fact("recomputed", again)
                .fact("equal", equal)
                .node();
    }

    private ExplanationNode remedy() {
        String reason = charge.reason() == null ? OwnedCharges.reason(charge.consumer()) : charge.reason();
        return new NodeDraft(
                        "remedy",
                        "Unallocated, " + reason + ". "
                                + new Remedy(inputs.configuration(session))
                                        .of(new Remedy.Case(
                                                reason,
                                                group.rule(),
                                                group.filled("ServiceName"),
                                                Optional.ofNullable(group.filled("SubAccountId"))
                                                        .orElse(group.filled("BillingAccountId")),
                                                charge.consumer().kind().text(),
                                                charge.consumer().name())))
                .fact("reason", reason)
                .node();
    }
}
