package org.apportion.run;

import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;

/** Offers the real engine under the name {@code faulty}, with the faults of the moment. */
public final class FaultyEngineProvider implements EngineProvider {
    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Engine open(EngineSettings settings) {
        return new FaultyEngine(new DuckDbEngineProvider().open(settings));
    }
}
