package org.apportion.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.PlanInputs;
import org.apportion.allocate.PlanOptions;
import org.apportion.allocate.PlanStep;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * The split itself on the generated month: one rule for all records, by usage, else evenly over the principals of the day,
 * else the resource. All guards of the real plan are in it.
 */
final class KernelRun {
    /** What a cell is split among: usage as whole weights, and the entries of each slot with their running sums. */
    private static final List<String> WEIGHTS =
            List.of("kernel_scale", "kernel_use", "kernel_lookup", "kernel_source", "kernel_entry", "kernel_slot");
    /** The split on ready groups and weights: records cut and summed to cells, cells split, shares summed to days. */
    private static final List<String> SHARES =
            List.of("kernel_cut", "kernel_cell", "kernel_try", "kernel_route", "kernel_piece", "kernel_share");

    private final Engine engine;
    private final MonthFiles files;
    private final AllocationPlan plan;

    KernelRun(Engine engine, MonthFiles files) {
        this.engine = engine;
        this.files = files;
        this.plan = AllocationPlan.of(
                List.of(BenchmarkMonth.rule()),
                CostBasis.EFFECTIVE,
                BillingMonth.parse(MonthSql.MONTH),
                engine.dialect(),
                inputs(engine.dialect(), files),
                new PlanOptions(true));
    }

    private static PlanInputs inputs(Dialect dialect, MonthFiles files) {
        return new PlanInputs(
                dialect.parquet(List.of(files.costRecords()), Tables.COST_RECORD.columns()),
                dialect.parquet(List.of(files.usageSamples()), Tables.USAGE_SAMPLE.columns()),
                empty(
                        dialect,
                        Map.of("tag_context", ColumnType.BIGINT, "key", ColumnType.STRING, "value", ColumnType.STRING)),
                empty(
                        dialect,
                        Map.of(
                                "kind", ColumnType.STRING,
                                "name", ColumnType.STRING,
                                "valid_from", ColumnType.DATE,
                                "valid_to", ColumnType.DATE)));
    }

    private static String empty(Dialect dialect, Map<String, ColumnType> columns) {
        return dialect.parquet(
                List.of(),
                columns.entrySet().stream()
                        .map(column -> Column.optional(column.getKey(), column.getValue(), "nothing known"))
                        .toList());
    }

    /** All steps of the plan; their answer stays in the session's tables. */
    void run() {
        run(plan.steps());
    }

    /** The weights alone, again, after {@link #run}. */
    void weights() {
        run(named(WEIGHTS));
    }

    /** The split alone, again, after {@link #run}: on the groups and weights that it left. */
    void shares() {
        run(named(SHARES));
    }

    private List<PlanStep> named(List<String> names) {
        List<PlanStep> steps = plan.steps().stream()
                .filter(step -> names.contains(step.name()))
                .toList();
        if (steps.size() != names.size()) {
            throw new IllegalStateException("the plan no longer has the steps " + names);
        }
        return steps;
    }

    private void run(List<PlanStep> steps) {
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Check check) {
                engine.query(check.sql(), row -> row.text(0)).stream()
                        .findFirst()
                        .ifPresent(where -> {
                            throw check.failure(where);
                        });
            } else {
                engine.execute(step.sql());
            }
        }
    }

    /** The steps, then the charges as a file. */
    void runAndWrite() {
        run();
        Path target = files.folder().resolve("charge.parquet");
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        engine.write(plan.charges(), target, MonthGenerator.numbered(Tables.CHARGE.columns()));
    }
}
