package org.apportion.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With 18 decimals sums end below 1E+20. */
class SumLimitTest {
    @TempDir
    Path folder;

    private Optional<SumLimit.Excess> exceeded(String rows) {
        try (Engine engine = new DuckDbEngineProvider().open(new EngineSettings("duckdb", "256MB", 1, folder))) {
            return SumLimit.exceeded(
                    engine,
                    "(SELECT cost::DECIMAL(38,18) AS cost, currency FROM (VALUES " + rows + ") AS v(cost, currency))",
                    List.of("cost"),
                    18,
                    "currency");
        }
    }

    @Test
    void magnitudesThatReachTheLimitAreFoundAlsoIfTheyCancelOut() {
        assertThat(exceeded("(50000000000000000000, 'EUR'), (-50000000000000000000, 'EUR'), (1, 'USD')"))
                .hasValueSatisfying(excess -> assertThat(excess.sentence())
                        .isEqualTo("The magnitudes of cost in EUR add up to about 1.00E+20, but exact sums with 18"
                                + " decimals end below 1E+20."));
    }

    @Test
    void oneLargeAmountAmongManySmallOnesIsNoExcess() {
        assertThat(exceeded("(-60000000000000000000, 'EUR'), (0.01, 'EUR'), (NULL, 'EUR')"))
                .isEmpty();
    }

    @Test
    void eachCurrencyHasALimitOfItsOwn() {
        assertThat(exceeded("(60000000000000000000, 'EUR'), (60000000000000000000, 'USD')"))
                .isEmpty();
    }

    @Test
    void nothingAddsUpToNothing() {
        assertThat(exceeded("(NULL, 'EUR')")).isEmpty();
    }
}
