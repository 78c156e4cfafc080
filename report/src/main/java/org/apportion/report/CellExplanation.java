package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Counted;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.report.ComputedCell.Piece;
import org.apportion.report.Division.Path;
import org.apportion.report.Division.Step;
import org.jspecify.annotations.Nullable;

/** Tells how one cell was split, down to file and row. */
final class CellExplanation {
    private static final int RECORDS = 5;
    private static final int SAMPLES = 10;
    private static final int PATHS = 6;
    private static final int PARTNERS = 5;

    private final GroupFacts group;
    private final @Nullable AllocationRule rule;
    private final SourceFiles files;
    private final SampleStore samples;
    private final AllocatedBasis basis;

    CellExplanation(
            GroupFacts group,
            @Nullable AllocationRule rule,
            SourceFiles files,
            SampleStore samples,
            AllocatedBasis basis) {
        this.group = group;
        this.rule = rule;
        this.files = files;
        this.samples = samples;
        this.basis = basis;
    }

    /** @param paths ways to the charge that is explained */
    ExplanationNode node(ComputedCell cell, StoredCharge charge, List<Path> paths) {
        UnitsAndRest share = Recomputation.sum(cell, paths);
        UnitsAndRest total = cell.total();
        NodeDraft draft = new NodeDraft(
                        "cell",
                        "From " + cell.window() + ": " + NodeDraft.money(share.amount(), group.currency()) + " of "
                                + NodeDraft.money(total.amount(), group.currency()) + ", which is "
                                + NodeDraft.percent(share.amount(), total.amount()) + ".")
                .fact("kind", cell.window().kind().name().toLowerCase(Locale.ROOT))
                .fact("from", CellWindow.timeOf(cell.window().firstHour()))
                .fact("to", CellWindow.timeOf(cell.window().endHour()))
                .fact("amount", share.amount())
                .fact("total", total.amount())
                .fact("U", total.units())
                .fact("rest", total.rest());
        List<Piece> pieces = cell.pieces();
        draft.child(new NodeDraft(
                        "records",
                        Counted.of(pieces.size(), "record") + (pieces.size() == 1 ? " makes" : " make")
                                + " up this cell.")
                .some(largest(pieces), RECORDS, "records", piece -> record(cell, piece, paths))
                .node());
        TierSearch.Found found = Objects.requireNonNull(cell.parts().get(charge.part()));
        for (String passed : found.passed()) {
            draft.child(NodeDraft.leaf("passed", passed));
        }
        draft.child(NodeDraft.leaf("tier", found.found()));
        draft.some(paths, PATHS, "shares", path -> path(cell, path, path.equals(paths.get(0))));
        samples(cell, charge).ifPresent(draft::child);
        basis(charge).ifPresent(draft::child);
        rounding(cell, paths).ifPresent(draft::child);
        return draft.node();
    }

    private static List<Piece> largest(List<Piece> pieces) {
        return pieces.stream()
                .sorted(Comparator.comparing(
                                (Piece piece) -> piece.cost().amount().abs())
                        .reversed())
                .toList();
    }

    private ExplanationNode record(ComputedCell cell, Piece piece, List<Path> paths) {
        UnitsAndRest owed =
                paths.stream().map(path -> cell.shareOf(piece, path)).reduce(UnitsAndRest.ZERO, UnitsAndRest::plus);
        String place = files.place(piece.record().origin());
        BigDecimal here = piece.cost().amount();
        String whole = here.compareTo(piece.record().cost()) == 0
                ? ""
                : " of its " + NodeDraft.money(piece.record().cost(), group.currency());
        return new NodeDraft(
                        "record",
                        place + ": " + NodeDraft.money(here, group.currency()) + whole + " in this cell; "
                                + NodeDraft.money(owed.amount(), group.currency()) + " of it is charged here.")
                .fact("record", piece.record().id())
                .fact("source", piece.record().origin().source())
                .fact("place", place)
                .fact("cost", piece.record().cost())
                .fact("in_cell", here)
                .fact("owes", owed.amount())
                .node();
    }

    /** One line per split on the way: the part, the metric of a mix, the consumer. */
    private ExplanationNode path(ComputedCell cell, Path path, boolean withPartners) {
        BigInteger units = cell.total().units();
        List<ExplanationNode> steps = new ArrayList<>();
        for (Step step : path.steps()) {
            BigInteger part = step.part(units);
            if (step.at().branches().size() > 1) {
                steps.add(step(step, units, part, withPartners));
            }
            units = part;
        }
        if (steps.isEmpty()) {
            return NodeDraft.leaf("share", path.leaf().consumer() + " receives the whole cell.");
        }
        UnitsAndRest share = cell.share(path);
        return new NodeDraft(
                        "share",
                        path.leaf().consumer() + " receives " + NodeDraft.money(share.amount(), group.currency()) + ".")
                .fact("units", share.units())
                .fact("rest", share.rest())
                .children(steps)
                .node();
    }

    private static ExplanationNode step(Step step, BigInteger units, BigInteger part, boolean withPartners) {
        BigInteger total = step.at().split().total();
        BigInteger upTo = step.at().split().running().get(step.entry());
        BigInteger weight = step.branch().weight();
        BigInteger before = upTo.subtract(weight);
        int entries = step.at().branches().size();
        return new NodeDraft(
                        "weight",
                        step.branch().name() + " has " + weight + " of the weight " + total + " ("
                                + NodeDraft.percent(new BigDecimal(weight), new BigDecimal(total))
                                + "), entry " + (step.entry() + 1) + " of " + entries + ": ⌊" + units + " · " + upTo
                                + " / " + total + "⌋ − ⌊" + units + " · " + before + " / " + total + "⌋ = " + part
                                + " units.")
                .fact("w", weight)
                .fact("cw_before", before)
                .fact("cw", upTo)
                .fact("tw", total)
                .fact("U", units)
                .fact("units", part)
                .some(
                        withPartners ? partners(step) : List.of(),
                        PARTNERS,
                        "entries share this split",
                        branch -> NodeDraft.leaf("partner", branch.name() + " has the weight " + branch.weight() + "."))
                .node();
    }

    private static List<Division.Branch> partners(Step step) {
        return step.at().branches().stream()
                .filter(branch -> !branch.equals(step.branch()))
                .sorted(Comparator.comparing(Division.Branch::weight).reversed())
                .toList();
    }

    /** The tier that found the consumer; empty if none did. */
    private Optional<Tier> tier(StoredCharge charge) {
        return Optional.ofNullable(rule)
                .map(taker -> taker.parts().get(charge.part()).tiers())
                .filter(tiers -> charge.tier() < tiers.size())
                .map(tiers -> tiers.get(charge.tier()));
    }

    private Optional<ExplanationNode> basis(StoredCharge charge) {
        return tier(charge)
                .filter(Tier.ByAllocatedCost.class::isInstance)
                .map(tier -> basis.node((Tier.ByAllocatedCost) tier, group, charge.consumer()));
    }

    private Optional<ExplanationNode> samples(ComputedCell cell, StoredCharge charge) {
        Optional<Tier> found = tier(charge).filter(Tier::isByUsage);
        if (found.isEmpty() || charge.consumer().kind() != ConsumerKind.PRINCIPAL) {
            return Optional.empty();
        }
        Tier tier = found.get();
        String key = group.usageKey(SampleStore.keyOf(tier));
        if (key == null) {
            return Optional.empty();
        }
        CellWindow window = tier instanceof Tier.Even even
                ? cell.window().widened(even.window())
                : cell.window().kind() == CellWindow.Kind.SPAN ? cell.window().on(charge.day()) : cell.window();
        List<SampleStore.Sample> used =
                samples.samples(key, charge.consumer().name(), SampleStore.metricsOf(tier), window, SAMPLES + 1);
        NodeDraft draft = new NodeDraft(
                "samples", "Samples of " + charge.consumer().name() + " for '" + key + "' from " + window + ":");
        used.stream().limit(SAMPLES).map(this::sample).forEach(draft::child);
        if (used.size() > SAMPLES) {
            draft.child(NodeDraft.leaf("more", "… more samples; see 'apportion usage'."));
        }
        return Optional.of(draft.node());
    }

    private ExplanationNode sample(SampleStore.Sample sample) {
        String place = files.place(sample.origin());
        return new NodeDraft(
                        "sample",
                        (sample.metric() + " " + sample.value() + " " + sample.unit()).strip() + " in the hour from "
                                + CellWindow.timeOf(sample.hour().getEpochSecond() / 3600) + ", " + place + ".")
                .fact("metric", sample.metric())
                .fact("hour", sample.hour())
                .fact("value", sample.value())
                .fact("unit", sample.unit().isEmpty() ? null : sample.unit())
                .fact("place", place)
                .node();
    }

    /** The carry of the records' rests, and the rest that rides on the last entry; nothing if both are zero. */
    private static Optional<ExplanationNode> rounding(ComputedCell cell, List<Path> paths) {
        UnitsAndRest total = cell.total();
        BigInteger carry = total.units().subtract(cell.exact().units());
        boolean rides = paths.stream()
                .anyMatch(path -> path.leaf().equals(cell.division().last()));
        if (carry.signum() == 0 && total.rest().signum() == 0) {
            return Optional.empty();
        }
        String rest = total.rest().signum() == 0
                ? ""
                : " A rest of " + total.rest() + "e-18 rides on the last share, which is "
                        + (rides ? "this one." : "not this one.");
        return Optional.of(new NodeDraft(
                        "rounding",
                        "Below a unit of 1e-12 the records have " + cell.exact().rest() + "e-18; " + carry
                                + " units of it are carried." + rest)
                .fact("carry", carry)
                .fact("rest", total.rest())
                .node());
    }
}
