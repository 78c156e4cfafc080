package org.apportion.publish.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.ColumnRule.Kind;
import org.apportion.publish.conformance.ConditionalRule.Keyword;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.CellFunctions.Shape;
import org.apportion.spi.Dialect;

/**
 * Renders rules as SQL over one file. Each column of the specification that the file has stands in the typed relation twice: as
 * text ({@code t_Name}; numbers and times of typed files as they are) and by its type ({@code v_Name}), null where the text is not of the type.
 */
final class RowChecks {
    private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?";
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
    private static final String UNIT = "[A-Za-z0-9][A-Za-z0-9 .%/()_-]*";
    private static final Pattern PRODUCT = Pattern.compile("product\\(([^(),]+), ([^(),]+)\\)");
    private static final Pattern RATIOS = Pattern.compile("ratios\\(([^(),]+)\\)");
    private static final Pattern PARENT = Pattern.compile("subcategory_of\\(([^(),]+), ([^(),]+)\\)");

    private final FocusRules rules;
    private final CheckedFile file;
    private final Dialect dialect;
    private final CellFunctions cells;
    private final Map<String, CheckedColumn> present = new HashMap<>();

    RowChecks(FocusRules rules, CheckedFile file, Dialect dialect) {
        this.rules = rules;
        this.file = file;
        this.dialect = dialect;
        this.cells = dialect.cells();
        file.columns().forEach(column -> present.put(column.name(), column));
    }

    /** Select of {@code x_row} and of the columns of the specification, as text and typed. */
    String typedRelation() {
        StringBuilder inner = new StringBuilder("SELECT x_row");
        StringBuilder outer = new StringBuilder("SELECT x_row");
        for (ColumnRule rule : found()) {
            CheckedColumn column = column(rule);
            String name = dialect.name(column.name());
            inner.append(", ")
                    .append(isTyped(rule) ? name : cells.text(name, column.type()))
                    .append(" AS ")
                    .append(text(rule.column()));
            outer.append(", ")
                    .append(text(rule.column()))
                    .append(", ")
                    .append(typed(rule))
                    .append(" AS ");
            outer.append(value(rule.column()));
        }
        return "(" + outer + " FROM (" + inner + " FROM " + file.relation() + " AS f) AS t) AS typed";
    }

    /** Whether the file itself holds numbers or times in the column, so that nothing has to be read from text. */
    private boolean isTyped(ColumnRule rule) {
        Shape shape = cells.shape(column(rule).type());
        return switch (rule.type().kind()) {
            case DECIMAL -> shape == Shape.EXACT;
            case DATETIME -> shape == Shape.TIMESTAMP;
            default -> false;
        };
    }

    private String typed(ColumnRule rule) {
        String text = text(rule.column());
        if (isTyped(rule)) {
            return text;
        }
        return switch (rule.type().kind()) {
            case DECIMAL -> cells.decimal(text);
            case DATETIME -> cells.timestamp(text, List.of(), "UTC");
            default -> text;
        };
    }

    /** The rules that look at one row at a time. */
    List<RowCheck> rowChecks() {
        List<RowCheck> checks = new ArrayList<>();
        for (ColumnRule rule : found()) {
            checks.addAll(ofColumn(rule));
        }
        for (ConditionalRule rule : rules.conditional()) {
            if (isTried(rule) && !rule.isOneToOne()) {
                String when = rule.when().isEmpty() ? "TRUE" : sql(rule.when());
                String broken = "(" + when + ") AND NOT coalesce(" + sql(rule.require()) + ", FALSE)";
                List<String> shown =
                        rule.columns().stream().filter(present::containsKey).toList();
                checks.add(new RowCheck(rule.id(), rule.keyword(), rule.section(), rule.meaning(), broken, shown));
            }
        }
        return checks;
    }

    /** The rules {@code one(a, b)}. */
    List<ConditionalRule> oneToOne() {
        return rules.conditional().stream()
                .filter(rule -> rule.isOneToOne() && isTried(rule))
                .toList();
    }

    String text(String column) {
        return dialect.name("t_" + column);
    }

    String value(String column) {
        return dialect.name("v_" + column);
    }

    private List<ColumnRule> found() {
        return rules.columns().stream()
                .filter(rule -> present.containsKey(rule.column()))
                .toList();
    }

    private CheckedColumn column(ColumnRule rule) {
        return java.util.Objects.requireNonNull(present.get(rule.column()));
    }

    /** A column that the file lacks is null in all rows; a rule about it is not tried. */
    private boolean isTried(ConditionalRule rule) {
        return rule.isOneToOne() ? present.keySet().containsAll(rule.columns()) : present.containsKey(rule.section());
    }

    /** The typed column, or null of its type if the file lacks it. */
    String valueOrNull(String column) {
        if (present.containsKey(column)) {
            return value(column);
        }
        Kind kind = rules.columns().stream()
                .filter(rule -> rule.column().equals(column))
                .map(rule -> rule.type().kind())
                .findFirst()
                .orElse(Kind.STRING);
        ColumnType type = kind == Kind.DECIMAL
                ? ColumnType.MONEY
                : kind == Kind.DATETIME ? ColumnType.TIMESTAMP : ColumnType.STRING;
        return "CAST(NULL AS " + dialect.type(type) + ")";
    }

    private List<RowCheck> ofColumn(ColumnRule rule) {
        String name = rule.column();
        String text = text(name);
        List<RowCheck> checks = new ArrayList<>();
        if (!rule.nullable()) {
            checks.add(must(rule, "-not-null", name + " is never null", text + " IS NULL"));
        }
        if (isTyped(rule)) {
            checks.addAll(range(rule));
            return checks;
        }
        // Only what begins with a blank is trimmed at all.
        String blank = "(" + text + " < '!' AND trim(" + text + ") = '')";
        checks.add(must(rule, "-not-blank", name + " is null and not blank when unknown", blank));
        String wrong = wrongFormat(rule);
        if (!wrong.isEmpty()) {
            String meaning = name + " is written as " + words(rule.type().kind());
            checks.add(new RowCheck(
                    name + "-format",
                    rule.type().kind() == Kind.UNIT ? Keyword.SHOULD : Keyword.MUST,
                    name,
                    meaning,
                    text + " IS NOT NULL AND NOT " + blank + " AND " + wrong,
                    List.of(name)));
        }
        if (!rule.values().isEmpty()) {
            checks.add(must(
                    rule,
                    "-value",
                    name + " is one of " + String.join(", ", rule.values()),
                    text + " NOT IN (" + texts(rule.values()) + ")"));
        }
        checks.addAll(range(rule));
        return checks;
    }

    private List<RowCheck> range(ColumnRule rule) {
        String name = rule.column();
        List<RowCheck> checks = new ArrayList<>();
        if (rule.type().minimum() != null) {
            checks.add(must(
                    rule,
                    "-range",
                    name + " is at least " + rule.type().minimum(),
                    value(name) + " < " + rule.type().minimum()));
        }
        if (rule.type().maximum() != null) {
            checks.add(must(
                    rule,
                    "-maximum",
                    name + " is at most " + rule.type().maximum(),
                    value(name) + " > " + rule.type().maximum()));
        }
        return checks;
    }

    private static RowCheck must(ColumnRule rule, String suffix, String meaning, String broken) {
        return new RowCheck(
                rule.column() + suffix, Keyword.MUST, rule.column(), meaning, broken, List.of(rule.column()));
    }

    /** What makes a text no value of the type; empty if the file's own type is right already. */
    private String wrongFormat(ColumnRule rule) {
        String text = text(rule.column());
        Shape shape = cells.shape(column(rule).type());
        return switch (rule.type().kind()) {
            case DECIMAL -> shape == Shape.EXACT || shape == Shape.FLOATING ? "" : "NOT " + cells.matches(text, NUMBER);
            case DATETIME ->
                shape == Shape.TIMESTAMP || shape == Shape.ZONED_TIMESTAMP
                        ? ""
                        : "(NOT " + cells.matches(text, TIME) + " OR " + value(rule.column()) + " IS NULL)";
            case CURRENCY ->
                text + " NOT IN (" + texts(rules.currencies().stream().sorted().toList()) + ")";
            case UNIT -> "NOT " + cells.matches(text, UNIT);
            case KEY_VALUE -> "NOT " + cells.isJsonObject(text, true);
            case JSON -> "NOT " + cells.isJsonObject(text, false);
            case STRING -> "";
        };
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case DECIMAL -> "a plain decimal such as -1.5 or 15E-1";
            case DATETIME -> "UTC time such as 2026-10-01T00:00:00Z";
            case CURRENCY -> "a currency code of ISO 4217";
            case UNIT -> "a unit such as GB-Hours";
            case KEY_VALUE -> "a JSON object without nesting";
            case JSON -> "a JSON object";
            case STRING -> "text";
        };
    }

    private String texts(List<String> values) {
        return values.stream().map(dialect::text).collect(Collectors.joining(", "));
    }

    private String sql(String rule) {
        String sql = PRODUCT.matcher(rule).replaceAll(m -> quoted(cells.product(m.group(1), m.group(2))));
        sql = RATIOS.matcher(sql)
                .replaceAll(m -> quoted(cells.listTotal(cells.jsonField(m.group(1), "Elements"), "AllocatedRatio")));
        sql = PARENT.matcher(sql)
                .replaceAll(m -> quoted("(" + m.group(1) + " || '/' || " + m.group(2) + ") IN ("
                        + texts(rules.subcategories().entrySet().stream()
                                .map(entry -> entry.getKey() + "/" + entry.getValue())
                                .toList())
                        + ")"));
        return ConditionalRule.replaceColumns(sql, this::valueOrNull);
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }
}
