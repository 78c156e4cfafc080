package org.apportion.metering.service;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.local.LocalMarketplaceProvider;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceClaimsTest {
    private static final MeteredProduct SHOP = new MeteredProduct("shop", "acme");
    private static final MeteredProduct STORE = new MeteredProduct("store", "acme");

    @TempDir
    private Path folder = Path.of("");

    private final ResourceClaims claims = new ResourceClaims();

    @Test
    void twoProductsThatMeterOneDimensionOfOneResourceAreRefused() {
        claims.claim(listing("seats"), SHOP, marketplace("code", "true"));
        assertThatThrownBy(() -> claims.claim(listing("seats"), STORE, marketplace("code", "true")))
                .hasMessageContaining(
                        "METER_RESOURCE_SHARED store of acme: It would meter the dimension 'seats' of the same"
                                + " resource as shop of acme");
    }

    @Test
    void anotherDimensionOrResourceIsFree() {
        claims.claim(listing("seats"), SHOP, marketplace("code", "true"));
        assertThatCode(() -> {
                    claims.claim(listing("nodes"), STORE, marketplace("code", "true"));
                    claims.claim(listing("seats"), STORE, marketplace("other", "true"));
                    claims.claim(listing("seats"), SHOP, marketplace("code", "true"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whereAnHourHoldsSeveralRecordsTheyMayShare() {
        claims.claim(listing("seats"), SHOP, marketplace("code", "false"));
        assertThatCode(() -> claims.claim(listing("seats"), STORE, marketplace("code", "false")))
                .doesNotThrowAnyException();
    }

    private Marketplace marketplace(String code, String perHour) {
        return new LocalMarketplaceProvider()
                .open(new MarketplaceSettings(
                        code,
                        Optional.of("acme"),
                        Map.of("folder", folder.toString(), "one-record-per-hour", perHour),
                        Map.of(),
                        InstantSource.system()));
    }

    private static ProductListing listing(String dimension) {
        return Products.of(
                new BillingCycle(BillingInterval.DAILY, List.of(), Optional.empty(), 0),
                new ReportingCycle(java.time.Duration.ofHours(1), Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band(dimension, 0, -1)));
    }
}
