package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.InternalService.Use;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.apportion.price.Catalog.Supply;
import org.apportion.price.Position.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Unit prices and fixed prices of components, per use and effective days.
 *
 * <p>The unit price of a use is that of its part; without one that of the component, times the part's cost share if it has
 * one. The fixed price is asked of uses without a part, also at quantity zero.
 */
final class ComponentPrices {
    private final Terms terms;

    ComponentPrices(Terms terms) {
        this.terms = terms;
    }

    List<PriceLine> lines() {
        List<PriceLine> lines = new ArrayList<>();
        for (Supply supply : terms.catalog().supplies()) {
            for (ServiceComponent component :
                    terms.catalog().versions(supply.use().component())) {
                Validity service = supply.service().validity();
                DayRange.of(terms.month(), service, supply.use().validity(), component.validity())
                        .ifPresent(days ->
                                timeline(supply).cut(days).forEach(piece -> add(lines, supply, component, piece)));
            }
        }
        return lines;
    }

    /** What is re-sold further must be known by the stretch, since shares of it may change between two of them. */
    private Timeline timeline(Supply supply) {
        return terms.catalog().isContained(supply.service())
                        || terms.catalog().isResold(supply.use().component())
                ? terms.timeline()
                : terms.minimums();
    }

    private void add(List<PriceLine> lines, Supply supply, ServiceComponent component, DayRange days) {
        Use use = supply.use();
        ServiceComponent.Part part = Pools.part(component, use.part());
        if (use.part() != null && part == null) {
            return;
        }
        String label = part == null ? component.id() : component.id() + "/" + part.id();
        Calculation unitPrice = unitPrice(component, part, use, label);
        if (unitPrice != null) {
            lines.addAll(line(supply, label, days, unitPrice, use.quantity()));
        }
        if (part == null && component.fixedPrice() != null) {
            Calculation fixed = Calculation.of(new PriceStep.FixedPrice(label, component.fixedPrice()));
            lines.addAll(line(supply, label, days, fixed, null));
        }
    }

    private static @Nullable Calculation unitPrice(
            ServiceComponent component, ServiceComponent.@Nullable Part part, Use use, String label) {
        Money own = part == null ? null : part.unitPrice();
        Money price = own == null ? component.unitPrice() : own;
        if (price == null || use.quantity().signum() == 0) {
            return null;
        }
        Money product = new Money(price.amount().multiply(use.quantity()), price.currency());
        Calculation calculation = Calculation.of(new PriceStep.UnitPrice(use.quantity(), label, null, price, product));
        BigDecimal share = part == null ? null : part.costShare();
        return own != null || share == null ? calculation : calculation.times(label, share, component.validity());
    }

    private List<PriceLine> line(
            Supply supply, String label, DayRange days, Calculation price, @Nullable BigDecimal quantity) {
        Calculation calculation =
                terms.conversion().apply(price, days).days(days, terms.month()).rounded();
        calculation = ServiceRoute.charged(supply.service(), calculation);
        Price.Resale resale = terms.catalog().resaleOf(supply.use().component(), days.from());
        PriceLine asked = new PriceLine(
                ServiceRoute.position(terms, Kind.COMPONENT, supply, label),
                days.from(),
                days.to(),
                resale == null ? null : resale.id(),
                quantity,
                Money.zero(terms.conversion().currency()),
                calculation.value(),
                calculation.steps());
        return resale == null ? List.of(asked) : Resold.bothSides(resale, asked);
    }
}
