package org.apportion.model.price;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.CodePointOrder;

/**
 * Which component has to be priced before which: a component whose resale names a service contains whatever that service uses.
 * Days are not looked at: what would be a cycle on some day is one.
 */
public final class ResaleOrder {
    private final Map<String, SortedSet<String>> needs = new TreeMap<>(CodePointOrder.INSTANCE);

    public ResaleOrder(Collection<Price.Resale> resales, Collection<InternalService> services) {
        for (Price.Resale resale : resales) {
            for (InternalService service : services) {
                if (resale.services().contains(service.id())) {
                    service.uses()
                            .forEach(use -> needs.computeIfAbsent(
                                            resale.component(), any -> new TreeSet<>(CodePointOrder.INSTANCE))
                                    .add(use.component()));
                }
            }
        }
    }

    /** The components by code point, but each after all that it contains. Of a cycle, one comes first. */
    public List<String> inOrder(SortedSet<String> components) {
        Set<String> ordered = new LinkedHashSet<>();
        components.forEach(component -> visit(component, new LinkedHashSet<>(), ordered));
        return ordered.stream().filter(components::contains).toList();
    }

    /** A component that contains itself, as the way from it back to it; empty if there is none. */
    public Optional<List<String>> cycle() {
        for (String component : needs.keySet()) {
            List<String> way = wayBack(component);
            if (!way.isEmpty()) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    private void visit(String component, Set<String> above, Set<String> ordered) {
        if (above.add(component) && !ordered.contains(component)) {
            for (String needed : needs.getOrDefault(component, new TreeSet<>())) {
                visit(needed, above, ordered);
            }
            ordered.add(component);
        }
    }

    /** The shortest way, found in widening circles. */
    private List<String> wayBack(String start) {
        Map<String, String> cameFrom = new LinkedHashMap<>();
        List<String> circle = List.of(start);
        while (!circle.isEmpty()) {
            List<String> next = new ArrayList<>();
            for (String component : circle) {
                for (String needed : needs.getOrDefault(component, new TreeSet<>())) {
                    if (cameFrom.putIfAbsent(needed, component) == null) {
                        next.add(needed);
                    }
                }
            }
            if (cameFrom.containsKey(start)) {
                return way(start, cameFrom);
            }
            circle = next;
        }
        return List.of();
    }

    private static List<String> way(String start, Map<String, String> cameFrom) {
        List<String> way = new ArrayList<>(List.of(start));
        String at = start;
        do {
            at = cameFrom.getOrDefault(at, start);
            way.add(0, at);
        } while (!at.equals(start));
        return way;
    }
}
