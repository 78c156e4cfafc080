package org.apportion.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.allocate.UnitsAndRest;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.report.ComputedCell.Piece;
import org.apportion.report.Division.Leaf;
import org.apportion.report.Division.Path;

/** Tells to whom one record of a bill went: nothing of it is stored, all of it follows. */
final class RecordExplanation {
    private static final int CHARGES = 20;

    private final ReportSession session;
    private final Run run;
    private final SplitInputs inputs;
    private final CostItem record;
    private final GroupFacts group;

    RecordExplanation(ReportSession session, Run run, CostItem record, long groupId) {
        this.session = session;
        this.run = run;
        this.inputs = SplitInputs.of(session, run);
        this.record = record;
        List<GroupFacts> groups = inputs.groups().ofRecords(groupId);
        this.group = groups.size() == 1
                ? groups.get(0)
                : groups.stream()
                        .filter(one -> new Recomputation(session, inputs, one).isTaken(record))
                        .findFirst()
                        .orElse(groups.get(0));
    }

    private record Share(Leaf key, UnitsAndRest owed) {}

    ExplanationNode node() {
        Context context = new Context(session, run, group);
        Recomputation recomputation = new Recomputation(session, inputs, group);
        String place = new SourceFiles(session).place(record.origin());
        NodeDraft draft = new NodeDraft(
                        "record",
                        place + ": " + NodeDraft.money(record.cost(), group.currency()) + " from "
                                + CellWindow.timeOf(Math.floorDiv(record.start(), 3600)) + ", "
                                + group.columns().getOrDefault("ServiceName", "no service") + ", "
                                + group.columns().getOrDefault("ResourceId", "no resource") + ".")
                .fact("record", record.id())
                .fact("place", place)
                .fact("cost", record.cost())
                .fact("currency", group.currency())
                .fact("run", run.id())
                .child(context.rule(recomputation.takenBy()))
                .child(context.group());
        if (!recomputation.isPossible()) {
            return draft.child(NodeDraft.leaf(
                            "proof", "Not recomputed: the rule of run " + run.id() + " is no longer configured."))
                    .node();
        }
        List<ComputedCell> cells = recomputation.of(record);
        List<Share> shares = shares(cells);
        draft.child(new NodeDraft(
                        "shares",
                        "The record lies in " + cells.size() + (cells.size() == 1 ? " cell" : " cells")
                                + " and is part of " + shares.size()
                                + (shares.size() == 1 ? " charge:" : " charges, the largest first:"))
                .some(shares, CHARGES, "charges", share -> share(share, context))
                .node());
        return draft.child(proof(shares)).node();
    }

    private List<Share> shares(List<ComputedCell> cells) {
        Map<Leaf, UnitsAndRest> sums = new HashMap<>();
        for (ComputedCell cell : cells) {
            BigInteger before = BigInteger.ZERO;
            for (Piece piece : cell.pieces()) {
                if (piece.record().id() == record.id()) {
                    for (Path path : cell.division().paths(leaf -> true)) {
                        Leaf leaf = path.leaf();
                        sums.merge(
                                new Leaf(leaf.consumer(), leaf.day(), leaf.part(), leaf.tier(), 0),
                                cell.shareOf(before, piece, path),
                                UnitsAndRest::plus);
                    }
                    break;
                }
                before = before.add(piece.cost().units());
            }
        }
        return sums.entrySet().stream()
                .filter(entry -> entry.getValue().amount().signum() != 0)
                .map(entry -> new Share(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(
                                (Share share) -> share.owed().amount().abs())
                        .reversed()
                        .thenComparing(share -> share.key().day())
                        .thenComparing(share -> share.key().part())
                        .thenComparing(share -> share.key().tier())
                        .thenComparing(share -> share.key().consumer()))
                .toList();
    }

    private ExplanationNode share(Share share, Context context) {
        Leaf key = share.key();
        String id = ChargeId.of(group.id(), key.day(), key.part(), key.tier(), key.consumer());
        String unit = context.unitOf(key.consumer(), key.day()).orElse(null);
        return new NodeDraft(
                        "charge",
                        NodeDraft.money(share.owed().amount(), group.currency()) + " ("
                                + NodeDraft.percent(share.owed().amount(), record.cost()) + ") to " + key.consumer()
                                + (unit == null ? ", unallocated," : ", paid by " + unit + ",") + " on " + key.day()
                                + ": charge " + id + ".")
                .fact("id", id)
                .fact("owes", share.owed().amount())
                .fact("consumer", key.consumer())
                .fact("unit", unit)
                .fact("day", key.day())
                .node();
    }

    private ExplanationNode proof(List<Share> shares) {
        BigDecimal sum = shares.stream().map(share -> share.owed().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(record.cost()) != 0) {
            throw new ApportionException(
                    ReportError.REPORT_RECOMPUTED_DIFFERS,
                    "record:" + record.id(),
                    "the record costs " + SumTable.plain(record.cost()) + " " + group.currency()
                            + ", its shares sum to " + SumTable.plain(sum) + ".",
                    "Report this as a bug with the run's record from 'apportion runs'.");
        }
        return new NodeDraft(
                        "proof",
                        "recomputed: equal, the shares sum to " + SumTable.plain(sum) + " " + group.currency() + ".")
                .fact("cost", record.cost())
                .fact("sum", sum)
                .fact("equal", true)
                .node();
    }
}
