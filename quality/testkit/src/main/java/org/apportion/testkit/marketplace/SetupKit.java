package org.apportion.testkit.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.DocumentStoreProvider;
import org.apportion.spi.metering.MarketplaceProvider;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.spi.metering.ProductUsageProvider;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;

/**
 * What every provider of a marketplace, a store or a source of usage has to do when it is set up: thousands of accounts are opened at
 * a start, so it asks nobody; and what is wrong is told by the setting's name before anything is metered.
 */
public abstract class SetupKit {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-01T12:30:00Z"));

    /** A {@link MarketplaceProvider}, {@link DocumentStoreProvider} or {@link ProductUsageProvider}. */
    protected abstract Object provider();

    /** Settings with which it opens; nobody answers at the addresses in them. */
    protected abstract Map<String, String> settings();

    /** Secrets with which it opens. */
    protected Map<String, String> secrets() {
        return Map.of();
    }

    /** Settings and secrets that it cannot do without. */
    protected Set<String> needed() {
        return Set.of();
    }

    @Test
    void isFoundByItsName() {
        assertThat(installed())
                .anyMatch(each -> each.getClass().equals(provider().getClass()));
        assertThat(name()).matches("[a-z][a-z0-9-]*");
        assertThat(installed().filter(each -> name(each).equals(name()))).hasSize(1);
    }

    @Test
    void opensAndClosesWithoutAskingAnybody() {
        assertThatCode(() -> open(settings(), secrets()).close()).doesNotThrowAnyException();
    }

    @Test
    void aNeededSettingIsNamedIfItIsMissing() {
        for (String name : needed()) {
            assertThatThrownBy(() -> open(without(settings(), name), without(secrets(), name)))
                    .isInstanceOfSatisfying(ApportionException.class, SetupKit::isOfConfiguration)
                    .hasMessageContaining(name);
        }
    }

    /** A marketplace says which it knows; whoever opens it refuses others. */
    @Test
    void aSettingThatIsNotKnownIsAMistake() {
        if (provider() instanceof MarketplaceProvider marketplace) {
            assertThat(marketplace.settings())
                    .containsAll(settings().keySet())
                    .containsAll(secrets().keySet());
            return;
        }
        Map<String, String> more = new HashMap<>(settings());
        more.put("no-such-setting", "x");
        assertThatThrownBy(() -> open(more, secrets()))
                .isInstanceOfSatisfying(ApportionException.class, SetupKit::isOfConfiguration)
                .hasMessageContaining("no-such-setting");
    }

    @Test
    void noMessageShowsASecret() {
        List<String> texts = secrets().values().stream().toList();
        for (String name : needed()) {
            assertThatThrownBy(() -> open(without(settings(), name), without(secrets(), name)))
                    .satisfies(e ->
                            assertThat(texts).noneMatch(secret -> e.toString().contains(secret)));
        }
        assertThatCode(() -> {
                    try (AutoCloseable opened = open(settings(), secrets())) {
                        assertThat(texts).noneMatch(secret -> opened.toString().contains(secret));
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void isOfConfiguration(ApportionException e) {
        assertThat(e.code().kind()).isEqualTo(ErrorKind.CONFIG);
    }

    private static Map<String, String> without(Map<String, String> all, String name) {
        Map<String, String> rest = new HashMap<>(all);
        rest.remove(name);
        return rest;
    }

    private String name() {
        return name(provider());
    }

    private static String name(Object provider) {
        return provider instanceof MarketplaceProvider marketplace
                ? marketplace.name()
                : provider instanceof DocumentStoreProvider store
                        ? store.name()
                        : ((ProductUsageProvider) provider).name();
    }

    private Stream<?> installed() {
        Class<?> contract = provider() instanceof MarketplaceProvider
                ? MarketplaceProvider.class
                : provider() instanceof DocumentStoreProvider
                        ? DocumentStoreProvider.class
                        : ProductUsageProvider.class;
        return ServiceLoader.load(contract).stream().map(ServiceLoader.Provider::get);
    }

    private AutoCloseable open(Map<String, String> settings, Map<String, String> texts) {
        Map<String, Secret> secrets = new HashMap<>();
        texts.forEach((name, text) -> secrets.put(name, new Secret(() -> text)));
        Object provider = provider();
        if (provider instanceof MarketplaceProvider marketplace) {
            return marketplace.open(
                    new MarketplaceSettings("suite", Optional.of("customer"), settings, secrets, CLOCK));
        }
        return provider instanceof DocumentStoreProvider store
                ? store.open(settings, secrets)
                : ((ProductUsageProvider) provider).open(settings, secrets, CLOCK, new NoEvents());
    }

    /** Nobody tells anything while a source is set up. */
    private static final class NoEvents implements UsageInbox {
        @Override
        public List<Outcome> keep(List<UsageEvent> events) {
            throw new IllegalStateException("nothing is told while a source is set up");
        }

        @Override
        public List<UsageReading> waiting(int most) {
            return List.of();
        }

        @Override
        public void journaled(List<UsageReading> readings) {
            throw new IllegalStateException("nothing is told while a source is set up");
        }
    }
}
