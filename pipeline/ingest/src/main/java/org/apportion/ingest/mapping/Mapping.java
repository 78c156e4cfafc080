package org.apportion.ingest.mapping;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.ApportionException;
import org.apportion.spi.Dialect;

/** How the columns of one kind of bill become FOCUS columns. Immutable. */
public final class Mapping {
    private final MappingDefinition definition;

    Mapping(MappingDefinition definition) {
        this.definition = definition;
    }

    MappingDefinition definition() {
        return definition;
    }

    /** Such as {@code aws-cur-2}. */
    public String name() {
        return definition.name();
    }

    /** Version of the rules, counted from 1; a change of a record's content raises it. */
    public int version() {
        return definition.version();
    }

    /** Name and version as records carry them, such as {@code aws-cur-2@1}. */
    public String id() {
        return name() + "@" + version();
    }

    /** What the mapping reads, for people. */
    public String title() {
        return definition.title();
    }

    /** Names of the options that a source may set, in the order of the mapping. */
    public List<String> options() {
        return List.copyOf(definition.options().keySet());
    }

    /**
     * Whether these cells are the heading line of such a bill. Spelling variants of headings (case, slashes, underscores, a
     * translation with the English name in brackets) count as equal. A mapping without any heading to look for recognizes
     * nothing.
     */
    public boolean recognizes(Collection<String> headings) {
        Set<String> plain = Headings.plain(headings);
        List<String> wanted = definition.detectAll();
        return !wanted.isEmpty()
                && wanted.stream().map(Headings::plain).allMatch(plain::contains)
                && definition.detectNone().stream().map(Headings::plain).noneMatch(plain::contains);
    }

    /** Whether one of the headings names the column, in any spelling that {@link #recognizes} takes for it. */
    public static boolean names(Collection<String> headings, String column) {
        return Headings.plain(headings).contains(Headings.plain(column));
    }

    /**
     * Compiles the mapping for a file with these columns. What the file lacks is told by the plan's problems.
     *
     * @throws ApportionException MAPPING_OPTION_INVALID if an option has a value that the mapping does not know
     */
    public MappingPlan bind(SourceLayout layout, Dialect dialect) {
        Binder binder = new Binder(definition, layout);
        Binding binding = binder.binding();
        Optional<String> unknownDataset = binder.problem();
        return new PlanBuilder(this, layout, binding, dialect).build(unknownDataset);
    }
}
