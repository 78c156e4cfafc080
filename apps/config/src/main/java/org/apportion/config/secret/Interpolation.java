package org.apportion.config.secret;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.References;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.config.yaml.ScalarTypes;
import org.apportion.model.ApportionException;

/**
 * Replaces references in a file's text, except where a secret belongs: under a key that bears secrets and in addresses the
 * reference itself stays, and anything else than a reference is a mistake.
 */
public final class Interpolation {
    /** Words that end the name of a key whose value is secret. */
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?:.*[-_.])?(?:password|passwd|passphrase|secret|secrets|token|credential|credentials|key)");
    /** Their content is data of the user's; keys mean nothing there. */
    private static final Set<String> FREE =
            Set.of("tags", "tag", "synonyms", "values", "columns", "constants", "mix", "fixed", "mapping", "inherited");

    private static final Pattern CLEAR_PASSWORD = Pattern.compile(
            "(?i)(?:[?&;](?:password|passwd|pwd|secret|token)=(?!\\$\\{)[^&;]+)|(?://[^/@:]*:(?!\\$\\{)[^/@]+@)");

    private final SecretReferences references;
    private final Problems problems;

    public Interpolation(SecretReferences references, Problems problems) {
        this.references = references;
        this.problems = problems;
    }

    /** Whether the value of a key is secret. */
    public static boolean bearsSecret(String key) {
        return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    public MapNode apply(MapNode file) {
        return map(file, false);
    }

    private Node node(String key, Node node, boolean free) {
        if (!free && key.equals("secrets")) {
            return secrets(node);
        }
        if (node instanceof MapNode map) {
            return map(map, free || FREE.contains(key));
        }
        if (node instanceof ListNode list) {
            return new ListNode(
                    list.items().stream().map(item -> node(key, item, free)).toList(), list.place());
        }
        return scalar(key, (ScalarNode) node, free);
    }

    /** Whatever stands under {@code secrets} is one, whatever it is called. */
    private Node secrets(Node node) {
        if (node instanceof MapNode map) {
            map.entries().forEach((key, entry) -> {
                if (entry.value() instanceof ScalarNode scalar) {
                    requireReference(key, scalar);
                }
            });
        }
        return node;
    }

    private MapNode map(MapNode map, boolean free) {
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        map.entries()
                .forEach((key, entry) ->
                        entries.put(key, new MapNode.Entry(entry.keyPlace(), node(key, entry.value(), free))));
        return new MapNode(entries, map.place());
    }

    private ScalarNode scalar(String key, ScalarNode scalar, boolean free) {
        if (!free && bearsSecret(key)) {
            requireReference(key, scalar);
            return scalar;
        }
        if (!free && key.equals("url")) {
            requireNoClearPassword(scalar);
            return scalar;
        }
        return resolved(scalar);
    }

    /** References to a pack's settings are left to the pack. */
    private ScalarNode resolved(ScalarNode scalar) {
        if (!scalar.written().contains("${") || scalar.written().contains("${setting:")) {
            return scalar;
        }
        try {
            String text = references.resolve(scalar.written());
            return new ScalarNode(
                    text, scalar.written(), ScalarTypes.of(text, scalar), scalar.place(), scalar.source());
        } catch (ApportionException e) {
            problems.add(
                    ConfigError.CONFIG_SECRET_MISSING, scalar.place(), e.place() + ": " + e.problem(), e.nextStep());
            return scalar;
        }
    }

    private void requireReference(String key, ScalarNode scalar) {
        if (!References.isOnly(scalar.written()) && !scalar.written().isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_SECRET_IN_CLEAR,
                    scalar.place(),
                    "The value of '" + key + "' is secret and must not stand in the file.",
                    "Write a reference such as ${env:NAME} or ${file:/path}.");
        }
    }

    private void requireNoClearPassword(ScalarNode scalar) {
        if (CLEAR_PASSWORD.matcher(scalar.written()).find()) {
            problems.add(
                    ConfigError.CONFIG_SECRET_IN_CLEAR,
                    scalar.place(),
                    "The address holds a password in clear text.",
                    "Write it as a reference under the key password.");
        }
    }
}
