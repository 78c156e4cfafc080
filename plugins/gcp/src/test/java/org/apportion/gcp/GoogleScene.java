package org.apportion.gcp;

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
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.GoogleServiceControlFake;
import org.apportion.testkit.marketplace.MarketplaceKit;

/** The plugin against the strict fake at 2026-11-01 12:30 UTC. */
final class GoogleScene implements MarketplaceKit.Scene {
    static final String SERVICE = "acme.gcpmarketplace.example.com";

    final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");
    final GoogleServiceControlFake fake =
            new GoogleServiceControlFake(clock, SERVICE, "reporting-1", Set.of("nodes", "users"), Duration.ofHours(3));
    private final Marketplace marketplace;

    GoogleScene(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "endpoint",
                fake.uri().toString(),
                "metadata-endpoint",
                fake.uri().toString(),
                "agent-id",
                "agent-1",
                "deadline",
                "PT3S"));
        settings.putAll(more);
        marketplace = new GoogleMarketplaceProvider()
                .open(new MarketplaceSettings(
                        SERVICE,
                        Optional.of("reporting-1"),
                        settings,
                        Map.of("service-account-key", ServiceAccountKey.withTokensFrom(fake.uri())),
                        clock));
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
        return List.of(GoogleServiceControlFake.TOKEN, ServiceAccountKey.PRIVATE.substring(0, 40));
    }

    @Override
    public void close() {
        fake.close();
    }
}
