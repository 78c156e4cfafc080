package org.apportion.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Money;
import org.apportion.model.price.Price.Resale;
import org.apportion.price.Position.Kind;
import org.apportion.price.Position.Route;

/** The two sides of a resale: what a service is asked, and the same as a credit of the unit that re-sells. */
final class Resold {
    private Resold() {}

    /** The line with its counterpart. */
    static List<PriceLine> bothSides(Resale resale, PriceLine asked) {
        Position position = asked.position();
        Money credit =
                new Money(asked.amount().amount().negate(), asked.amount().currency());
        List<PriceStep> steps = new ArrayList<>(asked.steps());
        steps.add(new PriceStep.Credited(String.valueOf(position.service()), credit));
        return List.of(
                asked,
                new PriceLine(
                        new Position(
                                Route.SERVICE,
                                Kind.RESALE_CREDIT,
                                resale.provider(),
                                null,
                                null,
                                position.service(),
                                position.component()),
                        asked.fromDay(),
                        asked.toDay(),
                        resale.id(),
                        asked.quantity(),
                        asked.cost(),
                        credit,
                        steps));
    }

    /** What is asked and credited for each resale that has lines, added up; all are zero. */
    static SortedMap<String, BigDecimal> net(List<PriceLine> lines) {
        SortedMap<String, BigDecimal> net = new TreeMap<>(CodePointOrder.INSTANCE);
        for (PriceLine line : lines) {
            if (line.price() != null && line.position().route() == Route.SERVICE) {
                net.merge(line.price(), line.amount().amount(), BigDecimal::add);
            }
        }
        return net;
    }

    static void requireZero(SortedMap<String, BigDecimal> net) {
        net.forEach((resale, sum) -> {
            if (sum.signum() != 0) {
                throw new ApportionException(
                        PriceError.PRICE_RESALE_BROKEN,
                        "resale " + resale,
                        "what is asked and what is credited differ by "
                                + sum.stripTrailingZeros().toPlainString() + ".",
                        "Please report this with the price book; nothing was published.");
            }
        });
    }
}
