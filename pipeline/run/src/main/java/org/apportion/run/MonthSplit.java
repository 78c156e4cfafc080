package org.apportion.run;

import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.AllocationQueries;
import org.apportion.allocate.PlanInputs;
import org.apportion.allocate.PlanOptions;
import org.apportion.allocate.PlanStep;
import org.apportion.allocate.Portion;
import org.apportion.ingest.delivery.SumLimit;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** Splits one month in one engine session: records, tags, usage and subjects in, table expressions of the charges out; writes nothing. */
final class MonthSplit {
    private static final String OWNERS = "directory_subject";
    private static final int MONEY_DECIMALS = 18;
    /** Of a fact's name in the ledger. */
    private static final int LONGEST_FACT = 200;

    /** A month that is split as a whole whatever its size. */
    private static final long NO_PORTIONS = Long.MAX_VALUE;

    private final Engine engine;
    private final Configuration configuration;
    private final BillingMonth month;
    private final LakeView view;
    private final Progress progress;
    private final String cost;
    private final Map<String, String> facts = new TreeMap<>();

    private String tags = "";
    private String shares = "";
    private String samples = "";
    private String charges = "";
    private String sentence = "";
    private boolean isPartial;
    private long records;
    private Optional<MonthPortions> portions = Optional.empty();
    private PlanOptions options = PlanOptions.SAFE;
    private @Nullable AllocationPlan plan;

    MonthSplit(Engine engine, Configuration configuration, BillingMonth month, LakeView view, Progress progress) {
        this.engine = engine;
        this.configuration = configuration;
        this.month = month;
        this.view = view;
        this.progress = progress;
        this.cost = view.relation(Tables.COST_RECORD, MonthRun.ofMonth(month));
    }

    /** The plan after {@link #allocate}. */
    AllocationPlan plan() {
        return Objects.requireNonNull(plan);
    }

    /** Table expression of the charges, made now or kept, after {@link #allocate} without portions. */
    String charges() {
        return charges;
    }

    /**
     * Hands over the charges, after {@link #allocate}: queries of which each must be written before the next one comes, since the
     * session holds one portion at a time.
     *
     * @param writer writes what a query answers
     * @param written tells a table expression of what was written until then
     */
    void charges(Consumer<String> writer, Supplier<String> written) {
        if (portions.isPresent()) {
            portions.get().write(portion -> planned(portion, written), writer);
        } else {
            writer.accept(charges);
        }
    }

    /** Rules by allocated cost follow what the portions before were charged. */
    private AllocationPlan planned(Portion portion, Supplier<String> written) {
        PlanOptions some = options.of(portion);
        return planned(portion.later() ? some.keeping(new PlanOptions.Kept(cost, written.get(), false)) : some);
    }

    /** Table expression of the usage that the month's records look at, after {@link #allocate}. */
    String samples() {
        return samples;
    }

    /** Table expression of the month's resolved tags, after {@link #allocate}. */
    String tags() {
        return tags;
    }

    /** Table expression of the month's records. */
    String cost() {
        return cost;
    }

    /** What the plan reads, after {@link #allocate}. */
    PlanInputs inputs() {
        return new PlanInputs(cost, samples, tags, OWNERS, shares);
    }

    /** Of the month's bills. */
    long records() {
        return records;
    }

    /** Says how much was split again; empty where there was nothing to keep. */
    String sentence() {
        return sentence;
    }

    /** Whether charges of an earlier run were kept, so that what touches the others is known. */
    boolean isPartial() {
        return isPartial;
    }

    /** What was found until now, for the run's record. */
    Map<String, String> facts() {
        Map<String, String> all = new TreeMap<>(facts);
        all.put("records", Long.toString(records));
        if (!sentence.isEmpty()) {
            all.put("split", sentence);
        }
        return all;
    }

    /** Splits the whole month inside the session; writes nothing. */
    void allocate() {
        allocate(EarlierSplit.Found.NOTHING);
    }

    /** The same, and keeps what an earlier run has found of the rest. */
    void allocate(EarlierSplit.Found found) {
        allocate(found, NO_PORTIONS);
    }

    /**
     * Splits what must be split and keeps what an earlier run has found of the rest. A month that is split as a whole and has more
     * rows than a portion is only prepared: {@link #charges(Consumer, Supplier)} splits it.
     *
     * @param portionRows records and samples that are split at a time
     */
    void allocate(EarlierSplit.Found found, long portionRows) {
        requireExactSums();
        records = MonthPortions.count(engine, cost);
        progress.start("tags", 0, "contexts");
        TagStep tagStep = new TagStep(engine, configuration.tags(), month);
        tags = tagStep.resolve(cost);
        shares = tagStep.shares();
        progress.finish("resolved");
        List<String> months = engine.query(
                AllocationQueries.usageMonths(cost, configuration.rules(), engine.dialect()),
                row -> Objects.requireNonNull(row.text(0)));
        samples = view.relation(Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", months));
        loadSubjects();
        boolean unique = samplesCannotRepeat(months);
        options = new PlanOptions(unique).withHours(configuration.chargeHours());
        AllocationPlan made = planned(options);
        recordFirstTiers();
        progress.start("allocate", made.steps().size(), "steps");
        runSteps(made.steps().subList(0, made.prepared()), 0);
        Map<String, String> exponents = PartialSplit.exponents(engine, made);
        facts.putAll(exponents);
        facts.putAll(SplitState.of(configuration, month).facts());
        Optional<PartialSplit> partial = found.earlier()
                .map(earlier -> new PartialSplit(engine, configuration, month, view, earlier))
                .filter(one -> one.find(cost, tags, months, exponents));
        isPartial = partial.isPresent();
        String why = found.earlier().isPresent() ? "usage has grown to another magnitude" : found.why();
        sentence = partial.map(PartialSplit::sentence).orElse(why.isEmpty() ? "" : "Split as a whole: " + why + ".");
        plan = partial.map(one -> planned(one.options(options, cost))).orElse(made);
        portions = partial.isPresent() || portionRows == NO_PORTIONS
                ? Optional.empty()
                : Optional.of(MonthPortions.of(engine, progress, cost, samples, portionRows, configuration.rules()))
                        .filter(some -> !some.isEmpty());
        if (portions.isEmpty() && !partial.map(PartialSplit::isEmpty).orElse(false)) {
            runSteps(plan().steps().subList(made.prepared(), plan().steps().size()), made.prepared());
        }
        charges = partial.map(one -> one.charges(plan())).orElseGet(plan()::charges);
        progress.finish(Counted.of(records, "record"));
    }

    private AllocationPlan planned(PlanOptions some) {
        return AllocationPlan.of(
                configuration.rules(), configuration.costBasis(), month, engine.dialect(), inputs(), some);
    }

    /** What is approximate stays so, whatever becomes of the rules. */
    private void recordFirstTiers() {
        for (AllocationRule rule : configuration.rules()) {
            for (int part = 0; part < rule.parts().size(); part++) {
                int first = rule.parts().get(part).firstByUsage();
                if (first < rule.parts().get(part).tiers().size()) {
                    String name = "by-usage " + rule.version() + " " + part + " " + rule.id();
                    if (name.length() <= LONGEST_FACT) {
                        facts.put(name, Integer.toString(first));
                    }
                }
            }
        }
    }

    /** Each file was looked at when it was imported; here all files of the month come together. */
    private void requireExactSums() {
        SumLimit.exceeded(engine, cost, List.of("BilledCost", "EffectiveCost"), MONEY_DECIMALS, "BillingCurrency")
                .ifPresent(excess -> {
                    throw new ApportionException(
                            RunError.RUN_SUM_TOO_LARGE,
                            month.toString(),
                            excess.sentence(),
                            "Look for amounts in the bills that cannot be true: the largest single ones.");
                });
    }

    private void runSteps(List<PlanStep> steps, int before) {
        int done = before;
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Check check) {
                List<String> where = engine.query(check.sql(), row -> String.valueOf(row.text(0)));
                if (!where.isEmpty()) {
                    throw check.failure(where.get(0));
                }
            } else {
                engine.execute(step.sql());
            }
            progress.advanceTo(++done);
        }
    }

    private void loadSubjects() {
        List<Object[]> rows = new ArrayList<>();
        for (DirectoryEntry entry : configuration.directory().entries()) {
            rows.add(new @Nullable Object[] {
                entry.subject().kind().text(),
                entry.subject().name(),
                entry.validity().from(),
                entry.validity().to()
            });
        }
        engine.load(
                OWNERS,
                List.of(
                        required("kind", ColumnType.STRING, "Kind of the subject."),
                        required("name", ColumnType.STRING, "Name of the subject."),
                        optional("valid_from", ColumnType.DATE, "First day; null for open."),
                        optional("valid_to", ColumnType.DATE, "First day no longer covered; null for open.")),
                rows);
    }

    /** A slice holds each sample once; so with one slice per month nothing can repeat. */
    private boolean samplesCannotRepeat(List<String> months) {
        return months.stream()
                .allMatch(one -> view.files(Tables.USAGE_SAMPLE, FileFilter.ALL.is("x_UsageMonth", one))
                                .size()
                        <= 1);
    }
}
