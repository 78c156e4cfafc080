package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a mapping file that knows where it stands. */
sealed interface Tree {

    Place place();

    /**
     * A single value.
     *
     * @param text as written, without quotes; empty for nothing
     */
    record Text(String text, Place place) implements Tree {}

    record Items(List<Tree> items, Place place) implements Tree {}

    /** Keys in the order written. */
    record Fields(Map<String, Tree> fields, Place place) implements Tree {}

    /**
     * Where something is written.
     *
     * @param line from 1; 0 if there is no file
     */
    record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line + ":" + column;
        }
    }

    /** Turns the plain tree of a configuration (maps, lists, scalars) into this form. */
    static Tree of(Object value, String where) {
        Place place = new Place(where, 0, 0);
        if (value instanceof Map<?, ?> map) {
            Map<String, Tree> fields = new LinkedHashMap<>();
            map.forEach((key, child) -> fields.put(String.valueOf(key), of(child, where)));
            return new Fields(fields, place);
        }
        if (value instanceof List<?> list) {
            List<Tree> items = new ArrayList<>();
            list.forEach(child -> items.add(of(child, where)));
            return new Items(items, place);
        }
        return new Text(value == null ? "" : value.toString(), place);
    }

    /** A mapping over the one it extends: its sections are merged key by key, anything else is replaced. */
    static Tree merge(Tree below, Tree above) {
        return merge(below, above, 2);
    }

    private static Tree merge(Tree below, Tree above, int levels) {
        if (levels > 0 && below instanceof Fields low && above instanceof Fields high) {
            Map<String, Tree> fields = new LinkedHashMap<>(low.fields());
            high.fields().forEach((key, child) -> fields.merge(key, child, (old, now) -> merge(old, now, levels - 1)));
            return new Fields(fields, high.place());
        }
        return above;
    }
}
