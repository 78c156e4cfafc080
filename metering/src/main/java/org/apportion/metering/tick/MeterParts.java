package org.apportion.metering.tick;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.Sender;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.ProductUsage;

/**
 * What one product and customer is metered with.
 *
 * @param usage who is asked; empty: the minimums are the usage
 * @param nanoTime a clock that nobody sets
 * @param versions for csp-config: {@code core} and plugins to versions; {@value #OWN} is added
 */
public record MeterParts(
        ProductListing listing,
        MeteredProduct account,
        Marketplace marketplace,
        Optional<ProductUsage> usage,
        DocumentStore store,
        Journal journal,
        Sender sender,
        InstantSource clock,
        LongSupplier nanoTime,
        Map<String, String> versions) {
    /** Documents with this name among their versions are our own, not an adapter's. */
    static final String OWN = "apportion";

    public MeterParts {
        Map<String, String> own = new LinkedHashMap<>(versions);
        own.putIfAbsent(OWN, versions.getOrDefault("core", ""));
        versions = Map.copyOf(own);
    }
}
