package org.apportion.allocate;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.model.CostBasis;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;
import org.apportion.testkit.month.EngineTables;
import org.apportion.testkit.month.MonthData;

/** Runs a plan over a generated month in a real engine. */
final class PlanSession implements AutoCloseable {
    static final PlanInputs INPUTS = new PlanInputs("cost", "sample", "tag", "owner");
    private static final PlanInputs SHARED = new PlanInputs("cost", "sample", "tag", "owner", "tag_share");

    private final Engine engine;

    PlanSession(Path folder) {
        engine = new DuckDbEngineProvider().open(new EngineSettings("duckdb", "1GB", 2, folder));
    }

    Engine engine() {
        return engine;
    }

    AllocationPlan run(MonthData data, CostBasis basis, PlanOptions options) {
        EngineTables.load(engine, data, EngineTables.Names.PLAIN);
        AllocationPlan plan = planned(data, basis, options);
        run(plan);
        return plan;
    }

    static PlanInputs inputs(MonthData data) {
        return data.shares().isEmpty() ? INPUTS : SHARED;
    }

    /** The steps up to the one of this name, so that what it made can be looked at. */
    void runUpTo(String step, MonthData data) {
        EngineTables.load(engine, data, EngineTables.Names.PLAIN);
        for (PlanStep one : planned(data, CostBasis.BILLED, PlanOptions.SAFE).steps()) {
            run(List.of(one));
            if (one.name().equals(step)) {
                return;
            }
        }
        throw new IllegalArgumentException("no step is called " + step);
    }

    void run(AllocationPlan plan) {
        run(plan.steps());
    }

    private void run(List<PlanStep> steps) {
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Check check) {
                List<String> wrong = engine.query(check.sql(), row -> String.valueOf(row.value(0)));
                if (!wrong.isEmpty()) {
                    throw check.failure(wrong.get(0));
                }
            } else {
                engine.execute(step.sql());
            }
        }
    }

    /**
     * Splits the month portion by portion.
     *
     * @param rows records and samples of a portion
     * @return the charges of each, as lines
     */
    List<List<String>> runInPortions(MonthData data, CostBasis basis, long rows) {
        EngineTables.load(engine, data, EngineTables.Names.PLAIN);
        AllocationPlan whole = planned(data, basis, PlanOptions.SAFE);
        run(whole.steps().subList(0, whole.prepared()));
        List<String> starts = engine.query(
                Portion.starts("cost", "sample", engine.dialect(), rows), row -> String.valueOf(row.text(0)));
        List<List<String>> charges = new ArrayList<>();
        for (Portion portion : Portion.of(starts, data.rules())) {
            PlanOptions options = PlanOptions.SAFE.of(portion);
            AllocationPlan plan = planned(
                    data,
                    basis,
                    portion.later()
                            ? options.keeping(new PlanOptions.Kept("cost", charged(charges.size()), false))
                            : options);
            run(plan.steps().subList(plan.prepared(), plan.steps().size()));
            engine.execute(engine.dialect().createTable("charged_" + charges.size(), plan.charges()));
            charges.add(charges(plan));
            run(Portion.forget(engine.dialect()));
        }
        return charges;
    }

    private static String charged(int portions) {
        return IntStream.range(0, portions)
                .mapToObj(portion -> "SELECT * FROM charged_" + portion)
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    private AllocationPlan planned(MonthData data, CostBasis basis, PlanOptions options) {
        return AllocationPlan.of(data.rules(), basis, data.month(), engine.dialect(), inputs(data), options);
    }

    /** Charges as lines: all columns separated by a vertical bar. */
    List<String> charges(AllocationPlan plan) {
        return engine.query(
                plan.charges(),
                row -> String.join(
                        "|",
                        row.text(0),
                        Long.toString(row.number(1)),
                        String.valueOf(row.date(2)),
                        Long.toString(row.number(3)),
                        Long.toString(row.number(4)),
                        row.text(5),
                        row.text(6),
                        row.text(7),
                        String.valueOf(row.text(8)),
                        String.valueOf(row.text(9)),
                        PlanSession.amount(row, 10).toPlainString()));
    }

    /** A decimal that the query never leaves null. */
    static BigDecimal amount(Row row, int column) {
        return Objects.requireNonNull(row.decimal(column));
    }

    @Override
    public void close() {
        engine.close();
    }
}
