package org.apportion.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.ErrorKind;
import org.apportion.spi.source.FetchDefinition;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens fetches with their plugins, and says where in the configuration a setting stands that a plugin refuses. */
final class FetchPlugins {
    private final InstantSource clock;

    FetchPlugins(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Calls no other system.
     *
     * @throws ApportionException {@code FETCH_PLUGIN_UNKNOWN}, or what the plugin says of a setting, with its place
     */
    RemoteSource open(FetchDefinition definition) {
        try {
            return opened(definition);
        } catch (ApportionException e) {
            throw placed(definition, e);
        }
    }

    /**
     * What is wrong with the settings. A plugin tells one mistake at a time: each is taken away and the plugin asked again, until it
     * opens or repeats itself.
     */
    List<ApportionException> mistakes(FetchDefinition definition) {
        List<ApportionException> found = new ArrayList<>();
        Set<String> told = new HashSet<>();
        FetchDefinition rest = definition;
        while (true) {
            try {
                opened(rest).close();
                return found;
            } catch (ApportionException e) {
                Optional<String> name = setting(definition, e.place());
                boolean follows = name.filter(each -> !told.add(each)).isPresent();
                if (!follows) {
                    found.add(placed(definition, e));
                }
                if (follows || name.isEmpty()) {
                    return found;
                }
                rest = rest.without(name.get());
            }
        }
    }

    private RemoteSource opened(FetchDefinition definition) {
        return provider(definition)
                .open(new FetchSettings(
                        definition.id(), definition.folder(), definition.settings(), definition.secrets(), clock));
    }

    static RemoteSourceProvider provider(FetchDefinition definition) {
        Map<String, RemoteSourceProvider> installed = new TreeMap<>();
        ServiceLoader.load(RemoteSourceProvider.class).forEach(each -> installed.putIfAbsent(each.name(), each));
        RemoteSourceProvider found = installed.get(definition.plugin());
        if (found == null) {
            throw new ApportionException(
                    RunError.FETCH_PLUGIN_UNKNOWN,
                    definition.place(),
                    "there is no plugin '" + definition.plugin() + "' for the fetch " + definition.id()
                            + "; installed are " + installed.keySet() + ".",
                    "Write one of these, or put the plugin's jar into plugins/.");
        }
        return found;
    }

    /** The setting or secret that a plugin's message is about: {@code fetch aws.bucket}, or {@code prometheus.queries[0].unit}. */
    private static Optional<String> setting(FetchDefinition definition, String place) {
        return Stream.concat(definition.settings().keySet().stream(), definition.secrets().keySet().stream())
                .filter(name -> place.endsWith("." + name) || place.contains("." + name + "["))
                .max(Comparator.comparingInt(String::length));
    }

    private static ApportionException placed(FetchDefinition definition, ApportionException told) {
        if (told.code().kind() != ErrorKind.CONFIG || told.place().equals(definition.place())) {
            return told;
        }
        String place =
                setting(definition, told.place()).map(definition.places()::get).orElse(definition.place());
        return new ApportionException(
                told.code(),
                place,
                (told.place().isEmpty() ? "" : told.place() + ": ") + told.problem(),
                told.nextStep(),
                told);
    }
}
