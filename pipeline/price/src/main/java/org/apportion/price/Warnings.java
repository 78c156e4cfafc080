package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CodePointOrder;
import org.apportion.model.price.ServiceComponent;
import org.apportion.price.Position.Route;
import org.apportion.price.PricingWarning.Kind;

/** Says what a person should look at, in a stable order. */
final class Warnings {
    private final Terms terms;

    Warnings(Terms terms) {
        this.terms = terms;
    }

    List<PricingWarning> of(List<PriceLine> lines, ServiceRoute services, CostIntake intake, UsagePrices usage) {
        List<PricingWarning> warnings = new ArrayList<>();
        services.unused().forEach((of, amount) -> {
            if (amount.signum() != 0) {
                warnings.add(new PricingWarning(
                        Kind.COMPONENT_UNUSED,
                        of.component(),
                        text(amount) + " " + of.currency() + " of component " + of.component()
                                + " found no use and stay with their owners."));
            }
        });
        for (String id : terms.catalog().componentIds()) {
            boolean paid = intake.components().keySet().stream()
                    .anyMatch(of -> of.component().equals(id));
            if (!paid && terms.catalog().versions(id).stream().anyMatch(this::waitsForCost)) {
                warnings.add(new PricingWarning(
                        Kind.COMPONENT_WITHOUT_COST,
                        id,
                        "Component " + id + " is used, but its source was charged nothing in " + terms.month() + "."));
            }
        }
        withoutCustomer(lines)
                .forEach((service, amount) -> warnings.add(new PricingWarning(
                        Kind.SERVICE_WITHOUT_CUSTOMER,
                        service,
                        "Service " + service + " has no customer for " + text(amount) + " "
                                + terms.conversion().currency() + ".")));
        usage.unitUnknown()
                .forEach(price -> warnings.add(new PricingWarning(
                        Kind.USAGE_UNIT_UNKNOWN,
                        price,
                        "Price " + price + " is made for one unit, but its samples do not name theirs.")));
        return warnings;
    }

    /** Used in this month by somebody who should share its cost. */
    private boolean waitsForCost(ServiceComponent component) {
        return component.source() != null
                && component.costFactor().signum() != 0
                && DayRange.of(terms.month(), component.validity())
                        .map(days -> terms.timeline().cut(days).stream()
                                .flatMap(
                                        piece -> Pools.on(
                                                piece.from(),
                                                component,
                                                terms.catalog().supplies())
                                                .stream())
                                .anyMatch(pool -> !pool.uses().isEmpty()))
                        .orElse(false);
    }

    private static SortedMap<String, BigDecimal> withoutCustomer(List<PriceLine> lines) {
        SortedMap<String, BigDecimal> amounts = new TreeMap<>(CodePointOrder.INSTANCE);
        for (PriceLine line : lines) {
            Position position = line.position();
            if (position.route() == Route.SERVICE
                    && position.kind() != Position.Kind.RESALE_CREDIT
                    && position.customer() == null
                    && position.service() != null) {
                amounts.merge(position.service(), line.amount().amount(), BigDecimal::add);
            }
        }
        return amounts;
    }

    private static String text(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
