package com.example.acme;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.apportion.model.ApportionException;
import org.apportion.spi.metering.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * One file per document. A write goes to a second file first and is moved over the first when it is on the disk; the last line is a mark
 * without which a file counts as damaged.
 */
final class FolderStore implements DocumentStore {
    private static final String END = "\n# end\n";

    private final Path folder;

    FolderStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> read(Document document) {
        try {
            if (!Files.isDirectory(folder)) {
                throw failed(document, "the folder is not there.", null);
            }
            String text = Files.readString(file(document));
            if (!text.endsWith(END)) {
                throw failed(document, "the file is not complete.", null);
            }
            return Optional.of(text.substring(0, text.length() - END.length()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(document, "it cannot be read.", e);
        }
    }

    @Override
    public void write(Document document, String json) {
        Path next = folder.resolve(file(document).getFileName() + ".next");
        try {
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap((json + END).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file(document), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(document, "it cannot be written.", e);
        }
    }

    private Path file(Document document) {
        return folder.resolve(document.name().toLowerCase(Locale.ROOT) + ".json");
    }

    private ApportionException failed(Document document, String problem, @Nullable Throwable cause) {
        return new ApportionException(
                AcmeProblem.ACME_DOCUMENT_FAILED,
                file(document).toString(),
                problem,
                "Check the folder and its rights.",
                cause);
    }

    @Override
    public String archiveLocation() {
        return file(Document.ARCHIVE).toString();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
