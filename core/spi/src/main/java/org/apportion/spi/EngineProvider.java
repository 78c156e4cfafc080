package org.apportion.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration.EngineSettings;

/** Opens engines; found by {@link ServiceLoader}. */
public interface EngineProvider {

    /** The word in the configuration, such as {@code duckdb}. */
    String name();

    Engine open(EngineSettings settings);

    /**
     * The installed provider of a name.
     *
     * @throws ApportionException {@code ENGINE_UNKNOWN} naming those that are installed
     */
    static EngineProvider named(String name) {
        List<String> names = new ArrayList<>();
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
            names.add(provider.name());
        }
        throw new ApportionException(
                SpiError.ENGINE_UNKNOWN,
                "engine.name",
                "There is no engine '" + name + "'; installed are " + names + ".",
                "Choose one of these, or put the engine's jar into plugins/.");
    }
}
