package org.apportion.ingest.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Column names that an engine can tell apart: engines ignore case, and real files have unnamed and doubled columns. */
final class UniqueNames {
    private UniqueNames() {}

    /** {@code [Tags, tags, ""]} becomes {@code [Tags, tags_2, column_3]}. Blanks around a name are dropped. */
    static List<String> of(List<String> headings) {
        Set<String> taken = new HashSet<>();
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            String heading = headings.get(i).strip();
            String base = heading.isEmpty() ? "column_" + (i + 1) : heading;
            String name = base;
            for (int count = 2; !taken.add(name.toLowerCase(Locale.ROOT)); count++) {
                name = base + "_" + count;
            }
            unique.add(name);
        }
        return List.copyOf(unique);
    }
}
