package org.apportion.run;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apportion.allocate.AllocationPlan;
import org.apportion.allocate.Portion;
import org.apportion.model.Counted;
import org.apportion.model.rule.AllocationRule;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/** A large month, split and written portion by portion in one session, after what all portions share was prepared. */
record MonthPortions(Engine engine, Progress progress, List<Portion> portions) {

    /**
     * Cuts a month.
     *
     * @param cost table expression of its records; samples: of the usage that they look at
     * @param rows records and samples of a portion
     * @return without portions if the month is not larger than one
     */
    static MonthPortions of(
            Engine engine, Progress progress, String cost, String samples, long rows, List<AllocationRule> rules) {
        List<String> starts = count(engine, cost) + count(engine, samples) <= rows
                ? List.of()
                : engine
                        .query(
                                Portion.starts(cost, samples, engine.dialect(), rows),
                                row -> Objects.requireNonNull(row.text(0)))
                        .stream()
                        .filter(start -> start.indexOf('\0') < 0)
                        .toList();
        return new MonthPortions(engine, progress, starts.size() < 2 ? List.of() : Portion.of(starts, rules));
    }

    static long count(Engine engine, String relation) {
        return engine.query("SELECT count(*) FROM " + relation, row -> row.number(0))
                .get(0);
    }

    boolean isEmpty() {
        return portions.isEmpty();
    }

    /**
     * Splits and writes all portions.
     *
     * @param writer writes what a query answers
     */
    void write(Function<Portion, AllocationPlan> plan, Consumer<String> writer) {
        progress.start("split", portions.size(), "portions");
        int done = 0;
        for (Portion portion : portions) {
            AllocationPlan part = plan.apply(portion);
            part.steps().subList(part.prepared(), part.steps().size()).forEach(step -> engine.execute(step.sql()));
            writer.accept(part.charges());
            Portion.forget(engine.dialect()).forEach(step -> engine.execute(step.sql()));
            progress.advanceTo(++done);
        }
        progress.finish(Counted.of(portions.size(), "portion"));
    }
}
