package org.apportion.metering.service;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.DimensionBand;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;

/**
 * Volume bands between whose bounds a fraction of a unit falls, such as 10.5 between 0–10 and from 11, where the marketplace takes
 * decimals. Such usage is parked. An average is whole, and a marketplace without decimals is told whole units.
 */
public final class FractionGaps {
    private FractionGaps() {}

    /** @return a sentence for each gap; none for a marketplace that cannot be opened, which {@link SetupCheck} tells */
    public static List<String> of(MeterSetup setup) {
        List<String> gaps = new ArrayList<>();
        for (ProductListing listing : setup.configuration().products()) {
            try {
                int scale = MeterQuestions.quantityScale(
                        setup.plugins(), listing, listing.customers().get(0));
                gaps.addAll(of(listing, scale));
            } catch (ApportionException e) {
                continue;
            }
        }
        return gaps;
    }

    /** @param quantityScale decimals that the marketplace takes */
    static List<String> of(ProductListing listing, int quantityScale) {
        List<String> gaps = new ArrayList<>();
        for (UsageMetric metric : listing.metrics()) {
            if (metric.reporting() != ConsumptionReporting.VOLUME || metric.aggregation() == UsageAggregation.AVERAGE) {
                continue;
            }
            List<DimensionBand> rising = metric.bands().stream()
                    .sorted(Comparator.comparing(FractionGaps::low))
                    .toList();
            for (int i = 1; i < rising.size(); i++) {
                BigDecimal low = low(rising.get(i));
                BigDecimal fits = low.subtract(BigDecimal.ONE.movePointLeft(quantityScale));
                rising.get(i - 1)
                        .max()
                        .filter(max -> max.compareTo(fits) < 0
                                && max.add(BigDecimal.ONE).compareTo(low) >= 0)
                        .ifPresent(max -> gaps.add("The product " + listing.name() + " parks a usage of "
                                + metric.name() + " above " + text(max) + " and below " + text(low)
                                + ", because its marketplace takes decimals. Write max: " + text(fits) + "."));
            }
        }
        return gaps;
    }

    private static BigDecimal low(DimensionBand band) {
        return band.min().orElse(BigDecimal.ZERO);
    }

    private static String text(BigDecimal bound) {
        return bound.stripTrailingZeros().toPlainString();
    }
}
