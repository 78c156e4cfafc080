package org.apportion.config.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Condition.Operand;
import org.junit.jupiter.api.Test;

/**
 * What we make of a condition means what CEL's interpreter makes of it. Only where a tag is read that is missing does the
 * interpreter stop; so its text reads {@code (has(Tags.a) ? Tags.a : '')} where ours reads {@code Tags.a}.
 */
final class ConditionPropertyTest {
    private static final List<String> TEXTS = List.of("", "a", "ab", "b", "A", "ä", "a'b", "x\\y", "100%", "a_b", "zz");
    private static final List<String> COLUMNS = List.of("ServiceName", "RegionId", "x_LineType");
    private static final List<String> KEYS = List.of("team", "cost-center", "env");

    private final CelCompiler compiler = compiler();
    private final CelRuntime runtime =
            CelRuntimeFactory.legacyCelRuntimeBuilder().build();
    private final ConditionCompiler ours = new ConditionCompiler(new TagVocabulary(TagPolicy.NONE));

    @Test
    void ourConditionsMeanWhatCelMeans() throws Exception {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            Pair text = condition(random, 3);
            Condition condition = ours.compile(text.ours()).condition().orElseThrow();
            CelRuntime.Program program =
                    runtime.createProgram(compiler.compile(text.oracle()).getAst());
            for (int i = 0; i < 10; i++) {
                Map<String, String> columns = some(random, COLUMNS, true);
                Map<String, String> tags = some(random, KEYS, false);
                Map<String, Object> variables = new HashMap<>(columns);
                variables.put("Tags", tags);
                assertThat(holds(condition, columns, tags))
                        .as("seed %d: %s with %s and %s", seed, text.ours(), columns, tags)
                        .isEqualTo(program.eval(variables));
            }
        }
    }

    private record Pair(String ours, String oracle) {
        /** Both texts in place of the mark. */
        Pair both(String frame) {
            return new Pair(frame.replace("#", ours), frame.replace("#", oracle));
        }
    }

    private static Pair condition(Random random, int depth) {
        int choice = random.nextInt(depth == 0 ? 5 : 8);
        Pair read = operand(random);
        String value = literal(pick(random, TEXTS));
        return switch (choice) {
            case 0 -> read.both("# " + pick(random, List.of("==", "!=", "<", "<=", ">", ">=")) + " " + value);
            case 1 -> read.both(value + " " + pick(random, List.of("==", "!=", "<", "<=", ">", ">=")) + " #");
            case 2 -> read.both("# in [" + value + ", " + literal(pick(random, TEXTS)) + "]");
            case 3 -> {
                String present = random.nextBoolean() ? literal(pick(random, KEYS)) + " in Tags" : "has(Tags.team)";
                yield new Pair(present, present);
            }
            case 4 -> {
                Pair call = read.both("#." + pick(random, List.of("startsWith", "endsWith", "contains")) + "(@)");
                yield new Pair(call.ours().replace("@", value), call.oracle().replace("@", value));
            }
            case 5 -> condition(random, depth - 1).both("!(#)");
            default -> {
                Pair left = condition(random, depth - 1);
                Pair right = condition(random, depth - 1);
                String operator = choice == 6 ? " && " : " || ";
                yield new Pair(
                        "(" + left.ours() + operator + right.ours() + ")",
                        "(" + left.oracle() + operator + right.oracle() + ")");
            }
        };
    }

    private static Pair operand(Random random) {
        if (random.nextBoolean()) {
            String column = pick(random, COLUMNS);
            return new Pair(column, column);
        }
        String key = literal(pick(random, KEYS));
        String read = "Tags[" + key + "]";
        return new Pair(read, "(" + key + " in Tags ? " + read + " : '')");
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Map<String, String> some(Random random, List<String> names, boolean all) {
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            if (all || random.nextInt(3) > 0) {
                values.put(name, pick(random, TEXTS));
            }
        }
        return values;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static boolean holds(Condition condition, Map<String, String> columns, Map<String, String> tags) {
        if (condition instanceof Condition.And and) {
            return and.conditions().stream().allMatch(one -> holds(one, columns, tags));
        }
        if (condition instanceof Condition.Or or) {
            return or.conditions().stream().anyMatch(one -> holds(one, columns, tags));
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.condition(), columns, tags);
        }
        if (condition instanceof Condition.In in) {
            return in.values().contains(read(in.operand(), columns, tags));
        }
        if (condition instanceof Condition.Has has) {
            return tags.containsKey(((Operand.TagValue) has.operand()).key());
        }
        return condition instanceof Condition.Always || compares((Condition.Compare) condition, columns, tags);
    }

    private static boolean compares(Condition.Compare compare, Map<String, String> columns, Map<String, String> tags) {
        String left = read(compare.operand(), columns, tags);
        String right = compare.value();
        return switch (compare.operator()) {
            case EQUAL -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case LESS -> left.compareTo(right) < 0;
            case LESS_OR_EQUAL -> left.compareTo(right) <= 0;
            case GREATER -> left.compareTo(right) > 0;
            case GREATER_OR_EQUAL -> left.compareTo(right) >= 0;
            case STARTS_WITH -> left.startsWith(right);
            case ENDS_WITH -> left.endsWith(right);
            case CONTAINS -> left.contains(right);
        };
    }

    private static String read(Operand operand, Map<String, String> columns, Map<String, String> tags) {
        return operand instanceof Operand.ColumnValue column
                ? columns.getOrDefault(column.column(), "")
                : tags.getOrDefault(((Operand.TagValue) operand).key(), "");
    }

    private static CelCompiler compiler() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.HAS)
                .addVar("Tags", MapType.create(SimpleType.STRING, SimpleType.STRING));
        COLUMNS.forEach(column -> builder.addVar(column, SimpleType.STRING));
        return builder.build();
    }
}
