package org.apportion.lake;

import java.time.InstantSource;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.Secret;

/** The opened parts behind a configuration: ledger, engine and lake. One thread uses it at a time. */
public final class LakeSession implements AutoCloseable {
    private final Ledger ledger;
    private final Engine engine;
    private final Lake lake;

    private LakeSession(Ledger ledger, Engine engine, Lake lake) {
        this.ledger = ledger;
        this.engine = engine;
        this.lake = lake;
    }

    /**
     * Opens everything; creates ledger and lake if they are absent. What was opened before a failure is closed again.
     *
     * @param ledgerAddress JDBC address with user and password
     * @throws ApportionException {@code ENGINE_UNKNOWN}, or what the ledger, engine or lake refuse
     */
    public static LakeSession open(Configuration configuration, Secret ledgerAddress, InstantSource clock) {
        EngineProvider provider = EngineProvider.named(configuration.engine().name());
        Ledger ledger = Ledger.open(new LedgerSettings(ledgerAddress, clock));
        try {
            Engine engine = provider.open(configuration.engine());
            try {
                Lake lake = Lake.open(LakeSettings.of(configuration.data().resolve("lake")), ledger, engine);
                return new LakeSession(ledger, engine, lake);
            } catch (RuntimeException e) {
                closeAfter(engine, e);
                throw e;
            }
        } catch (RuntimeException e) {
            closeAfter(ledger, e);
            throw e;
        }
    }

    private static void closeAfter(AutoCloseable part, RuntimeException failure) {
        try {
            part.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    public Engine engine() {
        return engine;
    }

    public Lake lake() {
        return lake;
    }

    /** Closes all three, whichever of them fails to. */
    @Override
    public void close() {
        try (ledger;
                engine) {
            lake.close();
        }
    }
}
