package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price.Resale;
import org.apportion.model.price.ServiceComponent;
import org.apportion.price.Catalog.Supply;
import org.apportion.price.CostIntake.OfComponent;
import org.apportion.price.CostIntake.Owner;
import org.apportion.price.Pools.Pool;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;
import org.jspecify.annotations.Nullable;

/**
 * Costs of components, shared by the services that use them: cost → conversion → share → factor. What no use takes goes back
 * to the account route, with the component's name on it. Of a component that is re-sold the cost stays on the account route; the
 * services are asked all the same, and the unit that re-sells is credited.
 */
final class ServiceRoute {
    private final Terms terms;
    private final CostIntake intake;
    private final List<PriceLine> componentPrices;
    private final List<PriceLine> lines = new ArrayList<>();
    private final Map<PoolsKey, List<Pool>> pools = new HashMap<>();
    private final SortedMap<OfComponent, BigDecimal> unused = new TreeMap<>();

    /** @param componentPrices lines of components beside their cost, for what contains the services that are asked */
    ServiceRoute(Terms terms, CostIntake intake, List<PriceLine> componentPrices) {
        this.terms = terms;
        this.intake = intake;
        this.componentPrices = componentPrices;
    }

    private record PoolsKey(String component, int stretch) {}

    /** @param contained stretch of what is re-sold further, else 0 */
    private record Same(Pool pool, int minimums, @Nullable Resale resale, int contained) {}

    List<PriceLine> lines() {
        for (String component : terms.catalog().inOrder()) {
            intake.components().forEach((key, owners) -> {
                if (key.component().equals(component)) {
                    SortedMap<String, Stretches> taken = new TreeMap<>(CodePointOrder.INSTANCE);
                    owners.forEach((owner, stretches) ->
                            stretches.inOrder().forEach(stretch -> share(key, owner, stretch, taken)));
                    addLines(key, null, taken);
                }
            });
            addContained(component);
        }
        return lines;
    }

    /** Cost that found no use, by component and currency. */
    SortedMap<OfComponent, BigDecimal> unused() {
        return unused;
    }

    /** What services that the component is made of were asked, shared by the component's own uses. */
    private void addContained(String component) {
        OfComponent key = new OfComponent(component, terms.conversion().currency());
        SortedMap<String, SortedMap<String, Stretches>> taken = new TreeMap<>(CodePointOrder.INSTANCE);
        for (PriceLine line :
                Stream.concat(lines.stream(), componentPrices.stream()).toList()) {
            Resale resale = terms.catalog().resaleOf(component, line.fromDay());
            String service = line.position().service();
            if (resale != null
                    && service != null
                    && resale.services().contains(service)
                    && line.position().kind() != Kind.RESALE_CREDIT
                    && terms.catalog().component(component, line.fromDay()).isPresent()) {
                Stretch stretch = new Stretch(
                        terms.timeline().stretch(line.fromDay()),
                        line.fromDay(),
                        line.toDay().minusDays(1),
                        line.amount().amount());
                share(
                        key,
                        null,
                        stretch,
                        taken.computeIfAbsent(service, any -> new TreeMap<>(CodePointOrder.INSTANCE)));
            }
        }
        taken.forEach((service, byLabel) -> addLines(key, service, byLabel));
    }

    /** @param owner whose cost it is; null for what a service was asked */
    private void share(OfComponent key, @Nullable Owner owner, Stretch stretch, Map<String, Stretches> taken) {
        List<Pool> all = pools(key, stretch);
        List<BigDecimal> parts =
                ExactSplit.split(stretch.amount(), all.stream().map(Pool::share).toList());
        boolean isResold = terms.catalog().resaleOf(key.component(), stretch.first()) != null;
        for (int i = 0; i < all.size(); i++) {
            Pool pool = all.get(i);
            Stretch part = stretch.withAmount(parts.get(i));
            if (!pool.uses().isEmpty()) {
                taken.computeIfAbsent(pool.label(), label -> new Stretches()).add(part);
                continue;
            }
            unused.merge(key, part.amount(), BigDecimal::add);
            if (owner != null && !isResold) {
                intake.addToAccount(
                        new Owner(owner.unit(), owner.account(), owner.service(), pool.label(), owner.currency()),
                        part);
            }
        }
    }

    /** @param ofService the service whose price is shared; null for cost */
    private void addLines(OfComponent key, @Nullable String ofService, Map<String, Stretches> taken) {
        taken.forEach((label, stretches) -> stretches
                .runs(stretch -> same(pool(key, label, stretch), stretch))
                .forEach(run -> addLines(key.currency(), ofService, run)));
    }

    private Same same(Pool pool, Stretch stretch) {
        boolean isContained =
                pool.uses().stream().anyMatch(supply -> terms.catalog().isContained(supply.service()));
        return new Same(
                pool,
                terms.minimums().stretch(stretch.first()),
                terms.catalog().resaleOf(pool.component().id(), stretch.first()),
                isContained ? stretch.index() : 0);
    }

    private void addLines(String currency, @Nullable String ofService, Run<Same> run) {
        Pool pool = run.state().pool();
        Money cost = new Money(run.total(), currency);
        Calculation whole = Calculation.of(new PriceStep.ComponentCost(pool.label(), pool.share(), ofService, cost));
        whole = terms.conversion().apply(whole, run.stretches()).rounded();

        List<BigDecimal> weights =
                pool.uses().stream().map(supply -> supply.use().quantity()).toList();
        BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> costs = ExactSplit.split(cost.amount(), weights);
        List<BigDecimal> amounts = ExactSplit.split(whole.value().amount(), weights);
        Resale resale = run.state().resale();
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < weights.size(); i++) {
            Money amount = new Money(amounts.get(i), terms.conversion().currency());
            Calculation share = whole.then(new PriceStep.Share(weights.get(i), before, total, amount));
            before = before.add(weights.get(i));
            if (resale == null) {
                lines.add(line(run, pool.uses().get(i), new Money(costs.get(i), currency), share));
            } else {
                Money none = Money.zero(terms.conversion().currency());
                lines.addAll(Resold.bothSides(resale, line(run, pool.uses().get(i), none, share)));
            }
        }
    }

    private PriceLine line(Run<Same> run, Supply supply, Money cost, Calculation share) {
        Pool pool = run.state().pool();
        ServiceComponent component = pool.component();
        Calculation calculation = share;
        if (component.costFactor().compareTo(BigDecimal.ONE) != 0) {
            calculation = calculation.times(component.id(), component.costFactor(), component.validity());
        }
        calculation = charged(supply.service(), calculation.rounded());
        Resale resale = run.state().resale();
        return new PriceLine(
                position(terms, resale == null ? Kind.COST : Kind.RESALE, supply, pool.label()),
                run.from(),
                run.to(),
                resale == null ? null : resale.id(),
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
