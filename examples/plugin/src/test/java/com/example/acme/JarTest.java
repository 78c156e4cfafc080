package com.example.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.apportion.spi.metering.DocumentStoreProvider;
import org.apportion.spi.metering.MarketplaceProvider;
import org.junit.jupiter.api.Test;

class JarTest {

    @Test
    void bothProvidersAreFoundByTheirNames() {
        assertThat(ServiceLoader.load(MarketplaceProvider.class))
                .anyMatch(provider -> provider.name().equals("acme"));
        assertThat(ServiceLoader.load(DocumentStoreProvider.class))
                .anyMatch(provider -> provider.name().equals("acme-folder"));
    }
}
