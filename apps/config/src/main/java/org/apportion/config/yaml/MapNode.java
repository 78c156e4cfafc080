package org.apportion.config.yaml;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.problem.Place;

/** Keys with values, in the order of the file. */
public record MapNode(Map<String, Entry> entries, Place place, int size) implements Node {
    public MapNode(Map<String, Entry> entries, Place place) {
        this(
                Collections.unmodifiableMap(new LinkedHashMap<>(entries)),
                place,
                sizeOf(entries.values().stream().map(Entry::value).toList()));
    }

    /** A key's place and its value. */
    public record Entry(Place keyPlace, Node value) {}

    public Optional<Node> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    public Set<String> keys() {
        return entries.keySet();
    }

    /** The same map with one more, or another, value. */
    public MapNode with(String key, Node value) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        Entry known = entries.get(key);
        changed.put(key, new Entry(known == null ? value.place() : known.keyPlace(), value));
        return new MapNode(changed, place);
    }

    /** The same map without a key. */
    public MapNode without(String key) {
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        changed.remove(key);
        return new MapNode(changed, place);
    }

    @Override
    public String describe() {
        return "a mapping with keys";
    }

    static int sizeOf(Collection<Node> values) {
        long size = 1;
        for (Node value : values) {
            size += value.size();
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
