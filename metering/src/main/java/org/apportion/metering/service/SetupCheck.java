package org.apportion.metering.service;

import java.util.ArrayList;
import java.util.List;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;

/**
 * Opens and closes what a start would open, without the ledger and without a call: what is thrown here keeps an account from being
 * metered.
 */
public final class SetupCheck {
    private final Plugins plugins;
    private final ResourceClaims claims = new ResourceClaims();
    private final List<ApportionException> found = new ArrayList<>();

    private SetupCheck(MeterSetup setup) {
        this.plugins = setup.plugins();
    }

    /** What is wrong with the ledger's address, marketplaces, sources of usage and stores; each text once. */
    public static List<ApportionException> of(MeterSetup setup) {
        SetupCheck check = new SetupCheck(setup);
        check.guarded(() -> setup.ledgerSettings().requireKnown());
        setup.configuration().products().forEach(check::product);
        return List.copyOf(check.found);
    }

    private void product(ProductListing listing) {
        if (!listing.marketplace().name().isEmpty()) {
            listing.customers()
                    .forEach(customer -> guarded(() -> {
                        try (Marketplace opened = plugins.marketplace(listing, customer)) {
                            claims.claim(listing, new MeteredProduct(listing.name(), customer), opened);
                        }
                    }));
        }
        // Of all customers the settings are the same, but for the name in them.
        String customer = listing.customers().get(0);
        guarded(() -> plugins.store(listing, customer).close());
        guarded(() -> plugins.usage(listing, customer, new NoInbox()).ifPresent(ProductUsage::close));
    }

    private void guarded(Runnable opening) {
        try {
            opening.run();
        } catch (ApportionException e) {
            if (found.stream().noneMatch(other -> other.toString().equals(e.toString()))) {
                found.add(e);
            }
        }
    }

    /** Nobody sends events to a file that is checked: the address may be that of the process at work. */
    private static final class NoInbox implements UsageInbox {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public List<Outcome> keep(List<UsageEvent> events) {
            throw new ApportionException(
                    MeterError.METER_UNKNOWN, "", "The file is only checked.", "Send the events again.");
        }

        @Override
        public List<UsageReading> waiting(int most) {
            return List.of();
        }

        @Override
        public void journaled(List<UsageReading> readings) {
            // None was waiting.
        }
    }
}
