package com.example.acme;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.testkit.marketplace.AcceptedUsage;
import org.apportion.testkit.marketplace.Fault;
import org.apportion.testkit.marketplace.MarketplaceKit;

class AcmeKitTest extends MarketplaceKit {

    private static final class Acme implements Scene {
        private final AcmeService service = new AcmeService();
        private final Marketplace marketplace = new AcmeMarketplaceProvider()
                .open(new MarketplaceSettings(
                        "suite",
                        Optional.empty(),
                        Map.of("endpoint", service.uri().toString()),
                        Map.of("api-key", new Secret(() -> AcmeService.KEY)),
                        InstantSource.fixed(AcmeService.NOW)));

        @Override
        public Marketplace marketplace() {
            return marketplace;
        }

        @Override
        public Instant now() {
            return AcmeService.NOW;
        }

        @Override
        public String dimension() {
            return "seats";
        }

        @Override
        public List<AcceptedUsage> accepted() {
            return service.accepted();
        }

        @Override
        public void loseNextReply() {
            service.fail(new Fault.DropReplyAfterAccept());
        }

        @Override
        public void beBusyOnce() {
            service.fail(new Fault.Throttle(Duration.ofSeconds(1)));
        }

        @Override
        public void stopService() {
            service.close();
        }

        @Override
        public List<String> secrets() {
            return List.of(AcmeService.KEY);
        }

        @Override
        public void close() {
            service.close();
        }
    }

    @Override
    protected Scene openScene() {
        return new Acme();
    }
}
