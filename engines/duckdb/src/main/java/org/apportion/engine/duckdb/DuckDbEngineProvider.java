package org.apportion.engine.duckdb;

import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;

/** Opens DuckDB sessions under the name {@code duckdb}. */
public final class DuckDbEngineProvider implements EngineProvider {

    @Override
    public String name() {
        return "duckdb";
    }

    /**
     * Opens a session in memory, which spills to a folder of its own below the temporary folder.
     *
     * @throws org.apportion.model.ApportionException {@code ENGINE_SETTING_WRONG} if a limit or folder is not accepted
     */
    @Override
    public Engine open(EngineSettings settings) {
        return DuckDbEngine.open(settings);
    }
}
