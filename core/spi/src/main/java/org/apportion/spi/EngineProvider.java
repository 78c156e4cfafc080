package org.apportion.spi;

import org.apportion.model.configuration.Configuration.EngineSettings;

/** Opens engines; found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {

    /** The word in the configuration, such as {@code duckdb}. */
    String name();

    Engine open(EngineSettings settings);
}
