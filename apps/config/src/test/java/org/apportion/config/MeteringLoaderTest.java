package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.secret.EnvironmentSecrets;
import org.apportion.config.secret.FileSecrets;
import org.apportion.config.secret.SecretReferences;
import org.apportion.config.section.MeteringSection;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.PluginChoice;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of csp-billing-adapter are read as they are; what is wrong with them is told all at once. */
final class MeteringLoaderTest {
    private static final Path GALLERY = Path.of("src/test/resources/metering");

    private static MeteringLoader loader(MeteringSection.Surroundings surroundings) {
        return new MeteringLoader(
                new SecretReferences(List.of(new EnvironmentSecrets(), new FileSecrets())), surroundings);
    }

    private static LoadedMetering accepted(String name) {
        return loader(new MeteringSection.Surroundings(Optional.of("local"), Optional.empty()))
                .load(GALLERY.resolve("accepted").resolve(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mistakes",
                "bounds",
                "dates",
                "no-keys",
                "section",
                "duplicate-keys",
                "shared-store",
                "names",
                "customers",
                "missing-samples",
                "events",
                "own-keys",
                "minimums"
            })
    void theReaderIsToldAllMistakes(String name) throws IOException {
        Path folder = GALLERY.resolve(name);

        ConfigProblems problems = catchThrowableOfType(
                ConfigProblems.class,
                () -> loader(MeteringSection.Surroundings.NONE).load(folder.resolve("config.yaml")));

        assertThat(problems).as("%s has mistakes", name).isNotNull();
        String text = String.valueOf(problems.getMessage()).replace(folder + "/", "") + "\n";
        if (System.getenv("APPORTION_UPDATE_DOCS") != null) {
            Files.writeString(folder.resolve("expected.txt"), text);
        }
        assertThat(text).isEqualTo(Files.readString(folder.resolve("expected.txt")));
    }

    @Test
    void keysThatTheAdapterPassesOverAreWarnings() {
        Path file = GALLERY.resolve("unknown-keys/config.yaml");

        LoadedMetering loaded = loader(MeteringSection.Surroundings.NONE).load(file);

        assertThat(loaded.warnings())
                .extracting(ConfigProblem::line, ConfigProblem::message, ConfigProblem::suggestion)
                .contains(org.assertj.core.groups.Tuple.tuple(
                        9, "The key 'min_consumption' is not known here.", "Did you mean minimum_consumption?"))
                .anyMatch(warning -> warning.toList().get(1).equals("The key 'something_else' is not known here."));
    }

    @Test
    void aMinimumThatNoDimensionWouldHaveIsAWarning(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                Files.readString(GALLERY.resolve("minimums/config.yaml"))
                        .replace("no_data_query", "http://localhost/usage"));

        assertThat(loader(new MeteringSection.Surroundings(Optional.of("local"), Optional.empty()))
                        .load(file)
                        .warnings())
                .extracting(ConfigProblem::message)
                .containsExactly("The minimum_consumption of the metric tests is never billed: it is reported per"
                        + " dimension, and no dimension is named that would have it.");
    }

    @Test
    void pathsGoByTheFileThatNamesThem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"), Files.readString(GALLERY.resolve("accepted/fixed-average.yaml")) + """

                        ledger: {url: "jdbc:sqlite:meter/ledger.db"}
                        store: {name: local, folder: "meter/{product}"}
                        marketplace: {name: acme, folder: x, home: ./acme}
                        usage: {name: cloudevents, listen: 127.0.0.1:8089, managed_node_count: "level; type=a", route: /events}
                        """);

        LoadedMetering loaded = loader(MeteringSection.Surroundings.NONE).load(file);

        ProductListing product = loaded.configuration().products().get(0);
        assertThat(loaded.configuration().ledgerUrl()).isEqualTo("jdbc:sqlite:" + folder.resolve("meter/ledger.db"));
        assertThat(product.store().settings())
                .isEqualTo(Map.of("folder", folder.resolve("meter/{product}").toString()));
        assertThat(product.marketplace().settings())
                .isEqualTo(Map.of("folder", "x", "home", folder.resolve("acme").toString()));
        assertThat(product.usage().orElseThrow().settings()).containsEntry("route", "/events");
    }

    @Test
    void theExampleWithMonthsAndVolumeIsRead() {
        ProductListing product =
                accepted("monthly-volume.yaml").configuration().products().get(0);

        assertThat(product.billing().interval()).isEqualTo(BillingInterval.MONTHLY);
        assertThat(product.billing().trialPeriods()).isEqualTo(1);
        assertThat(product.reporting().query()).isEqualTo(Duration.ofHours(1));
        assertThat(product.reporting().cumulative()).isTrue();
        assertThat(product.usage())
                .contains(new PluginChoice("http", Map.of("url", "http://localhost:8080/metrics"), Map.of()));
        assertThat(product.store()).isEqualTo(PluginChoice.of("local"));
        assertThat(product.archive()).isEqualTo(new ArchiveRetention(6, 1_048_576));
        assertThat(product.customers()).containsExactly("");
        assertThat(product.modes().standard()).isEqualTo(MeteringMode.DOCUMENTED);
    }

    @Test
    void theExampleWithFixedDatesAndAveragesIsRead() {
        ProductListing product =
                accepted("fixed-average.yaml").configuration().products().get(0);

        assertThat(product.billing().dates()).containsExactly(LocalDate.of(2027, 1, 1), LocalDate.of(2028, 1, 1));
        assertThat(product.billing().endOfSupport()).contains(Instant.parse("2028-01-01T00:00:00Z"));
        assertThat(product.billing().trialPeriods()).isZero();
        assertThat(product.reporting().heartbeat()).isEmpty();
        assertThat(product.usage()).isEmpty();
        assertThat(product.metrics().get(0).minimumConsumption()).isEqualByComparingTo(new BigDecimal("5"));
    }

    @Test
    void supportEndsAtItsHour(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                Files.readString(GALLERY.resolve("accepted/fixed-average.yaml"))
                        .replace("\"2028-01-01\"", "\"2028-01-01T18:00:00+01:00\""));

        ProductListing product = loader(MeteringSection.Surroundings.NONE)
                .load(file)
                .configuration()
                .products()
                .get(0);

        assertThat(product.billing().endOfSupport()).contains(Instant.parse("2028-01-01T17:00:00Z"));
    }

    @Test
    void usageBelowTheFirstTierIsAWarning(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                Files.readString(GALLERY.resolve("accepted/fixed-average.yaml")).replace("min: 1, max", "min: 5, max"));

        assertThat(loader(MeteringSection.Surroundings.NONE).load(file).warnings())
                .extracting(ConfigProblem::toString)
                .anyMatch(text -> text.contains("No dimension of the metric 'managed_node_count' holds usage below 5."
                        + " The lowest tier takes such usage."));
    }

    @Test
    void severalProductsTakeOverWhatStandsBesideThem() {
        LoadedMetering loaded = accepted("several.yaml");
        List<ProductListing> products = loaded.configuration().products();
        ProductListing shop = products.get(0);
        ProductListing store = products.get(1);

        assertThat(shop.customers()).containsExactly("acme", "007");
        assertThat(shop.billing().interval()).isEqualTo(BillingInterval.DAILY);
        assertThat(shop.store().forMeter("shop", "acme").settings())
                .containsEntry(
                        "folder",
                        GALLERY.resolve("accepted/documents/shop/acme")
                                .toAbsolutePath()
                                .toString());
        assertThat(shop.usage().orElseThrow().secrets()).containsEntry("api_token", "${env:NAME}");
        assertThat(shop.modes().isCompat(MeteringSetting.LAST_BILL)).isTrue();
        assertThat(shop.modes().isCompat(MeteringSetting.EXPIRE)).isFalse();
        assertThat(store.billing().interval()).isEqualTo(BillingInterval.HOURLY);
        assertThat(store.samples().missing()).isEqualTo(SamplePolicy.Missing.HOLD_LAST);
        assertThat(loaded.configuration().ledgerUrl()).isEqualTo("jdbc:postgresql://db/meter");
        assertThat(loaded.ledger().user()).contains("meter");
    }

    @Test
    void aRunningTotalIsNotSentToAMarketplaceThatAdds() {
        LoadedMetering loaded = loader(new MeteringSection.Surroundings(Optional.of("amazon"), Optional.of("acme")))
                .load(GALLERY.resolve("accepted/monthly-volume.yaml"));

        assertThat(loaded.configuration().products().get(0).reporting().cumulative())
                .isFalse();
        assertThat(loaded.configuration().products().get(0).customers()).containsExactly("acme");
        assertThat(loaded.warnings())
                .extracting(ConfigProblem::message)
                .anyMatch(text -> text.contains("billed again and again"));
    }

    @Test
    void customersThatAreAskedAtOnePlaceAreAWarning() {
        LoadedMetering loaded = accepted("one-usage.yaml");

        assertThat(loaded.warnings())
                .extracting(ConfigProblem::message)
                .containsExactly("'shop/acme' and 'shop/other' are asked for their usage at the same place, so both"
                        + " are billed the same.");
    }
}
