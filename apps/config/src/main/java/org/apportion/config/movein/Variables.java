package org.apportion.config.movein;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.config.yaml.ScalarNode;

/** What {@code env::NAME} means: the variables of an {@code .env} file, then those of this process. */
final class Variables {
    private static final String MARK = "env::";
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");

    private final Map<String, String> known;

    /** @param envFile text of the {@code .env} file; empty text for none */
    Variables(String envFile, Map<String, String> environment) {
        known = new HashMap<>(environment);
        envFile.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            String value = unquoted(line.group(2).strip());
            if (!value.isEmpty()) {
                known.put(line.group(1), value);
            }
        });
    }

    /** In quotes everything counts; else a comment ends the value. */
    private static String unquoted(String value) {
        if (value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"))) {
            int end = value.indexOf(value.charAt(0), 1);
            return end > 0 ? value.substring(1, end) : value;
        }
        return value.replaceFirst("\\s+#.*", "");
    }

    /** The variable's name, if the value refers to one. */
    static Optional<String> nameIn(ScalarNode node) {
        return node.text().startsWith(MARK)
                ? Optional.of(node.text().substring(MARK.length()).strip())
                : Optional.empty();
    }

    /** The value; empty if it refers to a variable that is not set. */
    Optional<String> valueOf(ScalarNode node) {
        Optional<String> name = nameIn(node);
        return name.isEmpty()
                ? Optional.of(node.text()).filter(text -> !text.isBlank())
                : Optional.ofNullable(known.get(name.get()));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(known.get(name));
    }
}
