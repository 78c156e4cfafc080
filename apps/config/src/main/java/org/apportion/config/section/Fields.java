package org.apportion.config.section;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * The typed fields of a mapping. A field that is absent or of a wrong form is empty; wrong forms have been reported by the
 * schema, except what no schema sees: days that no calendar has, and values of CSV files.
 *
 * @param checked whether the schema has seen the mapping
 */
record Fields(MapNode map, Problems problems, boolean checked) {
    private static final String DECIMAL = "[-+]?[0-9]{1,60}([.][0-9]{1,60})?";

    static Fields of(MapNode map, Problems problems) {
        return new Fields(map, problems, true);
    }

    /** A section; an empty one if it is absent. */
    static Fields section(MapNode root, String key, Problems problems) {
        return of(root, problems).child(key).orElseGet(() -> of(new MapNode(Map.of(), root.place()), problems));
    }

    Place place() {
        return map.place();
    }

    Optional<Node> node(String key) {
        return map.find(key);
    }

    Optional<ScalarNode> scalar(String key) {
        return node(key)
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(scalar -> scalar.type() != ScalarNode.Type.NULL);
    }

    Optional<String> text(String key) {
        return scalar(key).map(ScalarNode::text);
    }

    @Nullable
    String textOrNull(String key) {
        return text(key).orElse(null);
    }

    boolean flag(String key) {
        return text(key).map("true"::equalsIgnoreCase).orElse(false);
    }

    Optional<Integer> number(String key) {
        return text(key).filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    Optional<Fields> child(String key) {
        return node(key).filter(MapNode.class::isInstance).map(child -> of((MapNode) child, problems));
    }

    /** The mappings of a list. */
    List<Fields> items(String key) {
        List<Fields> items = new ArrayList<>();
        for (Node item : nodes(key)) {
            if (item instanceof MapNode child) {
                items.add(of(child, problems));
            }
        }
        return items;
    }

    /** The values of a list, or the single value that stands for one. */
    List<Node> nodes(String key) {
        return node(key)
                .map(found -> found instanceof ListNode list ? list.items() : List.of(found))
                .orElse(List.of());
    }

    List<ScalarNode> scalars(String key) {
        return scalars(nodes(key));
    }

    static List<ScalarNode> scalars(List<Node> nodes) {
        return nodes.stream()
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .filter(scalar -> scalar.type() != ScalarNode.Type.NULL)
                .toList();
    }

    List<String> texts(String key) {
        return scalars(key).stream().map(ScalarNode::text).toList();
    }

    /** A mapping of text to text, in the order of the file. */
    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        child(key)
                .ifPresent(child ->
                        child.map().keys().forEach(name -> child.text(name).ifPresent(text -> texts.put(name, text))));
        return texts;
    }

    Optional<BigDecimal> decimal(String key) {
        return scalar(key).flatMap(this::decimal);
    }

    Optional<BigDecimal> decimal(ScalarNode scalar) {
        if (scalar.text().matches(DECIMAL)) {
            return Optional.of(new BigDecimal(scalar.text()));
        }
        malformed(scalar, "a number", "0.5");
        return Optional.empty();
    }

    /** Such as {@code 100.00 EUR}; without a currency, in the given one. */
    Optional<Money> money(String key, String currency) {
        return text(key)
                .map(text -> text.split(" ", 2))
                .filter(words -> words[0].matches(DECIMAL))
                .map(words -> new Money(new BigDecimal(words[0]), words.length == 2 ? words[1] : currency));
    }

    Optional<LocalDate> date(String key) {
        return scalar(key).flatMap(this::date);
    }

    private Optional<LocalDate> date(ScalarNode scalar) {
        try {
            return Optional.of(LocalDate.parse(scalar.text()));
        } catch (DateTimeParseException e) {
            if (checked && scalar.text().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                problems.add(
                        ConfigError.CONFIG_WRONG_VALUE,
                        scalar.place(),
                        "There is no day " + scalar.written() + ".",
                        "Write a day of the calendar like 2026-10-15.");
            }
            malformed(scalar, "a day", "2026-10-15");
            return Optional.empty();
        }
    }

    Validity validity() {
        LocalDate from = date("valid-from").orElse(null);
        LocalDate to = date("valid-to").orElse(null);
        if (from != null && to != null && !from.isBefore(to)) {
            Place place = scalar("valid-to").map(ScalarNode::place).orElse(place());
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    place,
                    "valid-to " + to + " is not after valid-from " + from + ".",
                    "valid-to is the first day on which it no longer holds.");
            return Validity.ALWAYS;
        }
        return new Validity(from, to);
    }

    private void malformed(ScalarNode scalar, String what, String example) {
        if (!checked) {
            problems.add(
                    ConfigError.CONFIG_CSV,
                    scalar.place(),
                    "'" + scalar.written() + "' is not " + what + ".",
                    "Write it like " + example + ".");
        }
    }
}
