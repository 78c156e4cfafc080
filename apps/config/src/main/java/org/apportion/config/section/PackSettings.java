package org.apportion.config.section;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ListNode;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.Node;
import org.apportion.config.yaml.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * The values that a pack leaves open: {@code ${setting:name}} in its rules. A reference that is the whole value becomes the
 * setting's value with its place, so that mistakes are shown where the user wrote them; inside a text it becomes the setting's text.
 * An empty setting as a whole value leaves out the mapping around it: that is how a pack offers a tier that few need.
 *
 * @param values by name, the user's before the pack's own
 * @param pairs settings that are two parts of one whole
 */
record PackSettings(Map<String, Node> values, Map<String, String> pairs) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{setting:([^{}]*)}");

    PackSettings {
        values = new LinkedHashMap<>(values);
        pairs = Map.copyOf(pairs);
    }

    /** What the pack declares, with what the user sets; names that the pack lacks are mistakes. */
    static PackSettings of(MapNode pack, Optional<MapNode> stated, Problems problems) {
        Map<String, Node> defaults = new LinkedHashMap<>();
        pack.find("settings")
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .ifPresent(declared -> declared.keys()
                        .forEach(name -> defaults.put(
                                name,
                                declared.find(name)
                                        .filter(MapNode.class::isInstance)
                                        .flatMap(map -> ((MapNode) map).find("default"))
                                        .orElseGet(() -> ScalarNode.ofDefault("", ScalarNode.Type.TEXT)))));
        Map<String, String> pairs = new LinkedHashMap<>();
        pack.find("settings")
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .ifPresent(declared -> declared.keys()
                        .forEach(name -> declared.find(name)
                                .filter(MapNode.class::isInstance)
                                .flatMap(map -> ((MapNode) map).find("adds-up-with"))
                                .filter(ScalarNode.class::isInstance)
                                .ifPresent(other -> pairs.put(name, ((ScalarNode) other).text()))));
        return new PackSettings(defaults, pairs).with(stated, problems);
    }

    PackSettings with(Optional<MapNode> stated, Problems problems) {
        Map<String, Node> all = new LinkedHashMap<>(values);
        stated.ifPresent(map -> map.entries().forEach((name, entry) -> {
            if (values.containsKey(name)) {
                all.put(name, entry.value());
            } else {
                problems.unknownName(entry.keyPlace(), "The pack's setting", name, values.keySet());
            }
        }));
        stated.ifPresent(map -> pairs.forEach((one, other) -> warnOfParts(map, one, other, all, problems)));
        return new PackSettings(all, pairs);
    }

    /** Weights need not be percent, but whoever sets one of two parts mostly thinks so. */
    private static void warnOfParts(
            MapNode stated, String one, String other, Map<String, Node> all, Problems problems) {
        Optional<Place> place = Stream.of(one, other)
                .flatMap(name -> stated.find(name).stream())
                .map(Node::place)
                .findFirst();
        Optional<BigDecimal> first = number(all.get(one));
        Optional<BigDecimal> second = number(all.get(other));
        if (place.isEmpty() || first.isEmpty() || second.isEmpty()) {
            return;
        }
        BigDecimal sum = first.get().add(second.get());
        if (sum.signum() <= 0 || sum.compareTo(HUNDRED) == 0 || sum.compareTo(BigDecimal.ONE) == 0) {
            return;
        }
        BigDecimal percent = first.get().multiply(HUNDRED).divide(sum, 1, RoundingMode.HALF_UP);
        problems.warn(
                ConfigError.CONFIG_CONFLICT,
                place.get(),
                one + " and " + other + " are " + first.get().toPlainString() + " and "
                        + second.get().toPlainString() + ", together " + sum.toPlainString() + " and not 100: so " + one
                        + " is " + percent + " %.",
                "Set both, so that they add up to 100.");
    }

    private static Optional<BigDecimal> number(@Nullable Node value) {
        try {
            return value instanceof ScalarNode scalar ? Optional.of(new BigDecimal(scalar.text())) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Names of the settings that a value reads. */
    static Set<String> readBy(Node node) {
        Set<String> names = new TreeSet<>();
        if (node instanceof MapNode map) {
            map.entries().values().forEach(entry -> names.addAll(readBy(entry.value())));
        } else if (node instanceof ListNode list) {
            list.items().forEach(item -> names.addAll(readBy(item)));
        } else if (node instanceof ScalarNode scalar) {
            REFERENCE.matcher(scalar.text()).results().forEach(found -> names.add(found.group(1)));
        }
        return names;
    }

    /** The value with settings in place; empty if it is left out. */
    Optional<Node> fill(Node node, Problems problems) {
        if (node instanceof ListNode list) {
            List<Node> items = new ArrayList<>();
            list.items().forEach(item -> fill(item, problems).ifPresent(items::add));
            return Optional.of(new ListNode(items, list.place()));
        }
        if (node instanceof MapNode map) {
            return fill(map, problems);
        }
        return fill((ScalarNode) node, problems);
    }

    private Optional<Node> fill(MapNode map, Problems problems) {
        Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, MapNode.Entry> entry : map.entries().entrySet()) {
            Optional<Node> value = fill(entry.getValue().value(), problems);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            entries.put(entry.getKey(), new MapNode.Entry(entry.getValue().keyPlace(), value.get()));
        }
        return Optional.of(new MapNode(entries, map.place()));
    }

    private Optional<Node> fill(ScalarNode scalar, Problems problems) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        if (!reference.find()) {
            return Optional.of(scalar);
        }
        if (reference.matches()) {
            return known(reference.group(1), scalar, problems).filter(value -> !isEmpty(value));
        }
        String text = REFERENCE
                .matcher(scalar.text())
                .replaceAll(found -> Matcher.quoteReplacement(known(found.group(1), scalar, problems)
                        .filter(ScalarNode.class::isInstance)
                        .map(value -> ((ScalarNode) value).text())
                        .orElse("")));
        return Optional.of(new ScalarNode(text, text, scalar.type(), placeOf(scalar), Optional.empty()));
    }

    /** Where the user set what the text reads; else that of the text. */
    private Place placeOf(ScalarNode scalar) {
        return readBy(scalar).stream()
                .flatMap(name -> Optional.ofNullable(values.get(name)).stream())
                .map(Node::place)
                .filter(place -> !place.file().equals(scalar.place().file()) && !place.equals(Place.DEFAULT))
                .findFirst()
                .orElse(scalar.place());
    }

    private Optional<Node> known(String name, ScalarNode at, Problems problems) {
        if (!values.containsKey(name)) {
            problems.unknownName(at.place(), "The pack's setting", name, values.keySet());
        }
        return Optional.ofNullable(values.get(name));
    }

    private static boolean isEmpty(Node value) {
        return value instanceof ScalarNode scalar
                ? scalar.text().isEmpty() || scalar.type() == ScalarNode.Type.NULL
                : value instanceof ListNode list && list.items().isEmpty();
    }
}
