package org.apportion.metering.document;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's {@code json.dumps} writes it: one line, a blank after each comma and colon, everything outside of printable
 * ASCII escaped. The adapter counts the bytes of this text.
 */
public final class PlainJson {
    private final StringBuilder text = new StringBuilder();

    private PlainJson() {}

    /** @param value maps, lists, texts, whole and exact numbers, true, false and null */
    public static String of(@Nullable Object value) {
        PlainJson json = new PlainJson();
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                quote(String.valueOf(entry.getKey()));
                text.append(": ");
                write(entry.getValue());
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object item : list) {
                text.append(separator);
                write(item);
                separator = ", ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof BigDecimal decimal) {
            text.append(decimal.toPlainString());
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            quote(value.toString());
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
