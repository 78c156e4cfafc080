package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apportion.metering.tick.TickReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Apportion computed is sold through a marketplace: a month of charges becomes usage, and the usage a bill. */
final class SoldChargesTest {
    @TempDir
    private Path folder = Path.of("");

    private Company company;
    private Path config;

    @BeforeEach
    void runAMonth() throws IOException {
        company = Company.in(folder.resolve("company"));
        Cli.run("import", "--config", company.config());
        assertThat(run().code()).isZero();
        config = Files.writeString(folder.resolve("config.yaml"), """
                billing_interval: monthly
                query_interval: 3600
                reporting_interval: 0
                trial_periods: 0
                marketplace: {name: local, folder: "%1$s"}
                store: {name: local, folder: "%1$s"}
                ledger: {url: "jdbc:sqlite:%1$s/ledger.db"}
                usage:
                  name: lake
                  configuration: "%2$s"
                  shop: "cost; unit=shop; decimals=2"
                  all: "cost; decimals=2"
                usage_metrics:
                  shop: {usage_aggregation: sum, consumption_reporting: volume, dimensions: [{dimension: shop_cents}]}
                  all: {usage_aggregation: sum, consumption_reporting: volume, dimensions: [{dimension: cents}]}
                """.formatted(folder, company.config()));
    }

    private Cli.Answer run() {
        return Cli.run("run", "--month", "2026-10", "--config", company.config());
    }

    private Cli.Answer period(String what) {
        return Cli.run("periods", what, "--month", "2026-10", "--config", company.config());
    }

    private List<String> billed() throws IOException {
        Path metered = folder.resolve("metered.ndjson");
        return Files.exists(metered)
                ? Files.readAllLines(metered).stream()
                        .map(line -> line.replaceFirst(".*\"dimension\":\"(\\w+)\",\"quantity\":\"(\\d+)\".*", "$1=$2"))
                        .toList()
                : List.of();
    }

    @Test
    void anOpenMonthIsNotSold() {
        Cli.run("meter", "once", "--config", config.toString());

        assertThat(folder.resolve("cache.json")).content().contains("\"usage_records\": []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unit", "team"})
    void aUnitThatDoesNotExistIsToldAndItsMonthIsNotSoldAsNothing(String word) throws IOException {
        Files.writeString(config, Files.readString(config).replace("unit=shop", word + "=shpo"));
        try (PastMeter past =
                PastMeter.started(config, Instant.now().minusSeconds(60).toString())) {
            assertThat(period("close").code()).isZero();

            assertThat(past.tick(Duration.ofHours(1)).errors())
                    .singleElement()
                    .asString()
                    .contains("The metric shop asks for the " + word + " shpo, which does not exist");
        }
        assertThat(folder.resolve("cache.json")).content().contains("\"usage_records\": []");
    }

    @Test
    void aClosedMonthIsBilledOnceHoweverOftenItIsTold() throws IOException {
        try (PastMeter past =
                PastMeter.started(config, Instant.now().minusSeconds(60).toString())) {
            assertThat(period("close").code()).isZero();
            // As a new process would tell it again.
            past.tick(Duration.ofHours(1));
        }
        try (PastMeter past = PastMeter.started(
                config, Instant.now().plus(Duration.ofHours(2)).toString())) {
            past.tick(Duration.ofHours(1));
            TickReport end = past.tick(Duration.ofDays(31));
            past.tick(Duration.ofDays(31));

            assertThat(end.closed()).isEqualTo(1);
            assertThat(end.errors()).isEmpty();
        }
        // 4.00 EUR of the shop and 5.00 EUR in all, in cents; nothing in the period after that.
        assertThat(billed())
                .contains("shop_cents=400", "cents=500")
                .filteredOn(line -> !line.endsWith("=0"))
                .hasSize(2);
    }

    @Test
    void whatAReopenedMonthComesToIsToldAndNotSoldAgain() throws IOException {
        try (PastMeter past =
                PastMeter.started(config, Instant.now().minusSeconds(60).toString())) {
            assertThat(period("close").code()).isZero();
            past.tick(Duration.ofHours(1));
        }
        company.bill(Company.row("Compute", "vm-1", "9.00", "shop"), 2_000);
        assertThat(Cli.run("periods", "reopen", "--month", "2026-10", "--reason", "t", "--config", company.config())
                        .code())
                .isZero();
        Cli.run("import", "--config", company.config());
        run();
        period("close");
        try (PastMeter past = PastMeter.started(
                config, Instant.now().plus(Duration.ofHours(2)).toString())) {
            TickReport told = past.tick(Duration.ofHours(1));
            past.tick(Duration.ofDays(31));

            assertThat(told.errors()).singleElement().asString().contains("the first report counts");
        }
        assertThat(billed()).contains("shop_cents=400", "cents=500");
    }
}
