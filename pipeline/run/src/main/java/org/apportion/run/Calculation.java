package org.apportion.run;

import static org.apportion.model.table.Column.optional;
import static org.apportion.model.table.Column.required;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.AllocationQueries;
import org.apportion.allocate.HourProofs;
import org.apportion.allocate.PlanInputs;
import org.apportion.allocate.PlanOptions;
import org.apportion.allocate.PlanStep;
import org.apportion.allocate.Proofs;
import org.apportion.ingest.delivery.SumLimit;
import org.apportion.lake.FileFilter;
import org.apportion.lake.FocusCorrections;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.OwnedCharges;
import org.apportion.lake.Staged;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunResult;
import org.apportion.ledger.RunTotal;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.price.PricingResult;
import org.apportion.publish.PublishInput;
import org.apportion.publish.PublishedFile;
import org.apportion.publish.focus.FocusSource;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** The work of one run in one engine session: inputs, tags, split, files, proofs, prices. */
final class Calculation {
    private static final String OWNERS = "directory_subject";
    private static final int MONEY_DECIMALS = 18;
    /** Of a fact's name in the ledger. */
    private static final int LONGEST_FACT = 200;

    private final Engine engine;
    private final Configuration configuration;
    private final BillingMonth month;
    private final Progress progress;
    private final RunStep.Watch watch;
    private final String cost;
    private final LakeView view;

    private final Map<String, String> facts = new TreeMap<>();
    private final List<RunProof> proofs = new ArrayList<>();
    private final List<RunTotal> totals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<TableSchema, Staged> staged = new LinkedHashMap<>();

    private String tags = "";
    private String shares = "";
    private String samples = "";
    private String chargeRows = "";
    private String split = "";
    private String charges = "";
    private String recordGroups = "";
    private String corrected = "";
    private String correctedGroups = "";
    private Corrections corrections;
    private long records;
    private @Nullable AllocationPlan plan;
    private @Nullable OwnedCharges owned;

    Calculation(Workspace workspace, BillingMonth month, LakeView view, Progress progress, RunStep.Watch watch) {
        this(workspace.engine(), workspace.configuration(), month, view, progress, watch);
    }

    /** With another configuration than the installation's. */
    Calculation(
            Engine engine,
            Configuration configuration,
            BillingMonth month,
            LakeView view,
            Progress progress,
            RunStep.Watch watch) {
        this.engine = engine;
        this.configuration = configuration;
        this.month = month;
        this.progress = progress;
        this.watch = watch;
        this.view = view;
        this.corrections = new Corrections(configuration.organization());
        this.cost = view.relation(Tables.COST_RECORD, MonthRun.ofMonth(month));
    }

    BillingMonth month() {
        return month;
    }

    /** The plan after {@link #allocate}. */
    AllocationPlan plan() {
        return Objects.requireNonNull(plan);
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

    /** Splits the whole month inside the session; writes nothing. */
    void allocate() {
        allocate(EarlierSplit.Found.NOTHING);
    }

    /** Splits what must be split and keeps what an earlier run has found of the rest. */
    void allocate(EarlierSplit.Found found) {
        requireExactSums();
        records = engine.query("SELECT count(*) FROM " + cost, row -> row.number(0))
                .get(0);
        progress.start("tags", 0, "contexts");
        TagStep tagStep = new TagStep(engine, configuration.tags(), month);
        tags = tagStep.resolve(cost);
        shares = tagStep.shares();
        progress.finish("resolved");
        List<String> months = engine.query(
                AllocationQueries.usageMonths(cost, engine.dialect()), row -> Objects.requireNonNull(row.text(0)));
        samples = view.relation(Tables.USAGE_SAMPLE, FileFilter.ALL.in("x_UsageMonth", months));
        loadSubjects();
        PlanInputs inputs = new PlanInputs(cost, samples, tags, OWNERS, shares);
        boolean unique = samplesCannotRepeat(months);
        PlanOptions options = new PlanOptions(unique).withHours(configuration.chargeHours());
        AllocationPlan made = planned(inputs, options);
        recordFirstTiers();
        progress.start("allocate", made.steps().size(), "steps");
        runSteps(made.steps().subList(0, made.prepared()), 0);
        Map<String, String> exponents = PartialSplit.exponents(engine, made);
        facts.putAll(exponents);
        facts.putAll(SplitState.of(configuration, month).facts());
        Optional<PartialSplit> partial = found.earlier()
                .map(earlier -> new PartialSplit(engine, configuration, month, view, earlier))
                .filter(one -> one.find(cost, tags, months, exponents));
        String why = found.earlier().isPresent() ? "usage has grown to another magnitude" : found.why();
        split = partial.map(PartialSplit::sentence).orElse(why.isEmpty() ? "" : "Split as a whole: " + why + ".");
        plan = partial.map(one -> planned(inputs, one.options(options, cost))).orElse(made);
        if (!partial.map(PartialSplit::isEmpty).orElse(false)) {
            runSteps(plan().steps().subList(made.prepared(), plan().steps().size()), made.prepared());
        }
        chargeRows = partial.map(one -> one.charges(plan())).orElseGet(plan()::charges);
        progress.finish(Counted.of(records, "record"));
    }

    private AllocationPlan planned(PlanInputs inputs, PlanOptions options) {
        return AllocationPlan.of(
                configuration.rules(), configuration.costBasis(), month, engine.dialect(), inputs, options);
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

    /** Writes all tables of the run, not yet visible, and proves them from what was written. */
    Map<TableSchema, Staged> writeAndProve(LakeWriter writer, Corrections found) {
        AllocationPlan made = plan();
        corrections = found;
        proofs.addAll(found.proofs());
        progress.start("write and prove", 5, "steps");
        stage(writer, Tables.RECORD_GROUP, made.recordGroups());
        progress.advanceTo(1);
        stage(writer, Tables.CHARGE, chargeRows);
        if (!made.chargeHours().isEmpty()) {
            stage(writer, Tables.CHARGE_HOUR, made.chargeHours());
        }
        progress.advanceTo(2);
        recordGroups = writer.relation(Tables.RECORD_GROUP, List.of(staged(Tables.RECORD_GROUP)));
        charges = writer.relation(Tables.CHARGE, List.of(staged(Tables.CHARGE)));
        owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        ProofStep proof = new ProofStep(engine, configuration.costBasis());
        facts.putAll(new BridgeStep(engine).facts(cost));
        totals.addAll(proof.totals(cost, owned.select(charges, recordGroups)));
        proofs.addAll(proof.prove(
                Proofs.of(
                        configuration.rules(),
                        configuration.costBasis(),
                        engine.dialect(),
                        cost,
                        charges,
                        recordGroups),
                totals));
        if (!made.chargeHours().isEmpty()) {
            String hours = writer.relation(Tables.CHARGE_HOUR, List.of(staged(Tables.CHARGE_HOUR)));
            proofs.add(proof.prove(HourProofs.of(configuration.rules(), engine.dialect(), charges, hours)));
        }
        corrected = writer.relation(Tables.CORRECTION, found.rows());
        correctedGroups = writer.relation(Tables.RECORD_GROUP, found.groups());
        proofs.addAll(proof.prove(corrected, correctedGroups, found, totals));
        progress.advanceTo(3);
        stage(writer, Tables.RESOLVED_TAG, withTagsOf(found));
        PricingResult prices = new PriceStep(engine, configuration, month).price(owned, charges, recordGroups, samples);
        PriceStep.append(engine, prices.rows(month).toList(), found.priceLines());
        prices.warnings().forEach(warning -> warnings.add(warning.subject() + ": " + warning.text()));
        progress.advanceTo(4);
        stage(writer, Tables.PRICE_LINE, "SELECT * FROM " + PriceStep.LINES + " ORDER BY line");
        proofs.addAll(proof.prove(prices, totals));
        proof.requireAllPassed(proofs, month);
        progress.finish(Counted.of(proofs.size(), "proof") + " passed, "
                + Counted.of(staged(Tables.CHARGE).rows(), "charge"));
        return staged;
    }

    /** What was found until now, for the run's record. */
    RunResult found() {
        Map<String, String> all = new HashMap<>(facts);
        all.put("records", Long.toString(records));
        if (!split.isEmpty()) {
            all.put("split", split);
        }
        corrections
                .sums()
                .forEach((origin, sums) -> sums.forEach((currency, sum) -> all.put(
                        "corrections " + origin + " " + currency,
                        sum.stripTrailingZeros().toPlainString())));
        return new RunResult(totals, proofs, all);
    }

    MonthResult result(String id, List<PublishedFile> files, boolean committed) {
        return new MonthResult(
                id,
                month,
                totals.stream()
                        .map(total -> new MonthResult.Sum(
                                total.currency(), total.billed(), total.charged(), new TreeMap<>(total.unallocated())))
                        .toList(),
                proofs.size(),
                new MonthResult.Counts(
                        records,
                        staged(Tables.RECORD_GROUP).rows(),
                        staged(Tables.CHARGE).rows(),
                        staged(Tables.PRICE_LINE).rows()),
                warnings,
                files.stream()
                        .map(file -> new MonthResult.Output(file.path(), file.rows()))
                        .toList(),
                committed,
                split);
    }

    /** The records split for a FOCUS bundle; needs the session in which {@link #allocate} ran. */
    FocusSource focus(Instant computed, FocusCorrections.Style style) {
        Optional<String> booked = corrections.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(FocusCorrections.select(engine.dialect(), style, corrected, correctedGroups));
        return new FocusStep(engine, configuration)
                .split(new PlanInputs(cost, samples, tags, OWNERS, shares), computed, booked);
    }

    PublishInput publishInput(String id, String codeVersion) {
        OwnedCharges owners = Objects.requireNonNull(owned);
        String published = owners.select(charges, recordGroups);
        if (!corrections.rows().isEmpty()) {
            published += " UNION ALL "
                    + OwnedCharges.load(engine, corrections.organization(), Directory.EMPTY, "_ever")
                            .corrections(corrected, correctedGroups, owners.levels());
        }
        return new PublishInput(
                month,
                id,
                published,
                owners.levels(),
                PriceStep.LINES,
                corrections.organization(),
                configuration.prices(),
                codeVersion,
                configuration.fingerprints());
    }

    /** The month's resolved tags and, of corrections, those of tag contexts that the month itself lacks. */
    private String withTagsOf(Corrections found) {
        StringBuilder all = new StringBuilder("SELECT * FROM " + tags + " AS t");
        String taken = "SELECT tag_context FROM " + tags + " AS t";
        for (String further : found.tags()) {
            all.append(" UNION ALL SELECT * FROM ")
                    .append(further)
                    .append(" WHERE tag_context NOT IN (")
                    .append(taken)
                    .append(")");
            taken += " UNION ALL SELECT tag_context FROM " + further;
        }
        return "SELECT * FROM (" + all + ") AS a ORDER BY tag_context, key";
    }

    private void stage(LakeWriter writer, TableSchema table, String select) {
        staged.put(table, writer.stage(table, Map.of("billing_month", month.toString()), select));
        watch.reached(RunStep.STAGED);
    }

    private Staged staged(TableSchema table) {
        return Objects.requireNonNull(staged.get(table), table.name());
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
