package org.apportion.config.yaml;

import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 document (core schema) into a tree. Of a file that is no YAML the parser's first complaint is reported;
 * doubled keys are reported all.
 *
 * <p>Source: YAML 1.2.2, https://yaml.org/spec/1.2.2/.
 */
public final class YamlReader {
    /** Nesting beyond this is refused before it exhausts the stack. */
    static final int DEEPEST = 100;
    /** Aliases of lists and mappings in one file. */
    static final int MOST_ALIASES = 1_000;
    /** Values of one file, aliases followed: a guard against files that unfold themselves. */
    static final int MOST_VALUES = 1_000_000;

    private final Problems problems;

    public YamlReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The document's mapping; an empty one for an empty file; nothing after adding a problem.
     *
     * @param shown the file as messages call it
     */
    public Optional<MapNode> read(String text, String shown) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(shown)
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit((int) FileReader.LIMIT)
                .build();
        try {
            if (NestingGuard.isDeeperThan(settings, text, DEEPEST)) {
                return refuse(Place.of(shown), "The file nests deeper than " + DEEPEST + " levels", "Make it flatter.");
            }
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return Optional.of(new MapNode(java.util.Map.of(), new Place(shown, 1, 1)));
            }
            return checked(new TreeBuilder(shown, text, problems).build(root.get()), shown);
        } catch (MarkedYamlEngineException e) {
            Place place = YamlComplaint.mark(e).map(mark -> place(shown, mark)).orElse(Place.of(shown));
            return refuse(place, YamlComplaint.words(e), YamlComplaint.advice(e));
        } catch (YamlEngineException e) {
            return refuse(Place.of(shown), "The file is not YAML: " + YamlComplaint.firstLine(e), "Mend the text.");
        }
    }

    private Optional<MapNode> checked(Node root, String shown) {
        if (root.size() > MOST_VALUES) {
            return refuse(
                    Place.of(shown),
                    "The file has more than " + MOST_VALUES + " values when its aliases are followed",
                    "Use fewer aliases, or move long lists to CSV files.");
        }
        if (root instanceof MapNode map) {
            return Optional.of(map);
        }
        problems.add(
                ConfigError.CONFIG_WRONG_TYPE,
                root.place(),
                "The file must be a mapping with keys, but is " + root.describe() + ".",
                "Begin it with a section such as sources:.");
        return Optional.empty();
    }

    private Optional<MapNode> refuse(Place place, String problem, String advice) {
        problems.markIncomplete();
        problems.add(ConfigError.CONFIG_SYNTAX, place, problem + ".", advice);
        return Optional.empty();
    }

    static Place place(String shown, Mark mark) {
        return new Place(shown, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
