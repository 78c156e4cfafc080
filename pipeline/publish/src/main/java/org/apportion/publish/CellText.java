package org.apportion.publish;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values as text in files: amounts with all digits and no trailing zeros, times in UTC, text that starts no formula. */
final class CellText {
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CellText() {}

    static String plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        return value instanceof Instant instant ? instant.toString() : value.toString();
    }

    /**
     * Like {@link #plain}, but text that a spreadsheet would run gets an apostrophe in front (OWASP, CSV Injection).
     */
    static String safe(@Nullable Object value) {
        String text = plain(value);
        boolean startsFormula =
                value instanceof String && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return startsFormula ? "'" + text : text;
    }

    static String json(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            return value.toString();
        }
        return quoted(plain(value));
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || (Character.isSurrogate(c) && !isPaired(text, i))) {
                out.append("\\u").append(String.format(java.util.Locale.ROOT, "%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
