package org.apportion.run;

import java.time.InstantSource;
import java.util.Collection;
import org.apportion.ingest.mapping.Mappings;
import org.apportion.lake.Lake;
import org.apportion.lake.LakeSession;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration;
import org.apportion.spi.Engine;
import org.apportion.spi.Secret;

/** The opened parts behind a configuration: ledger, engine and lake. One thread uses it at a time. */
public final class Workspace implements AutoCloseable {
    private final Configuration configuration;
    private final InstantSource clock;
    private final LakeSession session;

    private Workspace(Configuration configuration, InstantSource clock, LakeSession session) {
        this.configuration = configuration;
        this.clock = clock;
        this.session = session;
    }

    /**
     * Opens everything; creates ledger and lake if they are absent.
     *
     * @param ledgerAddress JDBC address with user and password
     * @throws ApportionException {@code ENGINE_UNKNOWN}, or what the ledger, engine or lake refuse
     */
    public static Workspace open(Configuration configuration, Secret ledgerAddress, InstantSource clock) {
        return new Workspace(configuration, clock, LakeSession.open(configuration, ledgerAddress, clock));
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
        return session.ledger();
    }

    Engine engine() {
        return session.engine();
    }

    Lake lake() {
        return session.lake();
    }

    @Override
    public void close() {
        session.close();
    }
}
