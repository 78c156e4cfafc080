package org.apportion.config.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.metering.ProductListing;

/**
 * Two products must not meter the same dimension of the same customer at the same listing: marketplaces take one record per hour
 * of it, so one product's usage would be taken for a duplicate of the other's and be lost.
 */
final class ListingShares {
    private final Map<Meter, String> taken = new LinkedHashMap<>();
    private final Problems problems;

    ListingShares(Problems problems) {
        this.problems = problems;
    }

    void add(ProductListing product, Place place) {
        if (product.marketplace().name().equals("local")) {
            return;
        }
        List<String> customers = product.customers().isEmpty() ? List.of("") : product.customers();
        for (String customer : customers) {
            product.metrics().stream()
                    .flatMap(metric -> metric.bands().stream())
                    .map(band -> meter(product, customer, band.dimension()))
                    .distinct()
                    .filter(meter -> !taken.getOrDefault(meter, product.name()).equals(product.name()))
                    .findFirst()
                    .ifPresent(
                            meter -> problems.add(
                                    ConfigError.CONFIG_CONFLICT,
                                    place,
                                    "The products '" + taken.get(meter) + "' and '" + product.name()
                                            + "' both meter the dimension '" + meter.dimension()
                                            + "' of the same listing"
                                            + (customer.isEmpty() ? "." : " for the customer '" + customer + "'."),
                                    "Meter it by one product, with a metric for each that share the dimension by 'sum: true'."));
            product.metrics().stream()
                    .flatMap(metric -> metric.bands().stream())
                    .forEach(band -> taken.putIfAbsent(meter(product, customer, band.dimension()), product.name()));
        }
    }

    private static Meter meter(ProductListing product, String customer, String dimension) {
        return new Meter(
                product.marketplace().name(),
                product.marketplace().settings(),
                product.productCode(),
                customer,
                dimension);
    }

    private record Meter(
            String marketplace, Map<String, String> settings, String productCode, String customer, String dimension) {}
}
