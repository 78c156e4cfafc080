package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.ingest.mapping.Tree.Fields;
import org.apportion.ingest.mapping.Tree.Items;
import org.apportion.ingest.mapping.Tree.Text;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.jspecify.annotations.Nullable;

/** Checks a mapping's tree and turns it into a definition. Mistakes are collected, never thrown. */
final class DefinitionParser {
    private static final Set<String> WORDS = Set.of(
            "mapping",
            "version",
            "title",
            "extends",
            "detect",
            "options",
            "datasets",
            "nulls",
            "number-nulls",
            "dates",
            "zone",
            "decimal",
            "finer-digits",
            "required",
            "ids",
            "keep",
            "fields",
            "values",
            "same-names",
            "tags",
            "columns",
            "rows",
            "skip",
            "junk",
            "delivery-version");

    private final Map<String, Tree> root;
    private final Tree.Place place;
    private final Complaints complaints;
    private final ExpressionParser expressions;

    DefinitionParser(Tree tree, Function<String, Optional<LookupTable>> tables, Complaints complaints) {
        this.place = tree.place();
        this.complaints = complaints;
        if (tree instanceof Fields fields) {
            this.root = fields.fields();
        } else {
            this.root = Map.of();
            complaints.add(place, "a mapping is a map of keys");
        }
        Map<String, List<String>> named = new LinkedHashMap<>();
        section("fields").forEach((name, headings) -> named.put(name, texts(headings)));
        this.expressions = new ExpressionParser(named, section("values"), tables, complaints);
    }

    MappingDefinition parse() {
        for (Map.Entry<String, Tree> entry : root.entrySet()) {
            if (!WORDS.contains(entry.getKey())) {
                complaints.add(
                        entry.getValue().place(),
                        "'" + entry.getKey() + "' is no key of a mapping" + nearest(entry.getKey()));
            }
        }
        Map<String, Tree> detect = section("detect");
        return new MappingDefinition(
                word("mapping", "unnamed"),
                version(),
                word("title", ""),
                texts(detect.get("headings")),
                texts(detect.get("unless")),
                options(),
                datasets(),
                texts(root.get("nulls")),
                texts(root.get("number-nulls")),
                texts(root.get("dates")),
                Checks.zone(word("zone", "UTC"), place("zone"), complaints),
                oneOf("decimal", "point", Set.of("point", "comma", "auto")),
                oneOf("finer-digits", "refuse", Set.of("refuse", "round")).equals("round"),
                columnsOf("required"),
                columnsOf("ids"),
                columnsOf("keep"),
                word("same-names", "false").equals("true"),
                tags(),
                columns(section("columns")),
                rows(),
                condition("skip"),
                condition("junk"),
                Optional.ofNullable(root.get("delivery-version")).map(tree -> expressions.parse(tree, Kind.TIME)));
    }

    private Map<String, Expression> columns(Map<String, Tree> trees) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        trees.forEach((name, tree) -> {
            Optional<Column> column = RecordColumns.find(name);
            if (column.isEmpty() || column.get().type() == ColumnType.STRING_MAP) {
                complaints.add(
                        tree.place(),
                        column.isEmpty()
                                ? "'" + name
                                        + "' is no column of a cost record; its columns are those of FOCUS 1.4 and "
                                        + RecordColumns.OWN
                                : "'" + name + "' is made by the key 'tags'");
                return;
            }
            columns.put(name, expressions.parse(tree, RecordColumns.kind(column.get())));
        });
        return columns;
    }

    private List<MappingDefinition.FurtherRow> rows() {
        List<MappingDefinition.FurtherRow> rows = new ArrayList<>();
        for (Tree tree : root.get("rows") instanceof Items items ? items.items() : List.<Tree>of()) {
            Map<String, Tree> row = tree instanceof Fields fields ? fields.fields() : Map.of();
            Tree only = row.get("only");
            if (only == null
                    || !(row.get("columns") instanceof Fields changed)
                    || !(row.get("row") instanceof Text name)) {
                complaints.add(
                        tree.place(), "a further row needs 'row' (its name), 'only' (a condition) and 'columns'");
                continue;
            }
            rows.add(new MappingDefinition.FurtherRow(
                    name.text(), expressions.conditions().parse(only), columns(changed.fields())));
        }
        return rows;
    }

    private List<TagSource> tags() {
        List<TagSource> sources = new ArrayList<>();
        for (Tree tree : root.get("tags") instanceof Items items ? items.items() : List.<Tree>of()) {
            Map<String, Tree> source = tree instanceof Fields fields ? fields.fields() : Map.of();
            Optional<TagSource.Form> form = List.of(TagSource.Form.values()).stream()
                    .filter(candidate -> source.containsKey(formWord(candidate)))
                    .findFirst();
            if (form.isEmpty()) {
                complaints.add(tree.place(), "tags need one of 'object', 'pairs' or 'columns'");
                continue;
            }
            List<TagSource.Rename> renames = new ArrayList<>();
            if (source.get("rename") instanceof Fields fields) {
                fields.fields()
                        .forEach((beginning, with) -> renames.add(new TagSource.Rename(
                                beginning, texts(with).stream().findFirst().orElse(""))));
            }
            String prefix = texts(source.get("prefix")).stream().findFirst().orElse("");
            List<String> headings = texts(source.get(formWord(form.get()))).stream()
                    .flatMap(word -> expressions.headings(word).stream())
                    .toList();
            sources.add(new TagSource(form.get(), headings, renames, prefix));
        }
        return sources;
    }

    private static String formWord(TagSource.Form form) {
        return form.name().toLowerCase(Locale.ROOT);
    }

    private Map<String, MappingDefinition.Option> options() {
        Map<String, MappingDefinition.Option> options = new LinkedHashMap<>();
        section("options").forEach((name, tree) -> {
            Map<String, Tree> option = tree instanceof Fields fields ? fields.fields() : Map.of();
            List<String> standard = texts(option.get("default"));
            if (standard.size() != 1) {
                complaints.add(tree.place(), "option '" + name + "' needs a 'default'");
                return;
            }
            options.put(name, new MappingDefinition.Option(standard.get(0), texts(option.get("allowed"))));
        });
        return options;
    }

    private Optional<MappingDefinition.Datasets> datasets() {
        Map<String, Tree> tree = section("datasets");
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> patterns = new LinkedHashMap<>();
        if (tree.get("files") instanceof Fields files) {
            files.fields()
                    .forEach((name, pattern) -> patterns.put(
                            name,
                            Checks.pattern(
                                    texts(pattern).stream().findFirst().orElse(""), pattern.place(), complaints)));
        }
        List<String> option = texts(tree.get("option"));
        List<String> together = texts(tree.get("together"));
        if (option.size() != 1 || together.size() != 1 || patterns.isEmpty()) {
            complaints.add(place("datasets"), "'datasets' needs 'option', 'together' and 'files'");
            return Optional.empty();
        }
        return Optional.of(new MappingDefinition.Datasets(option.get(0), together.get(0), patterns));
    }

    private Optional<Condition> condition(String key) {
        return Optional.ofNullable(root.get(key))
                .map(tree -> expressions.conditions().parse(tree));
    }

    private List<List<String>> columnsOf(String key) {
        return texts(root.get(key)).stream().map(expressions::headings).toList();
    }

    private Map<String, Tree> section(String key) {
        Tree tree = root.get(key);
        if (tree == null) {
            return Map.of();
        }
        if (tree instanceof Fields fields) {
            return fields.fields();
        }
        complaints.add(tree.place(), "'" + key + "' is a map of keys");
        return Map.of();
    }

    private String word(String key, String standard) {
        return texts(root.get(key)).stream().findFirst().orElse(standard);
    }

    private String oneOf(String key, String standard, Set<String> allowed) {
        String word = word(key, standard);
        if (!allowed.contains(word)) {
            complaints.add(
                    place(key),
                    "'" + key + "' is one of " + allowed.stream().sorted().toList());
        }
        return word;
    }

    private int version() {
        try {
            return Integer.parseInt(word("version", "1"));
        } catch (NumberFormatException e) {
            complaints.add(place("version"), "the version is a whole number");
            return 1;
        }
    }

    private Tree.Place place(String key) {
        Tree tree = root.get(key);
        return tree == null ? place : tree.place();
    }

    private List<String> texts(@Nullable Tree tree) {
        if (tree == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Tree item : tree instanceof Items items ? items.items() : List.of(tree)) {
            if (item instanceof Text text) {
                texts.add(text.text());
            } else {
                complaints.add(item.place(), "needs a text or a list of texts");
            }
        }
        return texts;
    }

    private static String nearest(String word) {
        return WORDS.stream()
                .sorted()
                .min(Comparator.comparingInt(known -> distance(known, word)))
                .filter(known -> distance(known, word) <= 3)
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("");
    }

    /** Letters to add, drop or change. */
    private static int distance(String left, String right) {
        int[] row = IntStream.rangeClosed(0, right.length()).toArray();
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
