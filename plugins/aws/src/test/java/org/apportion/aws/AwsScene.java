package org.apportion.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.AwsMeteringFake;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.MarketplaceKit;

/** The plugin against the strict fake at 2026-11-01 12:30 UTC. */
final class AwsScene implements MarketplaceKit.Scene {
    static final String CUSTOMER = "customer-1";
    static final List<String> SECRETS = List.of("AKIAFAKEFAKEFAKEFAKE", "fake/secret/key", "fake-session-token");

    final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");
    final AwsMeteringFake fake = new AwsMeteringFake(clock, "prod-1", Set.of("nodes", "users"));
    private final Marketplace marketplace;

    private AwsScene(Optional<String> customer, Map<String, String> more) {
        fake.subscribe(CUSTOMER);
        Map<String, String> settings = new HashMap<>(Map.of(
                "region",
                "eu-central-1",
                "endpoint",
                fake.uri().toString(),
                "metadata-endpoint",
                fake.uri().toString(),
                "deadline",
                "PT3S"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        marketplace = new AmazonMarketplaceProvider()
                .open(new MarketplaceSettings("prod-1", customer, settings, accessKey(), clock));
    }

    static AwsScene meterUsage(Map<String, String> more) {
        return new AwsScene(Optional.empty(), more);
    }

    static AwsScene batch(Map<String, String> more) {
        return new AwsScene(Optional.of(CUSTOMER), more);
    }

    static AwsScene batch(String customer, Map<String, String> more) {
        AwsScene scene = new AwsScene(Optional.of(customer), more);
        scene.fake.subscribe(customer);
        return scene;
    }

    private static Map<String, Secret> accessKey() {
        return Map.of(
                "access-key-id",
                new Secret(() -> SECRETS.get(0)),
                "secret-access-key",
                new Secret(() -> SECRETS.get(1)),
                "session-token",
                new Secret(() -> SECRETS.get(2)));
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
        return SECRETS;
    }

    @Override
    public void close() {
        fake.close();
    }
}
