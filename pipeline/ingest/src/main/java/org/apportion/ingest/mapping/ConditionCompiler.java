package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.ingest.mapping.Condition.Compare;
import org.apportion.ingest.mapping.SqlCompiler.Digits;
import org.apportion.ingest.mapping.SqlCompiler.Purpose;
import org.apportion.spi.Dialect;

/** Turns conditions into SQL; what the layout or the options decide is decided here and leaves no SQL. */
final class ConditionCompiler {
    static final String ALWAYS = "TRUE";
    static final String NEVER = "FALSE";
    private static final Purpose PURPOSE = new Purpose("", Digits.ANY);

    private final SqlCompiler values;
    private final BoundColumns columns;
    private final Binding binding;
    private final Dialect dialect;

    ConditionCompiler(SqlCompiler values, BoundColumns columns, Binding binding, Dialect dialect) {
        this.values = values;
        this.columns = columns;
        this.binding = binding;
        this.dialect = dialect;
    }

    String compile(Condition condition) {
        if (condition instanceof Compare compare) {
            return compare(compare);
        }
        if (condition instanceof Condition.All all) {
            return joined(all.conditions(), " AND ", ALWAYS, NEVER);
        }
        if (condition instanceof Condition.Any any) {
            return joined(any.conditions(), " OR ", NEVER, ALWAYS);
        }
        if (condition instanceof Condition.Not not) {
            String inner = compile(not.condition());
            return switch (inner) {
                case ALWAYS -> NEVER;
                case NEVER -> ALWAYS;
                default -> "NOT coalesce(" + inner + ", FALSE)";
            };
        }
        if (condition instanceof Condition.NonZero nonZero) {
            return values.compile(nonZero.number(), PURPOSE)
                    .map(number -> "(" + number + ") <> 0")
                    .orElse(NEVER);
        }
        if (condition instanceof Condition.Before before) {
            Optional<String> first = values.compile(before.first(), PURPOSE);
            Optional<String> second = values.compile(before.second(), PURPOSE);
            return first.isPresent() && second.isPresent() ? "(" + first.get() + ") < (" + second.get() + ")" : NEVER;
        }
        if (condition instanceof Condition.Nearer nearer) {
            return nearer(nearer);
        }
        if (condition instanceof Condition.HasColumn has) {
            return columns.has(has.headings()) ? ALWAYS : NEVER;
        }
        if (condition instanceof Condition.OptionIs option) {
            return option.values().contains(binding.options().getOrDefault(option.option(), "")) ? ALWAYS : NEVER;
        }
        Condition.DatasetIs dataset = (Condition.DatasetIs) condition;
        return binding.dataset().filter(dataset.dataset()::equals).isPresent() ? ALWAYS : NEVER;
    }

    private String nearer(Condition.Nearer nearer) {
        List<String> three = values.all(List.of(nearer.amount(), nearer.first(), nearer.second()), PURPOSE);
        if (three.size() < 3) {
            return NEVER;
        }
        String amount = "abs(" + three.get(0) + ")";
        return values.reader()
                .shared("(abs(" + amount + " - abs(" + three.get(1) + ")) < abs(" + amount + " - abs(" + three.get(2)
                        + ")))");
    }

    private String joined(List<Condition> conditions, String word, String neutral, String deciding) {
        List<String> parts = new ArrayList<>();
        for (Condition condition : conditions) {
            String part = compile(condition);
            if (part.equals(deciding)) {
                return deciding;
            }
            if (!part.equals(neutral)) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return neutral;
        }
        return parts.size() == 1 ? parts.get(0) : "(" + String.join(word, parts) + ")";
    }

    private String compare(Compare compare) {
        Optional<String> text = values.compile(compare.text(), PURPOSE);
        if (text.isEmpty()) {
            return compare.test() == Condition.Test.ABSENT ? ALWAYS : NEVER;
        }
        return switch (compare.test()) {
            case PRESENT -> text.get() + " IS NOT NULL";
            case ABSENT -> text.get() + " IS NULL";
            case IN ->
                "lower(" + text.get() + ") IN ("
                        + compare.arguments().stream()
                                .map(argument -> dialect.text(argument.toLowerCase(Locale.ROOT)))
                                .collect(Collectors.joining(", "))
                        + ")";
            default ->
                compare.arguments().stream()
                        .map(argument -> fits(compare.test(), text.get(), argument))
                        .collect(Collectors.joining(" OR ", "(", ")"));
        };
    }

    private String fits(Condition.Test test, String text, String argument) {
        String wanted = dialect.text(argument.toLowerCase(Locale.ROOT));
        int length = argument.codePointCount(0, argument.length());
        return switch (test) {
            case STARTS_WITH -> "lower(left(" + text + ", " + length + ")) = " + wanted;
            case ENDS_WITH -> "lower(right(" + text + ", " + length + ")) = " + wanted;
            case CONTAINS -> "position(" + wanted + " IN lower(" + text + ")) > 0";
            default -> "regexp_extract(" + text + ", " + dialect.text("(" + argument + ")") + ", 1) <> ''";
        };
    }
}
