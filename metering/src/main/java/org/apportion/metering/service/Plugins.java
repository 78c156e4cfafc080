package org.apportion.metering.service;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apportion.metering.tick.MeterError;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStoreProvider;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;
import org.apportion.spi.metering.UsageInbox;

/** Opens the plugins that a configuration names, from those on the class path. */
public final class Plugins {
    private final Map<String, MarketplaceProvider> marketplaces = new TreeMap<>();
    private final Map<String, ProductUsageProvider> usages = new TreeMap<>();
    private final Map<String, DocumentStoreProvider> stores = new TreeMap<>();
    private final Function<String, Secret> secrets;
    /** By reference, so that plugins can tell that two customers use the same one. */
    private final Map<String, Secret> referred = new ConcurrentHashMap<>();

    private final InstantSource clock;

    /** @param secrets a reference such as {@code ${env:NAME}} to its secret */
    public Plugins(Function<String, Secret> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
        ServiceLoader.load(MarketplaceProvider.class).forEach(each -> marketplaces.putIfAbsent(each.name(), each));
        ServiceLoader.load(ProductUsageProvider.class).forEach(each -> usages.putIfAbsent(each.name(), each));
        ServiceLoader.load(DocumentStoreProvider.class).forEach(each -> stores.putIfAbsent(each.name(), each));
    }

    /** Makes no call to the marketplace. */
    public Marketplace marketplace(ProductListing listing, String customer) {
        PluginChoice choice = listing.marketplace().forMeter(listing.name(), customer);
        if (choice.name().isEmpty()) {
            throw new ApportionException(
                    MeterError.METER_MARKETPLACE_MISSING,
                    listing.name(),
                    "No marketplace is named, so nobody could be told.",
                    "Write marketplace: with one of " + marketplaces.keySet() + ", or give --marketplace.");
        }
        MarketplaceProvider provider = find("marketplace", choice.name(), marketplaces);
        TreeSet<String> unknown = new TreeSet<>(choice.settings().keySet());
        unknown.addAll(choice.secrets().keySet());
        unknown.removeAll(provider.settings());
        if (!unknown.isEmpty()) {
            throw new ApportionException(
                    MeterError.METER_PLUGIN_UNKNOWN,
                    "marketplace " + choice.name(),
                    "The settings " + unknown + " are not known.",
                    "Known are " + new TreeSet<>(provider.settings()) + ".");
        }
        return provider.open(new MarketplaceSettings(
                listing.productCode(),
                Optional.of(customer).filter(id -> !id.isEmpty()),
                choice.settings(),
                revealed(choice),
                clock));
    }

    /**
     * Empty where the product is not asked.
     *
     * @param inbox of this product and customer
     */
    public Optional<ProductUsage> usage(ProductListing listing, String customer, UsageInbox inbox) {
        return listing.usage().map(named -> {
            PluginChoice choice = named.forMeter(listing.name(), customer);
            return find("usage", choice.name(), usages).open(choice.settings(), revealed(choice), clock, inbox);
        });
    }

    public DocumentStore store(ProductListing listing, String customer) {
        PluginChoice choice = listing.store().forMeter(listing.name(), customer);
        return find("store", choice.name(), stores).open(choice.settings(), revealed(choice));
    }

    private Map<String, Secret> revealed(PluginChoice choice) {
        return choice.secrets().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> secret(entry.getValue())));
    }

    private Secret secret(String reference) {
        return referred.computeIfAbsent(reference, secrets);
    }

    private static <T> T find(String kind, String name, Map<String, T> installed) {
        T found = installed.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new ApportionException(
                    MeterError.METER_PLUGIN_UNKNOWN,
                    kind + " " + name,
                    "There is no such plugin.",
                    "Installed are " + installed.keySet() + "; put others as jars into the folder plugins.");
        }
        return found;
    }
}
