package org.apportion.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule packs that come with the program: files like any pack of a user, read from the class path. A configuration names one
 * by its bare name: {@code pack: confluent}.
 */
public final class RulePacks {
    private static final List<String> NAMES = List.of("confluent", "confluent-compat");

    private RulePacks() {}

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
        try (@Nullable InputStream file =
                NAMES.contains(name) ? RulePacks.class.getResourceAsStream("/packs/" + name + ".yaml") : null) {
            if (file == null) {
                throw new IllegalArgumentException("there is no pack " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("pack " + name, e);
        }
    }
}
