package org.apportion.metering.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.testkit.marketplace.DocumentStoreKit;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreKitTest extends DocumentStoreKit {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected Place openPlace() {
        return new Place() {
            private final Path place = folder.resolve("documents");

            @Override
            public DocumentStore open() {
                return new LocalDocumentStoreProvider().open(Map.of("folder", place.toString()), Map.of());
            }

            @Override
            public void damage(DocumentStore.Document document) {
                write(place.resolve(
                        switch (document) {
                            case CACHE -> "cache.json";
                            case CSP_CONFIG -> "csp-config.json";
                            case ARCHIVE -> "archive.json";
                        }));
            }

            /** Rights would not keep an administrator out; a file in place of the folder does. */
            @Override
            public void makeUnreadable() {
                try {
                    Files.move(place, folder.resolve("away"));
                    write(place);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            private void write(Path file) {
                try {
                    Files.writeString(file, "{\"a\":");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                // The temporary folder goes with its test.
            }
        };
    }
}
