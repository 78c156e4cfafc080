package org.apportion.ingest.mapping;

import java.util.Collection;
import org.apportion.spi.Dialect;

/** How the columns of one kind of bill become FOCUS columns. Immutable. */
public interface Mapping {

    /** Such as {@code aws-cur-2}. */
    String name();

    /** Version of the rules, counted from 1; a change of a record's content raises it. */
    int version();

    /** Name and version as records carry them, such as {@code aws-cur-2@1}. */
    default String id() {
        return name() + "@" + version();
    }

    /**
     * Whether these cells are the heading line of such a bill. Spelling variants of headings (case, slashes, underscores, a
     * translation with the English name in brackets) count as equal.
     */
    boolean recognizes(Collection<String> headings);

    /** Compiles the mapping for a file with these columns. Never fails for what the file holds: see the plan's problems. */
    MappingPlan bind(SourceLayout layout, Dialect dialect);
}
