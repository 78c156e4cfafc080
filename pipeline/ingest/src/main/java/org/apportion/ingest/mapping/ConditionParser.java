package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apportion.ingest.mapping.Condition.Test;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.ingest.mapping.Tree.Fields;
import org.apportion.ingest.mapping.Tree.Items;
import org.apportion.ingest.mapping.Tree.Text;

/** Reads conditions: a map of columns to what they must be, all of which must hold. */
final class ConditionParser {
    private final ExpressionParser expressions;
    private final Complaints complaints;

    ConditionParser(ExpressionParser expressions, Complaints complaints) {
        this.expressions = expressions;
        this.complaints = complaints;
    }

    Condition parse(Tree tree) {
        if (!(tree instanceof Fields fields) || fields.fields().isEmpty()) {
            complaints.add(tree.place(), "a condition is a map, such as {ChargeType: Usage}");
            return new Condition.All(List.of());
        }
        List<Condition> all = new ArrayList<>();
        fields.fields().forEach((key, value) -> all.add(one(key, value, fields.place())));
        return all.size() == 1 ? all.get(0) : new Condition.All(all);
    }

    private Condition one(String key, Tree value, Tree.Place place) {
        return switch (key) {
            case "any" -> new Condition.Any(parseAll(value));
            case "all" -> new Condition.All(parseAll(value));
            case "not" -> new Condition.Not(parse(value));
            case "nonzero" -> new Condition.NonZero(expressions.parse(value, Kind.NUMBER));
            case "before" -> before(value);
            case "nearer" -> nearer(value);
            case "has-column" -> new Condition.HasColumn(headings(value));
            case "option" -> option(value);
            case "dataset" ->
                new Condition.DatasetIs(texts(value).stream().findFirst().orElse(""));
            default -> compare(expressions.parse(new Text(key, place), Kind.TEXT), value);
        };
    }

    private List<Condition> parseAll(Tree value) {
        return expressions.list(value).stream().map(this::parse).toList();
    }

    private Condition before(Tree value) {
        List<Tree> two = expressions.list(value);
        if (two.size() != 2) {
            complaints.add(value.place(), "'before' needs a list of two times");
            return new Condition.All(List.of());
        }
        return new Condition.Before(expressions.parse(two.get(0), Kind.TIME), expressions.parse(two.get(1), Kind.TIME));
    }

    private Condition nearer(Tree value) {
        List<Tree> three = expressions.list(value);
        if (three.size() != 3) {
            complaints.add(value.place(), "'nearer' needs a list of three numbers");
            return new Condition.All(List.of());
        }
        List<Expression> numbers =
                three.stream().map(tree -> expressions.parse(tree, Kind.NUMBER)).toList();
        return new Condition.Nearer(numbers.get(0), numbers.get(1), numbers.get(2));
    }

    private List<String> headings(Tree value) {
        return texts(value).stream()
                .flatMap(word -> expressions.headings(word).stream())
                .toList();
    }

    private Condition option(Tree value) {
        List<Condition> all = new ArrayList<>();
        if (value instanceof Fields fields) {
            fields.fields().forEach((name, wanted) -> all.add(new Condition.OptionIs(name, texts(wanted))));
        } else {
            complaints.add(value.place(), "'option' needs a map, such as {dataset: amortized}");
        }
        return new Condition.All(all);
    }

    private Condition compare(Expression left, Tree value) {
        if (!(value instanceof Fields fields)) {
            return new Condition.Compare(left, Test.IN, texts(value));
        }
        List<Condition> all = new ArrayList<>();
        for (Map.Entry<String, Tree> test : fields.fields().entrySet()) {
            all.add(test(left, test.getKey(), test.getValue()));
        }
        return new Condition.All(all);
    }

    private Condition test(Expression left, String word, Tree value) {
        List<String> arguments = texts(value);
        return switch (word) {
            case "not" -> new Condition.Not(compare(left, value));
            case "present" -> {
                Test test = arguments.equals(List.of("true")) ? Test.PRESENT : Test.ABSENT;
                yield new Condition.Compare(left, test, List.of());
            }
            case "starts-with", "ends-with", "contains", "matches" -> {
                if (word.equals("matches")) {
                    arguments.forEach(pattern -> Checks.pattern(pattern, value.place(), complaints));
                }
                yield new Condition.Compare(
                        left, Test.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')), arguments);
            }
            default -> {
                complaints.add(
                        value.place(),
                        "'" + word + "' is no test; expected starts-with, ends-with, contains, "
                                + "matches, present or not");
                yield new Condition.All(List.of());
            }
        };
    }

    private List<String> texts(Tree value) {
        List<String> texts = new ArrayList<>();
        List<Tree> items = value instanceof Items list ? list.items() : List.of(value);
        for (Tree item : items) {
            if (item instanceof Text text) {
                texts.add(text.text());
            } else {
                complaints.add(item.place(), "needs a text or a list of texts");
            }
        }
        return texts;
    }
}
