package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.ingest.mapping.Tree.Fields;
import org.apportion.ingest.mapping.Tree.Items;
import org.apportion.ingest.mapping.Tree.Text;

/**
 * Reads value rules. A word names an entry of {@code values}, else of {@code fields}, else a source heading; a list is
 * the first of its entries that has a value; a map is an operation.
 */
final class ExpressionParser {
    private static final int DEEPEST = 40;
    private static final Expression NOTHING = new Expression.FirstOf(List.of(), Kind.TEXT);

    private final Map<String, List<String>> fields;
    private final Map<String, Tree> values;
    private final Function<String, Optional<LookupTable>> tables;
    private final Complaints complaints;
    private final ConditionParser conditions;
    private int depth;

    ExpressionParser(
            Map<String, List<String>> fields,
            Map<String, Tree> values,
            Function<String, Optional<LookupTable>> tables,
            Complaints complaints) {
        this.fields = fields;
        this.values = values;
        this.tables = tables;
        this.complaints = complaints;
        this.conditions = new ConditionParser(this, complaints);
    }

    ConditionParser conditions() {
        return conditions;
    }

    /** The headings of a field; the word itself if it is no field. */
    List<String> headings(String word) {
        return fields.getOrDefault(word, List.of(word));
    }

    Expression parse(Tree tree, Kind kind) {
        if (++depth > DEEPEST) {
            complaints.add(tree.place(), "is nested too deeply, or a value is made of itself");
            depth--;
            return NOTHING;
        }
        try {
            if (tree instanceof Text text) {
                return reference(text, kind);
            }
            if (tree instanceof Items items) {
                return new Expression.FirstOf(parseAll(items.items(), kind), kind);
            }
            return operation((Fields) tree, kind);
        } finally {
            depth--;
        }
    }

    private Expression reference(Text text, Kind kind) {
        if (text.text().isBlank()) {
            complaints.add(text.place(), "is empty; expected a column, a list of columns or an operation");
            return NOTHING;
        }
        Tree value = values.get(text.text());
        if (value != null) {
            return parse(value, kind);
        }
        return new Expression.Cell(headings(text.text()), kind, text.place());
    }

    private List<Expression> parseAll(List<Tree> trees, Kind kind) {
        List<Expression> all = new ArrayList<>();
        trees.forEach(tree -> all.add(parse(tree, kind)));
        return all;
    }

    private Expression operation(Fields fields, Kind kind) {
        Operation operation = Operation.of(fields).orElse(null);
        if (operation == null) {
            complaints.add(
                    fields.place(),
                    "names no operation: found " + fields.fields().keySet() + ", expected one of " + Operation.words());
            return NOTHING;
        }
        Tree main = fields.fields().getOrDefault(operation.word(), fields);
        Set<String> allowed = operation.keys();
        for (String key : fields.fields().keySet()) {
            if (!allowed.contains(key)) {
                complaints.add(
                        fields.place(), "'" + key + "' is no part of '" + operation.word() + "'; it takes " + allowed);
            }
        }
        if (operation.gives() != null && operation.gives() != kind) {
            if (operation.gives() == Kind.TEXT) {
                return new Expression.Read(build(operation, main, fields, Kind.TEXT), kind);
            }
            complaints.add(
                    fields.place(),
                    "'" + operation.word() + "' gives a " + word(operation.gives()) + " where a " + word(kind)
                            + " is needed");
            return NOTHING;
        }
        return build(operation, main, fields, kind);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    private Expression build(Operation operation, Tree main, Fields all, Kind kind) {
        return switch (operation) {
            case VALUE -> constant(main, kind);
            case WHEN -> when(main, kind);
            case SUM -> new Expression.Sum(parseAll(list(main), Kind.NUMBER));
            case NEGATE -> new Expression.Negate(parse(main, Kind.NUMBER));
            case MULTIPLY -> {
                List<Expression> two = two(main, Kind.NUMBER);
                yield new Expression.Multiply(two.get(0), two.get(1));
            }
            case DIVIDE -> {
                List<Expression> two = two(main, Kind.NUMBER);
                yield new Expression.Divide(two.get(0), two.get(1));
            }
            case ROUND -> new Expression.Rounded(parse(main, Kind.NUMBER));
            case TOTAL ->
                new Expression.ListTotal(
                        new Expression.Cell(headings(text(main)), Kind.TEXT, main.place()), part(all, "of"));
            case BLOCK_SIZE -> new Expression.BlockSize(parse(main, Kind.TEXT));
            case BLOCK_UNIT -> new Expression.BlockUnit(parse(main, Kind.TEXT));
            case LOOKUP -> lookup(main, all);
            case LOWER -> new Expression.Lower(parse(main, Kind.TEXT));
            case REPLACE -> new Expression.Replace(parse(main, Kind.TEXT), part(all, "what"), part(all, "with"));
            case EXTRACT -> new Expression.Extract(parse(main, Kind.TEXT), pattern(all, "pattern"));
            case LAST_PART -> new Expression.LastPart(parse(main, Kind.TEXT), part(all, "after"));
            case JOIN -> new Expression.Join(parseAll(list(main), Kind.TEXT), part(all, "with"));
            case PLUS -> later(main, all);
            case MONTH_START -> new Expression.MonthStart(parse(main, Kind.TIME));
            case EXCLUSIVE_END -> new Expression.ExclusiveEnd(parse(main, Kind.TIME));
            case IN_ZONE -> new Expression.InZone(parse(main, Kind.TIME), zone(all));
        };
    }

    private Expression constant(Tree main, Kind kind) {
        String text = text(main);
        if (kind == Kind.NUMBER && !text.matches("-?[0-9]{1,20}(\\.[0-9]{1,18})?")) {
            complaints.add(main.place(), "'" + text + "' is no number of at most 20 digits and 18 decimals");
        }
        return new Expression.Constant(text, kind);
    }

    private Expression when(Tree main, Kind kind) {
        List<Expression.Branch> branches = new ArrayList<>();
        for (Tree tree : list(main)) {
            Map<String, Tree> branch = tree instanceof Fields fields ? fields.fields() : Map.of();
            Tree condition = branch.get("if");
            Tree then = branch.getOrDefault("then", branch.get("else"));
            if (then == null || branch.containsKey("then") != (condition != null)) {
                complaints.add(tree.place(), "a branch is either {if, then} or {else}; found " + branch.keySet());
                continue;
            }
            Condition test = condition == null ? new Condition.All(List.of()) : conditions.parse(condition);
            branches.add(new Expression.Branch(test, parse(then, kind)));
        }
        return new Expression.When(branches, kind);
    }

    private Expression lookup(Tree main, Fields all) {
        LookupTable table = tables.apply(text(main)).orElse(null);
        Tree by = all.fields().get("by");
        String take = part(all, "take");
        if (table == null || by == null) {
            complaints.add(
                    main.place(), table == null ? "there is no lookup table '" + text(main) + "'" : "'by' is missing");
            return NOTHING;
        }
        List<Expression> keys =
                by instanceof Items items ? parseAll(items.items(), Kind.TEXT) : List.of(parse(by, Kind.TEXT));
        if (!table.columns().contains(take) || keys.size() >= table.columns().size()) {
            complaints.add(
                    main.place(),
                    "table '" + table.name() + "' has the columns " + table.columns() + "; '" + take + "' by "
                            + keys.size() + " keys can't be looked up");
            return NOTHING;
        }
        return new Expression.Lookup(table, keys, take);
    }

    private Expression later(Tree main, Fields all) {
        boolean months = all.fields().containsKey("months");
        String amount = part(all, months ? "months" : "days");
        try {
            return new Expression.Later(parse(main, Kind.TIME), Integer.parseInt(amount), months);
        } catch (NumberFormatException e) {
            complaints.add(main.place(), "'" + amount + "' is no whole number");
            return NOTHING;
        }
    }

    private List<Expression> two(Tree main, Kind kind) {
        List<Tree> trees = list(main);
        if (trees.size() != 2) {
            complaints.add(main.place(), "needs a list of two values; found " + trees.size());
            return List.of(NOTHING, NOTHING);
        }
        return parseAll(trees, kind);
    }

    List<Tree> list(Tree tree) {
        if (tree instanceof Items items) {
            return items.items();
        }
        complaints.add(tree.place(), "needs a list");
        return List.of();
    }

    private String text(Tree tree) {
        if (tree instanceof Text text) {
            return text.text();
        }
        complaints.add(tree.place(), "needs one word or text");
        return "";
    }

    private String part(Fields all, String key) {
        Tree tree = all.fields().get(key);
        if (tree == null) {
            complaints.add(all.place(), "'" + key + "' is missing");
            return "";
        }
        return text(tree);
    }

    private String pattern(Fields all, String key) {
        return Checks.pattern(part(all, key), all.place(), complaints);
    }

    private String zone(Fields all) {
        return Checks.zone(part(all, "zone"), all.place(), complaints);
    }
}
