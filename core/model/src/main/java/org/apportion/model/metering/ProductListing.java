package org.apportion.model.metering;

import java.util.List;
import java.util.Optional;

/**
 * A product that is sold through a marketplace: whom to ask for usage, how to bill it, whom to tell.
 *
 * @param name unique in the configuration; part of every charge's key, so it must not change
 * @param productCode as the listing names it; empty where the marketplace needs none
 * @param customers billing ids, each metered apart; one empty text where the running instance tells the customer
 * @param usage who is asked; empty for {@code no_data_query}: the minimums are the usage
 * @param archive how much of the past the archive document shows
 */
public record ProductListing(
        String name,
        String productCode,
        List<String> customers,
        BillingCycle billing,
        ReportingCycle reporting,
        List<UsageMetric> metrics,
        PluginChoice marketplace,
        Optional<PluginChoice> usage,
        PluginChoice store,
        SamplePolicy samples,
        ArchiveRetention archive,
        MeteringModes modes) {
    public ProductListing {
        customers = List.copyOf(customers);
        metrics = List.copyOf(metrics);
    }

    /** The dimensions of all metrics, each once, in the order of the configuration. */
    public List<String> dimensions() {
        return metrics.stream()
                .flatMap(metric -> metric.bands().stream())
                .map(DimensionBand::dimension)
                .distinct()
                .toList();
    }
}
