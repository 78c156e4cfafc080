package org.apportion.testkit.reference;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.Consumer;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.RulePasses;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.Division.Branch;
import org.jspecify.annotations.Nullable;

/**
 * Allocates a month as {@code docs/explanation/how-cost-is-split.md} says, slowly and without bounds of number size. The oracle
 * of every engine: same charges, row by row, digit by digit.
 *
 * <p>Not fit for real bills: it keeps each cell in memory.
 */
public final class ReferenceAllocator {
    private final MonthData data;
    private final CostBasis basis;
    private final UsageIndex usage;
    private final Map<List<Object>, RecordGroup> groups = new HashMap<>();

    private ReferenceAllocator(MonthData data, CostBasis basis) {
        this.data = data;
        this.basis = basis;
        this.usage = new UsageIndex(data.samples());
    }

    /** Splits one cost of all records of the month. */
    public static Allocation allocate(MonthData data, CostBasis basis) {
        return new ReferenceAllocator(data, basis).allocate();
    }

    private Allocation allocate() {
        RulePasses passes = new RulePasses(data.rules());
        Map<Integer, Map<Cell, List<Piece>>> byPass = new TreeMap<>();
        for (BillRecord record : data.records()) {
            RecordGroup group = groupOf(record);
            AllocationRule rule = group.rule();
            int pass = rule == null ? RulePasses.FIRST : passes.of(rule);
            Map<Cell, List<Piece>> pieces = byPass.computeIfAbsent(pass, any -> new LinkedHashMap<>());
            CellCutter.cut(record, group, record.cost(basis))
                    .forEach((cell, piece) ->
                            pieces.computeIfAbsent(cell, c -> new ArrayList<>()).add(piece));
        }
        List<AllocatedCell> cells = new ArrayList<>();
        List<ReferenceCharge> charges = new ArrayList<>();
        byPass.values().forEach(pieces -> {
            List<AllocatedCell> divided = divide(pieces, new EarlierPasses(charges));
            cells.addAll(divided);
            charges.addAll(charges(divided));
        });
        charges.sort(ReferenceCharge.ORDER);
        return new Allocation(charges, cells);
    }

    private RecordGroup groupOf(BillRecord record) {
        SortedMap<String, String> tags = data.resolvedTags().getOrDefault(record.tagContext(), new TreeMap<>());
        ConditionEvaluator evaluator =
                new ConditionEvaluator(key -> record.columns().get(key), key -> tags.get(key));
        int rule = 0;
        while (rule < data.rules().size() && !takes(data.rules().get(rule), record, evaluator)) {
            rule++;
        }
        AllocationRule taker = rule < data.rules().size() ? data.rules().get(rule) : null;
        return groups.computeIfAbsent(
                List.of(record.columns(), record.tagContext(), rule),
                key -> new RecordGroup(record.columns(), tags, record.tagContext(), record.groupId(), taker));
    }

    private static boolean takes(AllocationRule rule, BillRecord record, ConditionEvaluator evaluator) {
        return rule.validity().contains(record.start()) && evaluator.holds(rule.condition());
    }

    private List<AllocatedCell> divide(Map<Cell, List<Piece>> pieces, EarlierPasses earlier) {
        TierFinder tiers = new TierFinder(usage, data.directory(), earlier, data.shares());
        List<AllocatedCell> cells = new ArrayList<>();
        pieces.forEach((cell, list) -> cells.add(new AllocatedCell(cell, list, divide(cell, tiers))));
        return cells;
    }

    private static Division divide(Cell cell, TierFinder tiers) {
        AllocationRule rule = cell.group().rule();
        if (rule == null) {
            return new Division.Leaf(cell.group().resource(), cell.day(), 0, 0, "resource", null, "no_rule");
        }
        List<Branch> parts = new ArrayList<>();
        for (int i = 0; i < rule.parts().size(); i++) {
            Part part = rule.parts().get(i);
            parts.add(new Branch(Weights.ofShare(part.weight()), tiers.find(cell, i, part)));
        }
        return new Division.Branches(parts);
    }

    private List<ReferenceCharge> charges(List<AllocatedCell> cells) {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (AllocatedCell cell : cells) {
            for (AllocatedCell.LeafShare share : cell.shares()) {
                Key key = new Key(cell.cell().group(), share.leaf());
                sums.merge(key, new Sum(share.units(), share.rest()), Sum::plus);
            }
        }
        List<ReferenceCharge> charges = new ArrayList<>();
        sums.forEach((key, sum) -> {
            ReferenceCharge charge = key.charge(data.month().toString(), sum);
            if (charge.amount().signum() != 0) {
                charges.add(charge);
            }
        });
        return charges;
    }

    private record Sum(BigInteger units, BigInteger rests) {
        Sum plus(Sum other) {
            return new Sum(units.add(other.units), rests.add(other.rests));
        }
    }

    /** Key of a charge; method, cost type and reason follow from part and tier. */
    private record Key(
            RecordGroup group,
            LocalDate day,
            int part,
            int tier,
            Consumer consumer,
            String method,
            @Nullable String costType,
            @Nullable String reason) {
        Key(RecordGroup group, Division.Leaf leaf) {
            this(
                    group,
                    leaf.day(),
                    leaf.part(),
                    leaf.tier(),
                    leaf.consumer(),
                    leaf.method(),
                    leaf.costType(),
                    leaf.reason());
        }

        ReferenceCharge charge(String billingMonth, Sum sum) {
            return new ReferenceCharge(
                    billingMonth,
                    group,
                    day,
                    part,
                    tier,
                    method,
                    consumer,
                    costType,
                    reason,
                    ExactSplit.amountOf(sum.units(), sum.rests()));
        }
    }
}
