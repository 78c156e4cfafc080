package org.apportion.run;

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
import org.apportion.allocate.HourProofs;
import org.apportion.allocate.Proofs;
import org.apportion.lake.FocusCorrections;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.OwnedCharges;
import org.apportion.lake.Staged;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunResult;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.Counted;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Directory;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.price.PricingResult;
import org.apportion.publish.PublishInput;
import org.apportion.publish.PublishedFile;
import org.apportion.publish.focus.FocusSource;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** The work of one run in one engine session: split, files, proofs, prices. */
final class Calculation {
    private final Workspace workspace;
    private final Engine engine;
    private final Configuration configuration;
    private final BillingMonth month;
    private final Progress progress;
    private final RunStep.Watch watch;
    private final MonthSplit split;

    private final Map<String, String> facts = new TreeMap<>();
    private final List<RunProof> proofs = new ArrayList<>();
    private final List<RunTotal> totals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<TableSchema, List<Staged>> staged = new LinkedHashMap<>();

    private String charges = "";
    private String recordGroups = "";
    private String corrected = "";
    private String correctedGroups = "";
    private Corrections corrections;
    private @Nullable OwnedCharges owned;

    Calculation(Workspace workspace, BillingMonth month, LakeView view, Progress progress, RunStep.Watch watch) {
        this.workspace = workspace;
        this.engine = workspace.engine();
        this.configuration = workspace.configuration();
        this.month = month;
        this.progress = progress;
        this.watch = watch;
        this.split = new MonthSplit(engine, configuration, month, view, progress);
        this.corrections = new Corrections(configuration.organization());
    }

    BillingMonth month() {
        return month;
    }

    /** Adds what a person should read beside the result. */
    void warn(List<String> sentences) {
        warnings.addAll(sentences);
    }

    /**
     * Splits what must be split and keeps what an earlier run has found of the rest. What a split leaves in the session must stay where
     * hours are stored or records are split: then the month is split at once, whatever its size.
     *
     * @param portionRows see {@link MonthRun.RunSettings}
     */
    void allocate(EarlierSplit.Found found, long portionRows) {
        boolean whole = configuration.chargeHours()
                || configuration.outputs().stream().anyMatch(output -> output.content() == Content.FOCUS);
        if (whole) {
            split.allocate(found);
        } else {
            split.allocate(found, portionRows);
        }
    }

    /** Writes all tables of the run, not yet visible, and proves them from what was written. */
    Map<TableSchema, List<Staged>> writeAndProve(LakeWriter writer, Corrections found) {
        AllocationPlan made = split.plan();
        String cost = split.cost();
        corrections = found;
        proofs.addAll(found.proofs());
        stage(writer, Tables.RECORD_GROUP, made.recordGroups());
        split.charges(
                select -> stage(writer, Tables.CHARGE, select),
                () -> writer.relation(Tables.CHARGE, staged(Tables.CHARGE)));
        charges = writer.relation(Tables.CHARGE, staged(Tables.CHARGE));
        progress.start("write and prove", 5, "steps");
        progress.advanceTo(1);
        if (!made.chargeHours().isEmpty()) {
            stage(writer, Tables.CHARGE_HOUR, made.chargeHours());
        }
        progress.advanceTo(2);
        recordGroups = writer.relation(Tables.RECORD_GROUP, staged(Tables.RECORD_GROUP));
        owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        ProofStep proof = new ProofStep(engine, configuration.costBasis());
        facts.putAll(new BridgeStep(engine).facts(cost));
        ChargeSums sums = ChargeSums.of(engine, configuration, charges, recordGroups);
        totals.addAll(proof.totals(cost, sums.select()));
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
            String hours = writer.relation(Tables.CHARGE_HOUR, staged(Tables.CHARGE_HOUR));
            proofs.add(proof.prove(HourProofs.of(configuration.rules(), engine.dialect(), charges, hours)));
        }
        corrected = writer.relation(Tables.CORRECTION, found.rows());
        correctedGroups = writer.relation(Tables.RECORD_GROUP, found.groups());
        proofs.addAll(proof.prove(corrected, correctedGroups, found, totals));
        progress.advanceTo(3);
        stage(writer, Tables.RESOLVED_TAG, withTagsOf(found));
        PricingResult prices = new PriceStep(engine, configuration, month).price(sums, recordGroups, split.samples());
        PriceStep.append(engine, prices.rows(month).toList(), found.priceLines());
        PriceCorrections.note(found.priceLines(), month).ifPresent(warnings::add);
        prices.warnings().forEach(warning -> warnings.add(warning.subject() + ": " + warning.text()));
        progress.advanceTo(4);
        stage(writer, Tables.PRICE_LINE, "SELECT * FROM " + PriceStep.LINES + " ORDER BY line");
        proofs.addAll(proof.prove(prices, totals));
        proof.requireAllPassed(proofs, month);
        progress.finish(Counted.of(proofs.size(), "proof") + " passed, " + Counted.of(rows(Tables.CHARGE), "charge"));
        return staged;
    }

    /** What was found until now, for the run's record. */
    RunResult found() {
        Map<String, String> all = new HashMap<>(facts);
        all.putAll(split.facts());
        corrections.splits().forEach((origin, sentence) -> all.put("split again " + origin, sentence));
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
                        split.records(), rows(Tables.RECORD_GROUP), rows(Tables.CHARGE), rows(Tables.PRICE_LINE)),
                warnings,
                files.stream()
                        .map(file -> new MonthResult.Output(file.path(), file.rows()))
                        .toList(),
                committed,
                split.sentence());
    }

    /** The records split for a FOCUS bundle; needs the session in which {@link #allocate} ran, after the run is committed. */
    FocusSource focus(Instant computed, FocusCorrections.Style style) {
        Optional<String> booked = new CorrectionSelect(engine, month, split.cost())
                .rows(
                        new CorrectedCosts(workspace, month),
                        style,
                        corrections.sums().keySet(),
                        corrected,
                        correctedGroups);
        return new FocusStep(engine, configuration).split(split.inputs(), computed, booked);
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
        StringBuilder all = new StringBuilder("SELECT * FROM " + split.tags() + " AS t");
        String taken = "SELECT tag_context FROM " + split.tags() + " AS t";
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
        Staged one = writer.stage(table, Map.of("billing_month", month.toString()), select);
        staged.computeIfAbsent(table, any -> new ArrayList<>()).add(one);
        watch.reached(RunStep.STAGED);
    }

    private List<Staged> staged(TableSchema table) {
        return Objects.requireNonNull(staged.get(table), table.name());
    }

    private long rows(TableSchema table) {
        return staged(table).stream().mapToLong(Staged::rows).sum();
    }
}
