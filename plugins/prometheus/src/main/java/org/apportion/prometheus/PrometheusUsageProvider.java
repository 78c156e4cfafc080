package org.apportion.prometheus;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.http.PluginSettings;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;

/** Opens the usage {@code prometheus}. Its settings are listed in {@code docs/reference/prometheus.md}. */
public final class PrometheusUsageProvider implements ProductUsageProvider {
    private static final Set<String> SETTINGS = Set.of("queries", "delay", "warned");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return ServerAccess.PLUGIN;
    }

    @Override
    public ProductUsage open(Map<String, String> given, Map<String, Secret> secrets, InstantSource clock) {
        PluginSettings settings = new PluginSettings(ServerAccess.PLUGIN, given);
        ServerAccess access = new ServerAccess(settings, secrets);
        access.requireOnly(SETTINGS);
        return new PrometheusUsage(
                access.server(DEADLINE, clock),
                new PrometheusUsage.Asking(
                        queries(settings),
                        settings.duration("delay").orElse(Duration.ZERO),
                        settings.word("warned", "missing", "counts").equals("counts")),
                clock);
    }

    private static List<UsageQuery> queries(PluginSettings settings) {
        String named = settings.required("queries");
        return QueryEntry.isList(named)
                ? UsageQuery.read(named, ServerAccess.PLUGIN + ".queries")
                : UsageQuery.read(ServerAccess.file(settings, "queries", named, "Correct the path."), named);
    }
}
