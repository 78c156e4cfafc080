package org.apportion.config.section;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of the effective content of a section. The same content gives the same hash however it is written: in which file,
 * YAML or CSV, with which comments, order of keys and trailing zeros. Places in files do not count; paths count relative to
 * the configuration's folder, so that moving all of it changes nothing.
 */
final class Fingerprint {
    private static final String PLACE = "place";

    private final String folder;

    /** @param folder of the configuration file */
    Fingerprint(@Nullable Path folder) {
        this.folder = folder == null ? "/" : folder + "/";
    }

    /** Lower-case hex. */
    String of(Object content) {
        StringBuilder canonical = new StringBuilder();
        write(content, canonical);
        return Sha256.hex(canonical.toString());
    }

    private void write(@Nullable Object value, StringBuilder out) {
        if (value == null || value.equals(Optional.empty())) {
            out.append('-');
        } else if (value instanceof Optional<?> optional) {
            write(optional.get(), out);
        } else if (value instanceof Record tuple) {
            writeRecord(tuple, out);
        } else if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put(key.toString(), item));
            out.append('{');
            sorted.forEach((key, item) -> {
                write(key, out);
                write(item, out);
            });
            out.append('}');
        } else if (value instanceof Collection<?> items) {
            out.append('[');
            items.forEach(item -> write(item, out));
            out.append(']');
        } else {
            String text = text(value);
            out.append(text.length()).append(':').append(text);
        }
    }

    private String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().toPlainString();
        }
        String text = value.toString();
        return text.startsWith(folder) ? "./" + text.substring(folder.length()) : text;
    }

    private void writeRecord(Record value, StringBuilder out) {
        out.append('(').append(value.getClass().getSimpleName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            if (!component.getName().equals(PLACE)) {
                write(read(component, value), out);
            }
        }
        out.append(')');
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
