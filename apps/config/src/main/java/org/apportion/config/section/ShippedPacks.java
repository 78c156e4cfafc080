package org.apportion.config.section;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The files of the rule packs that come with the program, on the class path. */
public final class ShippedPacks {
    private static final List<String> NAMES = List.of("confluent", "confluent-compat");

    private ShippedPacks() {}

    /** In order of name. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The pack's file as it was shipped.
     *
     * @throws IllegalArgumentException if there is no pack of that name
     */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("there is no pack " + name);
        }
        try (InputStream file =
                Objects.requireNonNull(ShippedPacks.class.getResourceAsStream("/packs/" + name + ".yaml"), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("pack " + name, e);
        }
    }
}
