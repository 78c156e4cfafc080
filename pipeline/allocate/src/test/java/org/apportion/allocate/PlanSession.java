package org.apportion.allocate;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
        AllocationPlan plan =
                AllocationPlan.of(data.rules(), basis, data.month(), engine.dialect(), inputs(data), options);
        run(plan);
        return plan;
    }

    static PlanInputs inputs(MonthData data) {
        return data.shares().isEmpty() ? INPUTS : SHARED;
    }

    void run(AllocationPlan plan) {
        for (PlanStep step : plan.steps()) {
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
