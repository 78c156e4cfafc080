package org.apportion.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.apportion.testkit.MovableClock;

/** A fetch with its folder and clock. */
final class Scene {
    static final LocalDate DAY = LocalDate.parse("2026-11-03");
    static final long START = DAY.toEpochDay() * 86_400;

    final Path folder;
    final MovableClock clock = MovableClock.at("2026-11-20T06:00:00Z");
    final Map<String, String> settings = new HashMap<>();
    final Map<String, Secret> secrets = new HashMap<>();

    Scene(Path folder, String url) {
        this.folder = folder;
        settings.put("url", url);
        settings.put("queries", "confluent");
    }

    Scene with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Scene secret(String name, String value) {
        secrets.put(name, new Secret(() -> value));
        return this;
    }

    RemoteSource open() {
        return new PrometheusProvider()
                .open(new FetchSettings("metrics", folder, Map.copyOf(settings), Map.copyOf(secrets), clock));
    }

    Fetched fetch(LocalDate from, LocalDate to) {
        try (RemoteSource source = open()) {
            return source.fetch(new FetchWindow(from, to), Progress.NONE);
        }
    }

    Fetched fetch() {
        return fetch(DAY, DAY.plusDays(1));
    }

    /** Lines of a file without its heading. */
    List<String> lines(String file) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(file));
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
