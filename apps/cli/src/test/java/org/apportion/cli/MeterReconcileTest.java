package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two products were billed five seats for a day in January; whom the file names later is for each test to say. */
final class MeterReconcileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path config(String... products) throws IOException {
        return Files.writeString(
                folder.resolve("config.yaml"), """
                billing_interval: daily
                query_interval: 60
                reporting_interval: 0
                trial_periods: 0
                api: no_data_query
                store: {name: local, folder: "%s/{product}"}
                ledger: {url: "jdbc:sqlite:%s/ledger.db"}
                usage_metrics:
                  seats:
                    usage_aggregation: maximum
                    consumption_reporting: volume
                    minimum_consumption: 5
                    dimensions: [{dimension: seat}]
                products:
                %s
                """.formatted(folder, folder, String.join("\n", products)));
    }

    private String product(String name, String marketplace) {
        return "  - {name: " + name + ", product_code: " + name + ", marketplace: {name: " + marketplace
                + ", folder: \"" + folder + "/{product}\"}}";
    }

    @BeforeEach
    void bothAreBilled() throws IOException {
        for (String name : new String[] {"alpha", "beta"}) {
            try (PastMeter past = PastMeter.started(config(product(name, "local")), "2026-01-05T10:00:00Z")) {
                past.tick(Duration.ofHours(1));
                assertThat(past.tick(Duration.ofHours(23)).billed()).isEqualTo(1);
            }
        }
    }

    private Cli.Answer reconcile(String... products) throws IOException {
        return Cli.run(
                "meter",
                "reconcile",
                "--period",
                "2026-01",
                "-o",
                "csv",
                "-c",
                config(products).toString());
    }

    @Test
    void allThatAreInTheFileAgree() throws IOException {
        Cli.Answer answer = reconcile(product("alpha", "local"), product("beta", "local"));

        assertThat(answer.code()).as(answer.out()).isZero();
        assertThat(answer.out()).contains("alpha,,seat,5,5,0,5,", "beta,,seat,5,5,0,5,");
    }

    @Test
    void aMarketplaceThatCannotBeOpenedDoesNotEndItForTheOthers() throws IOException {
        Cli.Answer answer = reconcile(product("alpha", "amazonn"), product("beta", "local"));

        assertThat(answer.code()).isEqualTo(ExitCode.CHECK.number());
        assertThat(answer.out())
                .contains("alpha,,seat,5,5,0,,", "The marketplace could not be opened: METER_PLUGIN_UNKNOWN")
                .contains("beta,,seat,5,5,0,5,");
    }

    @Test
    void aProductThatLeftTheFileIsNamedWithWhatTheJournalSays() throws IOException {
        Cli.Answer answer = reconcile(product("beta", "local"));

        assertThat(answer.code()).isEqualTo(ExitCode.CHECK.number());
        assertThat(answer.out())
                .contains("alpha,,seat,5,5,0,,", "The product is not in the file any more")
                .contains("beta,,seat,5,5,0,5,");
    }

    @Test
    void aCustomerThatLeftTheFileIsCompared() throws IOException {
        Cli.Answer answer = reconcile(
                product("alpha", "local").replace("product_code", "customers: [acme], product_code"),
                product("beta", "local"));

        assertThat(answer.code()).as(answer.out()).isZero();
        assertThat(answer.out()).contains("alpha,,seat,5,5,0,5,");
    }
}
