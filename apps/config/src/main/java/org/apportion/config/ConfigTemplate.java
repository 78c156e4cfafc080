package org.apportion.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.schema.ConfigSchema;
import org.apportion.model.ApportionException;

/** The commented configuration that {@code apportion init} writes, with the schema beside it for editor completion. */
public final class ConfigTemplate {
    /** Name of the configuration file. */
    public static final String FILE = "apportion.yaml";
    /** Name of the schema file beside it. */
    public static final String SCHEMA_FILE = "apportion.schema.json";

    private static final String RESOURCE = "/template/apportion.yaml";

    private ConfigTemplate() {}

    /** The text of the commented file. It passes the check as it is. */
    public static String text() {
        try (InputStream stream = ConfigTemplate.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the commented configuration, as {@link #write(Path, String)} does.
     *
     * @param folder is created if absent
     */
    public static List<Path> write(Path folder) {
        return write(folder, text());
    }

    /**
     * Writes a configuration, which must not exist yet, and the schema, which is replaced.
     *
     * @param folder is created if absent
     * @return the files, the configuration first
     * @throws ApportionException CONFIG_FILE_EXISTS or CONFIG_NOT_WRITABLE
     */
    public static List<Path> write(Path folder, String text) {
        Path file = folder.resolve(FILE);
        Path schema = folder.resolve(SCHEMA_FILE);
        if (Files.exists(file)) {
            throw new ApportionException(
                    ConfigError.CONFIG_FILE_EXISTS,
                    file.toString(),
                    "There is a configuration already.",
                    "Move it away, or run init in another folder.");
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(schema, ConfigSchema.text());
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            return List.of(file, schema);
        } catch (IOException e) {
            throw new ApportionException(
                    ConfigError.CONFIG_NOT_WRITABLE,
                    folder.toString(),
                    "The folder cannot be written (" + e.getClass().getSimpleName() + ").",
                    "Check its permissions and the free space.",
                    e);
        }
    }
}
