package org.apportion.metering.service;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.Marketplace;

/**
 * Who meters which dimension of which resource. Where a marketplace takes one record of it per hour, a second account's record
 * would be taken for a duplicate of the first one's, and its usage be lost. Safe for many threads.
 */
public final class ResourceClaims {
    private final Map<Claim, MeteredProduct> taken = new ConcurrentHashMap<>();

    private record Claim(String marketplace, String resource, String dimension) {}

    /** @throws ApportionException {@code METER_RESOURCE_SHARED} if another account claimed one of the dimensions before */
    public void claim(ProductListing listing, MeteredProduct account, Marketplace marketplace) {
        Optional<String> resource = marketplace.resource();
        if (resource.isEmpty() || !marketplace.rules().oneRecordPerHour()) {
            return;
        }
        listing.dimensions()
                .forEach(dimension ->
                        claim(new Claim(listing.marketplace().name(), resource.get(), dimension), account));
    }

    private void claim(Claim claim, MeteredProduct account) {
        MeteredProduct first = taken.putIfAbsent(claim, account);
        if (first != null && !first.equals(account)) {
            throw new ApportionException(
                    MeterError.METER_RESOURCE_SHARED,
                    account.toString(),
                    "It would meter the dimension '" + claim.dimension() + "' of the same resource as " + first
                            + ", and the marketplace takes one record of it per hour.",
                    "Give each its own resource, or meter it by one product with a metric for each that share the dimension"
                            + " by 'sum: true'.");
        }
    }
}
