package org.apportion.metering.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents as files of a folder, named as csp-billing-adapter's local plugin names them. The version before is kept beside
 * each as {@code <name>.previous}.
 */
final class LocalDocumentStore implements DocumentStore {
    private final Path folder;

    LocalDocumentStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> read(Document document) {
        Path file = file(document);
        try {
            String text = Files.readString(file);
            requireJson(file, text);
            return Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static void requireJson(Path file, String text) {
        try {
            if (text.isBlank() || JsonMapper.shared().readTree(text).isMissingNode()) {
                throw unreadable(file, "it is empty", null);
            }
        } catch (JacksonException e) {
            throw unreadable(file, "it is not JSON", e);
        }
    }

    private static ApportionException unreadable(
            Path file, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ApportionException(
                LocalError.METER_DOCUMENT_UNREADABLE,
                file.toString(),
                "the document is there, but " + problem + ".",
                "Restore it from " + file.getFileName() + ".previous or a backup, or move it away to start without it.",
                cause);
    }

    @Override
    public void write(Document document, String json) {
        Path file = file(document);
        try {
            DurableFile.replace(file, json);
        } catch (IOException e) {
            throw new ApportionException(
                    LocalError.METER_DOCUMENT_UNWRITABLE,
                    file.toString(),
                    "the document cannot be written (" + e.getClass().getSimpleName() + ").",
                    "Check the folder's permissions and free space; it is written again at the next tick.",
                    e);
        }
    }

    @Override
    public String archiveLocation() {
        return file(Document.ARCHIVE).toString();
    }

    private Path file(Document document) {
        return folder.resolve(
                switch (document) {
                    case CSP_CONFIG -> "csp-config.json";
                    case CACHE -> "cache.json";
                    case ARCHIVE -> "archive.json";
                });
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }
}
