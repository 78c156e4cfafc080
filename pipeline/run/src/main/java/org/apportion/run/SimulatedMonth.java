package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.allocate.Proofs;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunTotal;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.table.Tables;
import org.apportion.price.PriceLine;
import org.apportion.price.PricingResult;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** One month, calculated step by step from the configuration in force to another one. */
final class SimulatedMonth {
    private static final String CHARGES = "simulated_charge";
    private static final String GROUPS = "simulated_group";

    private final Engine engine;
    private final BillingMonth month;
    private final LakeView view;
    private @Nullable Configuration allocated;
    private String samples = "";

    SimulatedMonth(Engine engine, BillingMonth month, LakeView view) {
        this.engine = engine;
        this.month = month;
        this.view = view;
    }

    /** The key of a line: a unit's id, or null, and a currency. */
    private record Payer(@Nullable String unit, String currency) {
        static final Comparator<Payer> ORDER = Comparator.comparing(
                        Payer::unit, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
                .thenComparing(Payer::currency);
    }

    List<SimulationResult.Line> compare(Configuration inForce, Configuration other) {
        Configuration rules = SimulationChanges.withRulesOf(inForce, other);
        Configuration owners = SimulationChanges.withOwnersOf(rules, other);
        Configuration prices = SimulationChanges.withPricesOf(owners, other);
        List<Map<Payer, BigDecimal>> paid = new ArrayList<>();
        Configuration last = null;
        for (Configuration step : List.of(inForce, rules, owners, prices)) {
            boolean same = last != null && step.fingerprints().equals(last.fingerprints());
            paid.add(same ? paid.get(paid.size() - 1) : paid(step));
            last = step;
        }
        Organization units = other.organization().withFormer(inForce.organization());
        TreeSet<Payer> payers = new TreeSet<>(Payer.ORDER);
        paid.forEach(one -> payers.addAll(one.keySet()));
        return payers.stream().map(payer -> line(payer, paid, units)).toList();
    }

    private SimulationResult.Line line(Payer payer, List<Map<Payer, BigDecimal>> paid, Organization units) {
        List<BigDecimal> amounts = paid.stream()
                .map(one -> one.getOrDefault(payer, BigDecimal.ZERO))
                .toList();
        String unit = payer.unit();
        String name = unit == null
                ? null
                : units.find(unit).map(OrganizationUnit::name).orElse(unit);
        return new SimulationResult.Line(
                month,
                unit,
                name,
                payer.currency(),
                amounts.get(0),
                amounts.get(3),
                amounts.get(1).subtract(amounts.get(0)),
                amounts.get(2).subtract(amounts.get(1)),
                amounts.get(3).subtract(amounts.get(2)));
    }

    private Map<Payer, BigDecimal> paid(Configuration configuration) {
        allocate(configuration);
        OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        ChargeSums sums = ChargeSums.of(engine, configuration, CHARGES, GROUPS);
        PricingResult priced = new PriceStep(engine, configuration, month).price(sums, GROUPS, samples);
        prove(configuration, sums, priced);
        Map<Payer, BigDecimal> paid = new TreeMap<>(Payer.ORDER);
        for (PriceLine line : priced.lines()) {
            paid.merge(
                    new Payer(line.position().unit(), line.amount().currency()),
                    line.amount().amount(),
                    BigDecimal::add);
        }
        return paid;
    }

    /** Splits the month unless the last split followed from the same. */
    private void allocate(Configuration configuration) {
        if (allocated != null && SimulationChanges.splitAlike(allocated, configuration)) {
            return;
        }
        MonthSplit split = new MonthSplit(engine, configuration, month, view, Progress.NONE);
        split.allocate();
        engine.execute(engine.dialect().createTable(CHARGES, split.plan().charges()));
        engine.execute(engine.dialect().createTable(GROUPS, split.plan().recordGroups()));
        samples = split.samples();
        allocated = configuration;
    }

    private void prove(Configuration configuration, ChargeSums sums, PricingResult priced) {
        ProofStep proof = new ProofStep(engine, configuration.costBasis());
        String cost = view.relation(Tables.COST_RECORD, MonthRun.ofMonth(month));
        List<RunTotal> totals = proof.totals(cost, sums.select());
        List<RunProof> proofs = new ArrayList<>(proof.prove(
                Proofs.of(configuration.rules(), configuration.costBasis(), engine.dialect(), cost, CHARGES, GROUPS),
                totals));
        proofs.addAll(proof.prove(priced, totals));
        proof.requireAllPassed(proofs, month);
    }
}
