package org.apportion.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.junit.jupiter.api.Test;

class AmazonSettingsTest {

    @Test
    void theProviderIsFoundByItsName() {
        assertThat(ServiceLoader.load(MarketplaceProvider.class))
                .anyMatch(provider -> provider.name().equals("amazon"));
    }

    @Test
    void aBatchNeedsACustomer() {
        assertThatThrownBy(() -> open(Optional.empty(), Map.of("api", "batch-meter-usage"), Map.of()))
                .hasMessageStartingWith("HTTP_SETTING_WRONG amazon.api: the setting needs a customer.");
    }

    @Test
    void aLicenceNeedsAnAccount() {
        assertThatThrownBy(() -> open(Optional.of("customer-1"), Map.of("license-arn", "arn:x"), Map.of()))
                .hasMessageContaining("amazon.customer-kind")
                .hasMessageContaining("12 digits");
    }

    @Test
    void halfAnAccessKeyIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() ->
                        open(Optional.empty(), Map.of(), Map.of("secret-access-key", new Secret(() -> "hunter2"))))
                .hasMessageContaining("amazon.access-key-id: the setting is missing")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void openingMakesNoCall() {
        open(Optional.empty(), Map.of("metadata-endpoint", "http://nowhere.invalid"), Map.of())
                .close();
    }

    private static Marketplace open(
            Optional<String> customer, Map<String, String> settings, Map<String, Secret> secrets) {
        return new AmazonMarketplaceProvider()
                .open(new MarketplaceSettings("prod-1", customer, settings, secrets, InstantSource.system()));
    }
}
