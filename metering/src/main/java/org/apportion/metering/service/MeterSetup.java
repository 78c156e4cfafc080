package org.apportion.metering.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.sending.Sender;
import org.apportion.metering.sending.SendingSettings;
import org.apportion.metering.sending.StepWatch;
import org.apportion.metering.tick.MeterParts;
import org.apportion.metering.tick.ProductMeter;
import org.apportion.model.metering.MeteringConfiguration;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;

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
        return Ledger.open(ledgerSettings());
    }

    LedgerSettings ledgerSettings() {
        return new LedgerSettings(ledgerAddress, clock);
    }

    public Plugins plugins() {
        return new Plugins(secrets, clock);
    }

    /** Each product and customer. Nothing is opened, read or called yet. */
    List<AccountWork> accounts(Journal journal) {
        Sender sender = new Sender(journal, SendingSettings.standard(), new java.util.Random(), StepWatch.NONE);
        Plugins plugins = plugins();
        ResourceClaims claims = new ResourceClaims();
        List<AccountWork> accounts = new ArrayList<>();
        for (ProductListing listing : configuration.products()) {
            for (String customer : listing.customers()) {
                accounts.add(new AccountWork(
                        new MeteredProduct(listing.name(), customer),
                        listing.reporting().query(),
                        () -> meter(listing, customer, plugins, claims, journal, sender),
                        clock,
                        System::nanoTime));
            }
        }
        return accounts;
    }

    private ProductMeter meter(
            ProductListing listing,
            String customer,
            Plugins plugins,
            ResourceClaims claims,
            Journal journal,
            Sender sender) {
        MeteredProduct account = new MeteredProduct(listing.name(), customer);
        Marketplace marketplace = plugins.marketplace(listing, customer);
        claims.claim(listing, account, marketplace);
        return new ProductMeter(new MeterParts(
                listing,
                account,
                marketplace,
                plugins.usage(listing, customer, journal.inbox(account)),
                plugins.store(listing, customer),
                journal,
                sender,
                clock,
                System::nanoTime,
                Map.of("core", version, listing.marketplace().name() + "_plugin", version)));
    }

    /** Each product and customer of the configuration. */
    Set<MeteredProduct> configured() {
        return configuration.products().stream()
                .flatMap(listing ->
                        listing.customers().stream().map(customer -> new MeteredProduct(listing.name(), customer)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Accounts of the journal that have something to bill, but are not in the configuration any more. */
    List<MeteredProduct> unconfigured(JournalView view) {
        Set<MeteredProduct> configured = configured();
        return view.unfinished().stream()
                .filter(account -> !configured.contains(account))
                .toList();
    }
}
