package org.apportion.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.allocate.PlanInputs;
import org.apportion.allocate.PlanStep;
import org.apportion.allocate.RecordShares;
import org.apportion.allocate.RecordShares.Measure;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.apportion.publish.focus.CompletedCost;
import org.apportion.publish.focus.FocusSource;
import org.apportion.spi.Engine;

/** Splits the records of a month for a FOCUS bundle, in the session in which the month was allocated. */
final class FocusStep {
    private final Engine engine;
    private final Configuration configuration;

    FocusStep(Engine engine, Configuration configuration) {
        this.engine = engine;
        this.configuration = configuration;
    }

    /** @param corrections rows of corrections, if this run booked any */
    FocusSource split(PlanInputs inputs, Instant computed, Optional<String> corrections) {
        CompletedCost completed = new CompletedCost(engine.dialect());
        String cost = completed.relation(inputs.cost());
        List<Measure> measures = CompletedCost.MEASURES.stream()
                .map(name -> name.equals("PricingQuantity")
                        ? new Measure(name, completed.quantityGrain())
                        : Measure.cost(name))
                .toList();
        RecordShares shares = RecordShares.of(
                configuration.rules(),
                configuration.costBasis(),
                engine.dialect(),
                new PlanInputs(cost, inputs.sample(), inputs.tag(), inputs.owner(), inputs.share()),
                measures);
        for (PlanStep step : shares.steps()) {
            engine.execute(step.sql());
        }
        return new FocusSource(
                cost, shares.shares(), configuration.costBasis(), computed, methods(), corrections, List.of());
    }

    /** The catalogue of method ids: see {@code docs/reference/focus-export.md}. */
    private SortedMap<String, String> methods() {
        SortedMap<String, String> methods = new TreeMap<>();
        for (AllocationRule rule : configuration.rules()) {
            String parts = rule.parts().stream()
                    .map(part -> part.name() + " "
                            + part.weight().stripTrailingZeros().toPlainString() + ": "
                            + part.tiers().stream().map(Tier::method).collect(Collectors.joining(", then ")))
                    .collect(Collectors.joining("; "));
            methods.put(rule.id() + "@" + rule.version(), "when " + rule.conditionText() + "; " + parts);
        }
        return methods;
    }
}
