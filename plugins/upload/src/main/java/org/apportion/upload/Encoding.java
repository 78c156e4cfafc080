package org.apportion.upload;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apportion.model.ApportionException;

/**
 * How a file is written for the other side: in another character set, compressed. A character that the set lacks is refused, never
 * replaced.
 *
 * @param from character set of the published file
 * @param to empty leaves the bytes as they are
 */
record Encoding(Charset from, Optional<Charset> to, boolean gzip) {

    static Encoding of(Settings settings) {
        return new Encoding(
                charset(settings, "source-charset").orElse(java.nio.charset.StandardCharsets.UTF_8),
                charset(settings, "charset"),
                settings.word("compress", "none", "gzip").equals("gzip"));
    }

    private static Optional<Charset> charset(Settings settings, String name) {
        return settings.text(name).map(text -> {
            try {
                return Charset.forName(text);
            } catch (IllegalArgumentException e) {
                throw settings.wrong(name, "is no character set", "Write one such as UTF-8, UTF-16LE or windows-1252.");
            }
        });
    }

    /** A file as it is sent; closing it removes what was made for it. */
    record Encoded(Path path, boolean temporary) implements AutoCloseable {
        @Override
        public void close() {
            try {
                if (temporary) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws ApportionException {@code UPLOAD_NOT_ENCODED} */
    Encoded encode(Path file) {
        if (to.isEmpty() && !gzip) {
            return new Encoded(file, false);
        }
        try {
            Encoded encoded = new Encoded(Files.createTempFile("apportion-upload-", ".tmp"), true);
            try {
                write(file, encoded.path());
                return encoded;
            } catch (IOException | RuntimeException e) {
                encoded.close();
                throw e;
            }
        } catch (CharacterCodingException e) {
            throw failed(
                    file,
                    "has a character that " + to.map(Charset::name).orElse("the set") + " lacks, or is not "
                            + from.name(),
                    "Choose another charset, or set source-charset to that of the file.",
                    e);
        } catch (IOException e) {
            throw failed(file, "cannot be prepared for the upload", "Look at permissions and space of the disk.", e);
        }
    }

    private void write(Path file, Path target) throws IOException {
        try (OutputStream plain = Files.newOutputStream(target);
                OutputStream out = gzip ? new GZIPOutputStream(plain) : plain) {
            if (to.isEmpty()) {
                Files.copy(file, out);
                return;
            }
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                            Files.newInputStream(file),
                            from.newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
                    BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(
                            out,
                            to.get()
                                    .newEncoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
                reader.transferTo(writer);
            }
        }
    }

    private static ApportionException failed(Path file, String problem, String nextStep, Exception cause) {
        return new ApportionException(
                UploadError.UPLOAD_NOT_ENCODED, file.toString(), "the file " + problem + ".", nextStep, cause);
    }
}
