package org.apportion.config.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apportion.config.problem.ConfigError;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.SecretSource;

/** {@code ${file:/run/secrets/key}}: the text of a file, UTF-8, without line breaks at its end, at most {@link #LIMIT} bytes. */
public final class FileSecrets implements SecretSource {
    static final long LIMIT = 65_536;

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public Secret resolve(String reference) {
        String value = read(reference);
        return new Secret(() -> value);
    }

    private static String read(String reference) {
        try {
            Path file = Path.of(reference);
            if (Files.size(file) > LIMIT) {
                throw missing(reference, "is larger than " + LIMIT + " bytes", null);
            }
            return Files.readString(file).replaceAll("[\\r\\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw missing(reference, "cannot be read", e);
        }
    }

    private static ApportionException missing(
            String reference, String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new ApportionException(
                ConfigError.CONFIG_SECRET_MISSING,
                "${file:" + reference + "}",
                "The file " + reference + " " + what + ".",
                "Check the path and its permissions.",
                cause);
    }
}
