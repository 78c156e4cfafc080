package org.apportion.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apportion.http.FetchFolder;
import org.apportion.http.PluginSettings;
import org.apportion.model.ClosestWord;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** Opens the source {@code prometheus}. Its settings are listed in {@code docs/reference/prometheus.md}. */
public final class PrometheusProvider implements RemoteSourceProvider {
    private static final Set<String> SETTINGS = Set.of("queries", "windows", "interval", "reread-days", "delay");
    private static final List<String> SHIPPED =
            List.of("confluent", "confluent-flink", "confluent-links", "confluent-sum");
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int MOST_REREAD_DAYS = 400;

    @Override
    public String name() {
        return ServerAccess.PLUGIN;
    }

    @Override
    public RemoteSource open(FetchSettings fetch) {
        PluginSettings settings = new PluginSettings(ServerAccess.PLUGIN, fetch.settings());
        ServerAccess access = new ServerAccess(settings, fetch.secrets());
        access.requireOnly(SETTINGS);
        Server server = access.server(DEADLINE, fetch.clock());
        long interval =
                settings.duration("interval").orElse(Duration.ofMinutes(1)).toSeconds();
        if (interval < 1) {
            throw settings.wrong("interval", "is below a second", "Write the scrape interval, such as PT1M.");
        }
        PrometheusSource.Reading reading = new PrometheusSource.Reading(
                queries(settings),
                switch (settings.word("windows", "auto", "closed", "left-open")) {
                    case "closed" -> Windows.CLOSED;
                    case "left-open" -> Windows.LEFT_OPEN;
                    default -> null;
                },
                interval,
                rereadDays(settings),
                settings.duration("delay").orElse(Duration.ofMinutes(5)));
        return new PrometheusSource(
                server,
                reading,
                access.inClear(),
                new DayFiles(new FetchFolder(fetch.folder(), PrometheusError.PROMETHEUS_NOT_WRITABLE)),
                fetch.clock());
    }

    private static int rereadDays(PluginSettings settings) {
        String text = settings.text("reread-days").orElse("5");
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > MOST_REREAD_DAYS) {
            throw settings.wrong("reread-days", "is not a number of days", "Write 0 to " + MOST_REREAD_DAYS + ".");
        }
        return Integer.parseInt(text);
    }

    private static List<MetricQuery> queries(PluginSettings settings) {
        String named = settings.required("queries");
        if (QueryEntry.isList(named)) {
            return QueryList.read(named, ServerAccess.PLUGIN + ".queries");
        }
        if (SHIPPED.contains(named)) {
            return QueryList.read(shipped(named), named);
        }
        String nextStep = ClosestWord.of(named, SHIPPED)
                .map(word -> "Did you mean " + word + "?")
                .orElse("Correct the path, or write one of: " + String.join(", ", SHIPPED) + ".");
        return QueryList.read(ServerAccess.file(settings, "queries", named, nextStep), named);
    }

    private static String shipped(String name) {
        try (InputStream in = PrometheusProvider.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the plugin does not hold " + name + ".yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
