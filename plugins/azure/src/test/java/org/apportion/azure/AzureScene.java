package org.apportion.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.AzureMeteringFake;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.MarketplaceKit;

/** The plugin against the strict fake at 2026-11-01 12:30 UTC. */
final class AzureScene implements MarketplaceKit.Scene {
    static final String APPLICATION =
            "/subscriptions/sub-9/resourceGroups/apps/providers/Microsoft.Solutions/applications/app-1";

    final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");
    final AzureMeteringFake fake;
    private final Marketplace marketplace;

    private AzureScene(String resource, Optional<String> customer, Map<String, String> more) {
        fake = new AzureMeteringFake(clock, resource, "gold", Set.of("nodes", "users"));
        String address = fake.uri().toString();
        Map<String, String> settings = new HashMap<>(Map.of(
                "endpoint", address, "metadata-endpoint", address, "management-endpoint", address, "deadline", "PT3S"));
        settings.putAll(more);
        marketplace = new MicrosoftMarketplaceProvider(Map.of())
                .open(new MarketplaceSettings("acme:offer:gold:1.0", customer, settings, Map.of(), clock));
    }

    /** A managed application that is found by the instance's resource group. */
    static AzureScene managed() {
        return new AzureScene(APPLICATION, Optional.empty(), Map.of());
    }

    /** As {@link #managed}, with a customer of the vendor's own words. */
    static AzureScene managedOf(String customer) {
        return new AzureScene(APPLICATION, Optional.of(customer), Map.of());
    }

    static AzureScene saas() {
        return new AzureScene(
                "11111111-2222-3333-4444-555555555555",
                Optional.of("11111111-2222-3333-4444-555555555555"),
                Map.of("client-id", "client 1"));
    }

    @Override
    public Marketplace marketplace() {
        return marketplace;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public String dimension() {
        return "nodes";
    }

    @Override
    public List<AcceptedUsage> accepted() {
        return fake.accepted();
    }

    @Override
    public void loseNextReply() {
        fake.fail(new Fault.DropReplyAfterAccept());
    }

    @Override
    public void beBusyOnce() {
        fake.fail(new Fault.Throttle(Duration.ofSeconds(3)));
    }

    @Override
    public void stopService() {
        fake.close();
    }

    @Override
    public List<String> secrets() {
        return List.of("token-of-the-marketplace", "token-of-the-management");
    }

    @Override
    public void close() {
        fake.close();
    }
}
