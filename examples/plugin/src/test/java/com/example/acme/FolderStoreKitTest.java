package com.example.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.testkit.marketplace.DocumentStoreKit;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreKitTest extends DocumentStoreKit {
    @TempDir
    Path folder;

    private final class Folder implements Place {
        @Override
        public DocumentStore open() {
            return new FolderStoreProvider().open(Map.of("folder", folder.toString()), Map.of());
        }

        @Override
        public void damage(Document document) {
            write(document.name().toLowerCase(Locale.ROOT) + ".json", "{\"a\":");
        }

        @Override
        public void makeUnreadable() {
            try {
                Files.delete(folder.resolve("cache.json"));
                Files.createDirectory(folder.resolve("cache.json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            // JUnit removes the folder.
        }

        private void write(String file, String text) {
            try {
                Files.writeString(folder.resolve(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    protected Place openPlace() {
        return new Folder();
    }
}
