package org.apportion.gcp;

import java.time.Duration;
import java.time.Instant;
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
import org.apportion.testkit.marketplace.UbbAgentFake;

/** The plugin against the agent at 2026-11-01 12:30 UTC; the instance's identity comes from the other fake. */
final class AgentScene implements MarketplaceKit.Scene {
    final MovableClock clock = MovableClock.at("2026-11-01T12:30:00Z");
    final UbbAgentFake agent = new UbbAgentFake(Set.of("nodes", "users"));
    private final GoogleServiceControlFake instance =
            new GoogleServiceControlFake(clock, "s", "c", Set.of("nodes"), Duration.ofHours(3));
    private final Marketplace marketplace = new GoogleMarketplaceProvider()
            .open(new MarketplaceSettings(
                    "acme",
                    Optional.empty(),
                    Map.of(
                            "api",
                            "ubbagent",
                            "endpoint",
                            agent.uri().toString(),
                            "metadata-endpoint",
                            instance.uri().toString(),
                            "deadline",
                            "PT3S"),
                    Map.of(),
                    clock));

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
        return agent.queued();
    }

    @Override
    public void loseNextReply() {
        agent.fail(new Fault.DropReplyAfterAccept());
    }

    @Override
    public void beBusyOnce() {
        agent.fail(new Fault.Throttle(Duration.ofSeconds(3)));
    }

    @Override
    public void stopService() {
        agent.close();
    }

    @Override
    public List<String> secrets() {
        return List.of();
    }

    @Override
    public void close() {
        agent.close();
        instance.close();
    }
}
