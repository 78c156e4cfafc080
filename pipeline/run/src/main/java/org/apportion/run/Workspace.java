package org.apportion.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import org.apportion.ingest.mapping.Mappings;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeSettings;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.Secret;

/** The opened parts behind a configuration: ledger, engine and lake. One thread uses it at a time. */
public final class Workspace implements AutoCloseable {
    private final Configuration configuration;
    private final InstantSource clock;
    private final Ledger ledger;
    private final Engine engine;
    private final Lake lake;

    private Workspace(Configuration configuration, InstantSource clock, Ledger ledger, Engine engine, Lake lake) {
        this.configuration = configuration;
        this.clock = clock;
        this.ledger = ledger;
        this.engine = engine;
        this.lake = lake;
    }

    /**
     * Opens everything; creates ledger and lake if they are absent.
     *
     * @param ledgerAddress JDBC address with user and password
     * @throws ApportionException {@code RUN_ENGINE_UNKNOWN}, or what the ledger, engine or lake refuse
     */
    public static Workspace open(Configuration configuration, Secret ledgerAddress, InstantSource clock) {
        EngineProvider provider = provider(configuration.engine().name());
        Ledger ledger = Ledger.open(new LedgerSettings(ledgerAddress, clock));
        try {
            Engine engine = provider.open(configuration.engine());
            try {
                Lake lake = Lake.open(LakeSettings.of(configuration.data().resolve("lake")), ledger, engine);
                return new Workspace(configuration, clock, ledger, engine, lake);
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Names of the column mappings that come with Apportion. */
    public static Collection<String> shippedMappings() {
        return Mappings.names();
    }

    public Configuration configuration() {
        return configuration;
    }

    InstantSource clock() {
        return clock;
    }

    Ledger ledger() {
        return ledger;
    }

    Engine engine() {
        return engine;
    }

    Lake lake() {
        return lake;
    }

    @Override
    public void close() {
        try (ledger;
                engine) {
            lake.close();
        }
    }

    /** An engine without a workspace around it. */
    static Engine engine(EngineSettings settings) {
        return provider(settings.name()).open(settings);
    }

    private static EngineProvider provider(String name) {
        List<String> names = new ArrayList<>();
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
            names.add(provider.name());
        }
        throw new ApportionException(
                RunError.RUN_ENGINE_UNKNOWN,
                "engine.name",
                "There is no engine '" + name + "'; installed are " + names + ".",
                "Choose one of these, or put the engine's jar into plugins/.");
    }
}
