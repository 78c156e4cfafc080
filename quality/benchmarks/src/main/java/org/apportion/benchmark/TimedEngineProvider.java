package org.apportion.benchmark;

import java.util.ServiceLoader;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;

/** Opens DuckDB so that each statement is timed. The steps of the session stand in {@link #LOG}. */
public final class TimedEngineProvider implements EngineProvider {
    /** The word that a configuration names this engine by. */
    static final String NAME = "duckdb-timed";

    /** One session at a time is timed in this process. */
    static final StepLog LOG = new StepLog();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Engine open(EngineSettings settings) {
        return new TimedEngine(duckdb(settings), LOG);
    }

    static Engine duckdb(EngineSettings settings) {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("duckdb"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("DuckDB is not on the class path"))
                .open(settings);
    }
}
