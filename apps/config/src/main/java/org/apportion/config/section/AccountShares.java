package org.apportion.config.section;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;

/**
 * Each product and customer has its own documents: of shared ones, each would take over the samples of the others and bill them
 * again. Customers of one product that are asked at the same place would all be billed the same usage, which is only warned of.
 */
final class AccountShares {
    private static final Pattern MEANS_MORE = Pattern.compile("[\"'`\\\\{}\\p{Cntrl}]|(^|/)\\.{1,2}(/|$)");

    private final Map<PluginChoice, String> stores = new HashMap<>();
    private final Problems problems;

    AccountShares(Problems problems) {
        this.problems = problems;
    }

    void add(ProductListing product, Place place) {
        Map<PluginChoice, String> asked = new HashMap<>();
        List<String> customers = product.customers().isEmpty() ? List.of("") : product.customers();
        for (String customer : customers.stream().distinct().toList()) {
            String account = product.name() + (customer.isEmpty() ? "" : "/" + customer);
            if (List.of(product.name(), customer).stream().anyMatch(name -> meansMore(name, product))) {
                problems.add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        place,
                        "'" + account + "' stands in settings by {product} or {customer}, where its quotes,"
                                + " backslashes, braces or dots between slashes would mean something else: usage or"
                                + " documents of another.",
                        "Write a name or id without them.");
                return;
            }
            String other = stores.putIfAbsent(product.store().forMeter(product.name(), customer), account);
            if (other != null && !other.equals(account)) {
                problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        place,
                        "'" + other + "' and '" + account + "' keep their documents at the same place, so the usage of"
                                + " one would be billed to the other.",
                        "Give each its own with {product} and {customer}, as in"
                                + " store: {name: local, folder: \"/var/lib/apportion/{product}/{customer}\"}.");
                return;
            }
            product.usage()
                    .map(usage -> asked.putIfAbsent(usage.forMeter(product.name(), customer), account))
                    .ifPresent(same -> problems.warn(
                            ConfigError.CONFIG_CONFLICT,
                            place,
                            "'" + same + "' and '" + account
                                    + "' are asked for their usage at the same place, so both are billed the same.",
                            "Write {customer} into the settings of usage."));
        }
    }

    /** Whether a name is put into a setting and would not stay a word there: in a query, an address or a path. */
    private static boolean meansMore(String name, ProductListing product) {
        return MEANS_MORE.matcher(name).find()
                && Stream.concat(Stream.of(product.store(), product.marketplace()), product.usage().stream())
                        .flatMap(choice -> choice.settings().values().stream())
                        .anyMatch(setting -> setting.contains("{customer}") || setting.contains("{product}"));
    }
}
