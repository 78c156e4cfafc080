package org.apportion.ingest.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apportion.model.ApportionException;
import org.apportion.model.source.SourceDefinition;

/**
 * Finds mappings: the shipped ones by name, a user's by path, one written in a configuration by its tree. A user's mapping
 * may say {@code extends} with the name of a shipped one, and only write what differs; lookup tables of its own stand
 * beside it as CSV files.
 */
public final class Mappings {
    private static final String FOLDER = "/mappings/";
    /** In alphabetical order. */
    private static final List<String> SHIPPED = List.of(
            "aws-cur",
            "aws-cur-2",
            "azure",
            "azure-ea-legacy",
            "azure-marketplace",
            "azure-reservation",
            "confluent-costs",
            "focus",
            "gcp",
            "gcp-csv",
            "generic",
            "oci");
    /** The value of {@link SourceDefinition#mapping} that asks for {@link #detect}. */
    public static final String AUTO = "auto";

    private static final Map<String, Mapping> LOADED = new ConcurrentHashMap<>();

    private Mappings() {}

    public static List<String> names() {
        return SHIPPED;
    }

    /**
     * A mapping that comes with Apportion.
     *
     * @throws ApportionException MAPPING_UNKNOWN if no mapping of that name is shipped
     */
    public static Mapping shipped(String name) {
        if (!SHIPPED.contains(name)) {
            throw unknown(name);
        }
        Mapping loaded = LOADED.get(name);
        if (loaded == null) {
            loaded = parse(shippedText(name + ".yaml").orElseThrow(), name + ".yaml", Mappings::shippedTable);
            LOADED.put(name, loaded);
        }
        return loaded;
    }

    /** The mapping that a source asks for; empty if it is to be recognized by the headings of each file. */
    public static Optional<Mapping> of(SourceDefinition source) {
        if (source.inlineMapping().isPresent()) {
            return Optional.of(inline(source.inlineMapping().get(), source.place()));
        }
        return source.mapping().equals(AUTO) ? Optional.empty() : Optional.of(named(source.mapping()));
    }

    /** A shipped mapping by its name, or a user's by the path of its file. */
    public static Mapping named(String nameOrPath) {
        return SHIPPED.contains(nameOrPath) ? shipped(nameOrPath) : read(Path.of(nameOrPath));
    }

    /**
     * A mapping from a file of the user.
     *
     * @throws ApportionException MAPPING_UNREADABLE or, with all mistakes at once, MAPPING_INVALID
     */
    public static Mapping read(Path file) {
        if (!Files.exists(file) && file.getNameCount() == 1 && !file.toString().contains(".")) {
            throw unknown(file.toString());
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApportionException(
                    MappingError.MAPPING_UNREADABLE,
                    file.toString(),
                    "the mapping file cannot be read as UTF-8 text.",
                    "Check the path and its permissions.",
                    e);
        }
        return parse(text, file.toString(), name -> tableBeside(file, name).or(() -> shippedTable(name)));
    }

    /**
     * A mapping written in a configuration.
     *
     * @param tree the plain tree of its YAML: maps, lists and scalars
     * @param place where it stands, for messages
     * @throws ApportionException MAPPING_INVALID with all mistakes at once
     */
    public static Mapping inline(Map<String, Object> tree, String place) {
        Complaints complaints = new Complaints();
        return finish(Tree.of(tree, place), place, Mappings::shippedTable, complaints);
    }

    /** The shipped mapping that recognizes these headings; of several the one that looks for the most of them. */
    public static Optional<Mapping> detect(Set<String> headings) {
        return SHIPPED.stream()
                .map(Mappings::shipped)
                .filter(mapping -> mapping.recognizes(headings))
                .max(Comparator.comparingInt(
                        mapping -> mapping.definition().detectAll().size()));
    }

    private static Mapping parse(String yaml, String file, Function<String, Optional<LookupTable>> tables) {
        Complaints complaints = new Complaints();
        Tree tree = new TreeReader(file, complaints).read(yaml);
        return finish(tree, file, tables, complaints);
    }

    private static Mapping finish(
            Tree tree, String place, Function<String, Optional<LookupTable>> tables, Complaints complaints) {
        Tree whole = extended(tree, complaints, new HashSet<>());
        MappingDefinition definition = new DefinitionParser(whole, tables, complaints).parse();
        complaints.raise(place);
        return new Mapping(definition);
    }

    /** The tree over the shipped mapping that it extends, section by section. */
    private static Tree extended(Tree tree, Complaints complaints, Set<String> seen) {
        if (!(tree instanceof Tree.Fields fields) || !(fields.fields().get("extends") instanceof Tree.Text base)) {
            return tree;
        }
        if (!SHIPPED.contains(base.text()) || !seen.add(base.text())) {
            complaints.add(base.place(), "'" + base.text() + "' is no shipped mapping; there are " + SHIPPED);
            return tree;
        }
        String file = base.text() + ".yaml";
        Tree below = new TreeReader(file, complaints).read(shippedText(file).orElse(""));
        return Tree.merge(extended(below, complaints, seen), tree);
    }

    private static Optional<LookupTable> shippedTable(String name) {
        return name.matches("[a-z0-9-]+")
                ? shippedText(name + ".csv").map(text -> LookupTable.parse(name, text))
                : Optional.empty();
    }

    private static Optional<LookupTable> tableBeside(Path mapping, String name) {
        Path file = mapping.resolveSibling(name + ".csv");
        if (!name.matches("[A-Za-z0-9_-]+") || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LookupTable.parse(name, Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new ApportionException(
                    MappingError.MAPPING_UNREADABLE,
                    file.toString(),
                    "the lookup table cannot be read as UTF-8 text.",
                    "Check its permissions.",
                    e);
        }
    }

    private static Optional<String> shippedText(String file) {
        try (InputStream stream = Mappings.class.getResourceAsStream(FOLDER + file)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApportionException unknown(String name) {
        return new ApportionException(
                MappingError.MAPPING_UNKNOWN,
                "mapping '" + name + "'",
                "no such mapping is shipped.",
                "Use one of " + SHIPPED + ", auto, or the path of a mapping file.");
    }
}
