package org.apportion.metering.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.metering.tick.MeterParts;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.model.metering.MeteringConfiguration;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.Secret;

/**
 * What metering is opened with.
 *
 * @param ledgerAddress JDBC address with user and password
 * @param secrets a reference such as {@code ${env:NAME}} to its secret
 * @param version of Apportion, for csp-config
 */
public record MeterSetup(
        MeteringConfiguration configuration,
        Secret ledgerAddress,
        Function<String, Secret> secrets,
        InstantSource clock,
        String version) {

    public Ledger openLedger() {
        return Ledger.open(new LedgerSettings(ledgerAddress, clock));
    }

    public Plugins plugins() {
        return new Plugins(secrets, clock);
    }

    /** A meter per product and customer. Nothing is read or called yet. */
    List<ProductMeter> meters(Ledger ledger, Fence fence) {
        Journal journal = Journal.open(ledger, fence);
        Sender sender =
                new Sender(journal, SendingSettings.standard(), new java.util.SplittableRandom(), StepWatch.NONE);
        Plugins plugins = plugins();
        List<ProductMeter> meters = new ArrayList<>();
        for (ProductListing listing : configuration.products()) {
            for (String customer : listing.customers()) {
                meters.add(new ProductMeter(new MeterParts(
                        listing,
                        new MeteredProduct(listing.name(), customer),
                        plugins.marketplace(listing, customer),
                        plugins.usage(listing, customer),
                        plugins.store(listing, customer),
                        journal,
                        sender,
                        clock,
                        System::nanoTime,
                        Map.of("core", version, listing.marketplace().name() + "_plugin", version))));
            }
        }
        return meters;
    }
}
