package org.apportion.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apportion.model.Money;
import org.apportion.model.price.Account;
import org.apportion.model.price.Price;
import org.apportion.price.CostIntake.Owner;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;
import org.jspecify.annotations.Nullable;

/** Costs that their own unit and account pay: cost → conversion → multiplier. */
final class AccountRoute {
    private final Terms terms;
    private final ScopedPrices<Price.Multiplier> multipliers;

    AccountRoute(Terms terms) {
        this.terms = terms;
        multipliers = new ScopedPrices<>(terms.prices(Price.Multiplier.class), Price.Multiplier::scope, terms.units());
    }

    /** Neighboring days with the same terms share a line. */
    private record Same(@Nullable Account account, Price.@Nullable Multiplier multiplier, int minimums) {}

    List<PriceLine> lines(Map<Owner, Stretches> costs) {
        List<PriceLine> lines = new ArrayList<>();
        costs.forEach((owner, stretches) -> {
            List<Price.Multiplier> candidates = multipliers.matching(owner.unit(), owner.account(), owner.service());
            for (Run<Same> run : stretches.runs(stretch -> termsOf(owner, candidates, stretch))) {
                lines.add(line(owner, run));
            }
        });
        return lines;
    }

    private Same termsOf(Owner owner, List<Price.Multiplier> candidates, Stretch stretch) {
        return new Same(
                terms.catalog().account(owner.account(), stretch.first()),
                ScopedPrices.on(stretch.first(), candidates),
                terms.minimums().stretch(stretch.first()));
    }

    private PriceLine line(Owner owner, Run<Same> run) {
        Money cost = new Money(run.total(), owner.currency());
        Calculation calculation =
                terms.conversion().apply(Calculation.of(new PriceStep.AllocatedCost(cost)), run.stretches());
        Price.Multiplier multiplier = run.state().multiplier();
        if (multiplier != null) {
            calculation = calculation.times(multiplier.id(), multiplier.factor(), multiplier.validity());
        }
        calculation = calculation.rounded();
        Account account = run.state().account();
        Position position = new Position(
                Route.ACCOUNT,
                Kind.COST,
                owner.unit(),
                account == null ? null : account.customer(),
                owner.account(),
                owner.service(),
                owner.component());
        return new PriceLine(
                position,
                run.from(),
                run.to(),
                multiplier == null ? null : multiplier.id(),
                null,
                cost,
                calculation.value(),
                calculation.steps());
    }
}
