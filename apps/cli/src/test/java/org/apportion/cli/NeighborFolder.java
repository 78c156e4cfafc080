package org.apportion.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.apportion.spi.source.RemoteSourceProvider;

/** A plugin that brings the files of another folder; setting {@code from} says which. */
public final class NeighborFolder implements RemoteSourceProvider {
    @Override
    public String name() {
        return "neighbor";
    }

    @Override
    public RemoteSource open(FetchSettings settings) {
        String from = settings.settings().get("from");
        if (from == null) {
            throw new ApportionException(
                    CliError.OPTION_OUT_OF_RANGE, settings.id(), "the setting from is missing.", "Write it.");
        }
        if (from.equals("broken")) {
            throw new IllegalStateException("secret text");
        }
        return new RemoteSource() {
            @Override
            public Fetched fetch(FetchWindow window, Progress progress) {
                return copy(Path.of(from), settings.folder(), window);
            }

            @Override
            public void close() {}
        };
    }

    private static Fetched copy(Path from, Path to, FetchWindow window) {
        try (Stream<Path> files = Files.list(from)) {
            long found = 0;
            long brought = 0;
            long bytes = 0;
            for (Path file : files.sorted().toList()) {
                Path copy = to.resolve(file.getFileName().toString());
                found++;
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.write(copy, Files.readAllBytes(file));
                    brought++;
                    bytes += Files.size(copy);
                }
            }
            return new Fetched(found, brought, bytes, List.of("asked for " + window.from() + " to " + window.to()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
