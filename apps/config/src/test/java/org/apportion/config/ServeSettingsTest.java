package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeSettingsTest {
    @TempDir
    private Path folder = Path.of(".");

    private ServeSettings load(String serve) {
        return whole(serve).serve();
    }

    private LoadedConfiguration whole(String sections) {
        return new Loading(folder, Map.of("TOKEN", "t0ken", "PASSWORD", "pa55")).load("currency: EUR\n" + sections);
    }

    @Test
    void withoutASectionThisMachineIsTold() {
        ServeSettings serve = load("");

        assertThat(serve.listen()).isEqualTo("127.0.0.1:9465");
        assertThat(serve.token()).isEmpty();
        assertThat(serve.series()).isEqualTo(5000);
        assertThat(serve.helper()).isEmpty();
    }

    @Test
    void theHelpersPagesHaveItsPorts() {
        ServeSettings.HourlyPages helper =
                load("serve: {chargeback-helper: {}}").helper().orElseThrow();

        assertThat(helper.metricsPort()).isEqualTo(8000);
        assertThat(helper.statusPort()).isEqualTo(8001);
        assertThat(helper.holdBack()).isEqualTo(Duration.ofHours(144));
        assertThat(helper.sharesAtMonthEnd()).isFalse();
        assertThat(helper.isNamelessMoving()).isFalse();
        assertThat(helper.readers()).isEmpty();
    }

    @Test
    void secretsAreReadWhenTheyAreUsed() {
        ServeSettings serve = load("""
                serve:
                  listen: 0.0.0.0:9465
                  token: ${env:TOKEN}
                  user: prometheus
                  password: ${env:PASSWORD}
                  max-series: 10
                  chargeback-helper:
                    from: 2026-10-02
                    hold-back-hours: 24
                    currency: USD
                    tell-shares: at-month-end
                    nameless-moves: true
                    readers:
                      - {name: feeder, token: "${env:TOKEN}"}
                """);

        assertThat(serve.toString()).doesNotContain("t0ken", "pa55");
        assertThat(serve.token().orElseThrow().reveal()).isEqualTo("t0ken");
        assertThat(serve.password().orElseThrow().reveal()).isEqualTo("pa55");
        assertThat(serve.series()).isEqualTo(10);
        ServeSettings.HourlyPages helper = serve.helper().orElseThrow();
        assertThat(helper.from()).contains(LocalDate.of(2026, 10, 2));
        assertThat(helper.holdBack()).isEqualTo(Duration.ofDays(1));
        assertThat(helper.currency()).contains("USD");
        assertThat(helper.sharesAtMonthEnd()).isTrue();
        assertThat(helper.isNamelessMoving()).isTrue();
        assertThat(Objects.requireNonNull(helper.readers().get("feeder")).reveal())
                .isEqualTo("t0ken");
    }

    @Test
    void hoursThatAreToldBeforeTheirDaysAreSettledAreWarnedOf() {
        assertThat(whole("serve: {chargeback-helper: {}}").warnings()).isEmpty();
        assertThat(whole("serve: {chargeback-helper: {hold-back-hours: 72}}").warnings())
                .hasSize(1)
                .first()
                .asString()
                .contains("CONFIG_CONFLICT", "days are read again until they are 5 days old", "hold-back-hours: 144");
    }

    @Test
    void hoursAreStoredWhereTheyAreToldUnlessTheConfigurationSaysOtherwise() {
        assertThat(whole("").configuration().chargeHours()).isFalse();
        assertThat(whole("charge-hours: true").configuration().chargeHours()).isTrue();
        assertThat(whole("serve: {chargeback-helper: {}}").configuration().chargeHours())
                .isTrue();
        assertThat(whole("charge-hours: false\nserve: {chargeback-helper: {}}")
                        .configuration()
                        .chargeHours())
                .isFalse();
    }
}
