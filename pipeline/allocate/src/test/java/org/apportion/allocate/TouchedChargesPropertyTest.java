package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.allocate.SplitChanges.Days;
import org.apportion.allocate.SplitChanges.Difference;
import org.apportion.model.CostBasis;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.EngineTables;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.month.UsageRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of nasty months: touched charges split again and the others kept are what splitting everything gives. */
class TouchedChargesPropertyTest {
    private static final EngineTables.Names FORMER =
            new EngineTables.Names("former_cost", "former_sample", "former_tag", "former_owner");
    private static final int RECORDS = 120;
    private static final int DAYS = 9;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {401, 402, 403, 404, 405, 406, 407, 408, 409, 410})
    void touchedChargesSplitAgainAndOthersKeptAreTheWhole(long seed) {
        Random random = new Random(seed);
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        MonthData before = HostileMonth.generate(seed, RECORDS);
        MonthData after = changed(before, HostileMonth.generate(seed + 1_000, RECORDS), random, (int) (seed % 5));
        keepsAndSplits("seed " + seed, before, after, basis);
    }

    /** Many days of few groups, so that a group has both, days that are kept and days that are split again, and pools follow. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {421, 422, 423, 424, 425, 426})
    void soTheyAreWhereAGroupHasManyDaysAndPoolsFollow(long seed) {
        String touched = String.format(Locale.ROOT, "%02d", 1 + new Random(seed).nextInt(DAYS));
        MonthData late = manyDays(seed)
                .sample("bytes", touched + "T12:00", "late", "3")
                .record("7", touched + "T00:00", touched + "T05:00", "SubAccountId", "acc-0")
                .data();
        keepsAndSplits("seed " + seed, manyDays(seed).data(), late, CostBasis.BILLED);
    }

    private static SmallMonth manyDays(long seed) {
        Random random = new Random(seed);
        SmallMonth month = pooled(new SmallMonth());
        for (int day = 1; day <= DAYS; day++) {
            String from = String.format(Locale.ROOT, "%02d", day);
            String to = String.format(Locale.ROOT, "%02d", day + 1 + random.nextInt(2));
            for (int account = 0; account < 3; account++) {
                month.record(
                        Integer.toString(1 + random.nextInt(99)),
                        from + "T00:00",
                        to + "T00:00",
                        "SubAccountId",
                        "acc-" + account);
            }
            for (int consumer = random.nextInt(3); consumer < 3; consumer++) {
                month.sample("bytes", from + "T12:00", "p" + consumer, "1");
            }
        }
        return month.record("72", "01T00:00", "01T01:00", "ChargeCategory", "Tax");
    }

    /** Kafka of two days, of which one gets another sample: what the kept day owes counts once among what tax follows. */
    @Test
    void aKeptDayCountsOnceAmongWhatTaxFollows() {
        MonthData late = kafkaAndTax().sample("bytes", "21T12:00", "p2", "1").data();
        List<String> charges = keepsAndSplits("late usage", kafkaAndTax().data(), late, CostBasis.BILLED);
        // p1 24 + 12, p2 12, account 24: so tax, 72, is the same again
        assertThat(charges.stream().filter(charge -> charge.contains("allocated")))
                .extracting(charge -> charge.split("\\|")[7] + " " + charge.split("\\|")[10])
                .containsExactly("acc 24.000000000000000000", "p1 36.000000000000000000", "p2 12.000000000000000000");
    }

    private static SmallMonth kafkaAndTax() {
        return pooled(new SmallMonth())
                .record("24", "20T00:00", "21T00:00")
                .record("24", "21T00:00", "22T00:00")
                .record("24", "05T00:00", "06T00:00")
                .record("72", "01T00:00", "01T01:00", "ChargeCategory", "Tax")
                .sample("bytes", "20T12:00", "p1", "1")
                .sample("bytes", "21T12:00", "p1", "1");
    }

    /** Tax follows other cost; that goes to the principals of the day, else to the account. */
    private static SmallMonth pooled(SmallMonth month) {
        Condition tax = new Condition.Compare(
                new Condition.Operand.ColumnValue("ChargeCategory"), Condition.Operator.EQUAL, "Tax");
        Tier byCost = new Tier.ByAllocatedCost(new Condition.Always(), List.of());
        Tier byUsage = new Tier.Even(List.of("bytes"), Tier.Window.DAY, Tier.UsageKey.RESOURCE_ID);
        return month.rule(tax, Spread.EVEN, new Part("all", BigDecimal.ONE, "tax", List.of(byCost)))
                .rule(byUsage, new Tier.Direct(List.of(new Tier.Owner.ByAccount())));
    }

    private List<String> keepsAndSplits(String what, MonthData before, MonthData after, CostBasis basis) {
        try (PlanSession session = new PlanSession(folder)) {
            AllocationPlan first = session.run(before, basis, PlanOptions.SAFE);
            List<String> scales = scales(session, first);
            EngineTables.load(session.engine(), before, FORMER);
            keep(session, "former_charge", first.charges());
            keep(session, "former_group", first.recordGroups());
            AllocationPlan whole = session.run(after, basis, PlanOptions.SAFE);
            List<String> expected = session.charges(whole);
            if (!scales(session, whole).equals(scales)) {
                return expected;
            }
            List<String> actual = partial(session, before, after, basis);
            assertThat(actual).as(what).isEqualTo(expected);
            return actual;
        }
    }

    private static List<String> scales(PlanSession session, AllocationPlan plan) {
        return session.engine().query(plan.scales(), row -> row.text(0) + " " + row.number(1));
    }

    private static void keep(PlanSession session, String table, String select) {
        session.engine().execute(session.engine().dialect().createTable(table, select));
    }

    private static List<String> partial(PlanSession session, MonthData before, MonthData after, CostBasis basis) {
        var dialect = session.engine().dialect();
        String kept = TouchedCharges.charges("former_charge", "former_group", false);
        PlanOptions options =
                PlanOptions.SAFE.keeping(new PlanOptions.Kept(TouchedCharges.records(dialect, "cost"), kept, true));
        AllocationPlan plan =
                AllocationPlan.of(after.rules(), basis, after.month(), dialect, PlanSession.INPUTS, options);
        plan.steps().subList(0, plan.prepared()).forEach(step -> execute(session, step));
        TouchedCharges.steps(after.rules(), basis, dialect, changes(before, after))
                .forEach(step -> execute(session, step));
        plan.steps().subList(plan.prepared(), plan.steps().size()).forEach(step -> execute(session, step));
        String all = "SELECT * FROM " + TouchedCharges.charges("(" + plan.charges() + ")", "kernel_group", true)
                + " AS n UNION ALL SELECT * FROM " + kept + " AS k";
        return session.charges(new AllocationPlan(
                List.of(),
                0,
                "",
                "SELECT * FROM (" + all + ") AS a ORDER BY record_group, day, part, tier, consumer_kind, consumer",
                "",
                ""));
    }

    private static void execute(PlanSession session, PlanStep step) {
        if (step instanceof PlanStep.Build) {
            session.engine().execute(step.sql());
        }
    }

    private static SplitChanges changes(MonthData before, MonthData after) {
        Set<String> known = new HashSet<>();
        before.rules().forEach(rule -> known.add(content(rule)));
        Set<Integer> changed = new TreeSet<>();
        for (int i = 0; i < after.rules().size(); i++) {
            if (!known.contains(content(after.rules().get(i)))) {
                changed.add(i);
            }
        }
        return new SplitChanges(
                "cost",
                before.records().equals(after.records())
                        ? Optional.empty()
                        : Optional.of(new Difference("cost", FORMER.cost())),
                before.samples().equals(after.samples())
                        ? Optional.empty()
                        : Optional.of(new Difference("sample", FORMER.sample())),
                new Difference("tag", FORMER.tag()),
                "former_group",
                changed,
                before.directory().equals(after.directory()) ? List.of() : List.of(Days.EVER));
    }

    private static String content(AllocationRule rule) {
        return rule.id() + rule.version() + rule.validity() + rule.spread() + rule.parts();
    }

    private static MonthData changed(MonthData data, MonthData other, Random random, int kind) {
        List<BillRecord> records = new ArrayList<>(data.records());
        List<UsageRow> samples = new ArrayList<>(data.samples());
        List<AllocationRule> rules = new ArrayList<>(data.rules());
        if (kind == 0 || kind == 3) {
            int place = random.nextInt(samples.size());
            UsageRow old = samples.get(place);
            samples.set(
                    place,
                    new UsageRow(
                            old.metric(),
                            old.resource(),
                            old.hour(),
                            old.consumer(),
                            old.value().add(BigDecimal.ONE),
                            old.slice()));
            samples.remove(random.nextInt(samples.size()));
        }
        if (kind == 1 || kind == 3) {
            BillRecord old = records.remove(random.nextInt(records.size()));
            records.add(new BillRecord(
                    old.id(),
                    old.columns(),
                    old.tags(),
                    old.billedCost().add(BigDecimal.TEN),
                    old.effectiveCost().negate(),
                    old.start().plus(random.nextInt(50), ChronoUnit.HOURS),
                    old.end().plus(random.nextInt(50), ChronoUnit.HOURS)));
            records.remove(random.nextInt(records.size()));
        }
        if (kind == 2) {
            int place = random.nextInt(rules.size());
            AllocationRule old = rules.get(place);
            AllocationRule model =
                    other.rules().get(random.nextInt(other.rules().size()));
            rules.set(
                    place,
                    new AllocationRule(
                            old.id(),
                            old.version(),
                            "",
                            old.validity(),
                            old.conditionText(),
                            random.nextBoolean() ? old.condition() : model.condition(),
                            model.spread(),
                            model.parts(),
                            old.place()));
            if (new RulePasses(rules).cycle().isPresent()) {
                rules.set(place, old);
            }
        }
        return new MonthData(
                data.month(),
                records,
                samples,
                kind == 4 ? otherTags(data, random) : data.resolvedTags(),
                kind == 2 && random.nextBoolean() ? other.directory() : data.directory(),
                rules);
    }

    /** As after a change of the tags' policy: some tags resolve to what others did. */
    private static Map<Long, SortedMap<String, String>> otherTags(MonthData data, Random random) {
        TreeMap<Long, SortedMap<String, String>> tags = new TreeMap<>(data.resolvedTags());
        List<Long> contexts = List.copyOf(tags.keySet());
        for (int i = 0; i < 3; i++) {
            tags.put(
                    contexts.get(random.nextInt(contexts.size())),
                    Objects.requireNonNull(tags.get(contexts.get(random.nextInt(contexts.size())))));
        }
        return tags;
    }
}
