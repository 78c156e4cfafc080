package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.ServiceComponent;
import org.apportion.price.Catalog.Supply;
import org.apportion.price.CostIntake.OfComponent;
import org.apportion.price.CostIntake.Owner;
import org.apportion.price.Pools.Pool;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;

/**
 * Costs of components, shared by the services that use them: cost → conversion → share → factor. What no use takes goes back
 * to the account route, with the component's name on it.
 */
final class ServiceRoute {
    private final Terms terms;
    private final CostIntake intake;
    private final Map<PoolsKey, List<Pool>> pools = new HashMap<>();
    private final SortedMap<OfComponent, BigDecimal> unused = new TreeMap<>();

    ServiceRoute(Terms terms, CostIntake intake) {
        this.terms = terms;
        this.intake = intake;
    }

    private record PoolsKey(String component, int stretch) {}

    private record Same(Pool pool, int minimums) {}

    List<PriceLine> lines() {
        List<PriceLine> lines = new ArrayList<>();
        intake.components().forEach((key, owners) -> {
            SortedMap<String, Stretches> taken = new TreeMap<>(CodePointOrder.INSTANCE);
            owners.forEach(
                    (owner, stretches) -> stretches.inOrder().forEach(stretch -> share(key, owner, stretch, taken)));
            taken.forEach((label, stretches) -> stretches
                    .runs(stretch ->
                            new Same(pool(key, label, stretch), terms.minimums().stretch(stretch.first())))
                    .forEach(run -> lines.addAll(lines(key.currency(), run))));
        });
        return lines;
    }

    /** Cost that found no use, by component and currency. */
    SortedMap<OfComponent, BigDecimal> unused() {
        return unused;
    }

    private void share(OfComponent key, Owner owner, Stretch stretch, Map<String, Stretches> taken) {
        List<Pool> all = pools(key, stretch);
        List<BigDecimal> parts =
                ExactSplit.split(stretch.amount(), all.stream().map(Pool::share).toList());
        for (int i = 0; i < all.size(); i++) {
            Pool pool = all.get(i);
            Stretch part = stretch.withAmount(parts.get(i));
            if (pool.uses().isEmpty()) {
                unused.merge(key, part.amount(), BigDecimal::add);
                intake.addToAccount(
                        new Owner(owner.unit(), owner.account(), owner.service(), pool.label(), owner.currency()),
                        part);
            } else {
                taken.computeIfAbsent(pool.label(), label -> new Stretches()).add(part);
            }
        }
    }

    private List<PriceLine> lines(String currency, Run<Same> run) {
        Pool pool = run.state().pool();
        Money cost = new Money(run.total(), currency);
        Calculation whole = Calculation.of(new PriceStep.ComponentCost(pool.label(), pool.share(), cost));
        whole = terms.conversion().apply(whole, run.stretches()).rounded();

        List<BigDecimal> weights =
                pool.uses().stream().map(supply -> supply.use().quantity()).toList();
        BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> costs = ExactSplit.split(cost.amount(), weights);
        List<BigDecimal> amounts = ExactSplit.split(whole.value().amount(), weights);
        List<PriceLine> lines = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < weights.size(); i++) {
            Money amount = new Money(amounts.get(i), terms.conversion().currency());
            Calculation share = whole.then(new PriceStep.Share(weights.get(i), before, total, amount));
            before = before.add(weights.get(i));
            lines.add(line(run, pool.uses().get(i), new Money(costs.get(i), currency), share));
        }
        return lines;
    }

    private PriceLine line(Run<Same> run, Supply supply, Money cost, Calculation share) {
        Pool pool = run.state().pool();
        ServiceComponent component = pool.component();
        Calculation calculation = share;
        if (component.costFactor().compareTo(BigDecimal.ONE) != 0) {
            calculation = calculation.times(component.id(), component.costFactor(), component.validity());
        }
        calculation = charged(supply.service(), calculation.rounded());
        return new PriceLine(
                position(terms, Kind.COST, supply, pool.label()),
                run.from(),
                run.to(),
                null,
                supply.use().quantity(),
                cost,
                calculation.value(),
                calculation.steps());
    }

    /** Zero if the service is only shown. */
    static Calculation charged(InternalService service, Calculation calculation) {
        return service.charged()
                ? calculation
                : calculation.then(new PriceStep.NotCharged(
                        service.id(), Money.zero(calculation.value().currency())));
    }

    static Position position(Terms terms, Kind kind, Supply supply, String component) {
        InternalService service = supply.service();
        return new Position(
                Route.SERVICE,
                kind,
                terms.catalog().unitOf(service),
                service.customer(),
                null,
                service.id(),
                component);
    }

    private Pool pool(OfComponent key, String label, Stretch stretch) {
        return pools(key, stretch).stream()
                .filter(pool -> pool.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing changes within a stretch, so its first day speaks for all. */
    private List<Pool> pools(OfComponent key, Stretch stretch) {
        return pools.computeIfAbsent(new PoolsKey(key.component(), stretch.index()), ignored -> {
            ServiceComponent component =
                    terms.catalog().component(key.component(), stretch.first()).orElseThrow();
            return Pools.on(stretch.first(), component, terms.catalog().supplies());
        });
    }
}
