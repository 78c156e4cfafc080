package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.ingest.mapping.MappingPlan.RowOutput;
import org.apportion.ingest.mapping.SourceLayout.FileKind;
import org.apportion.ingest.mapping.SourceLayout.SourceColumn;
import org.apportion.ingest.mapping.SqlCompiler.Digits;
import org.apportion.ingest.mapping.SqlCompiler.Purpose;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.spi.Dialect;

/** Puts the plan of one file together. */
final class PlanBuilder {
    /** Without these a record means nothing. */
    private static final List<String> NEEDED = List.of(
            FocusColumn.BILLED_COST.id(),
            FocusColumn.EFFECTIVE_COST.id(),
            FocusColumn.BILLING_CURRENCY.id(),
            FocusColumn.BILLING_PERIOD_START.id(),
            FocusColumn.CHARGE_PERIOD_START.id(),
            FocusColumn.CHARGE_PERIOD_END.id());

    private static final String NO_START = "NULL";

    private final MappingDefinition definition;
    private final SourceLayout layout;
    private final Binding binding;
    private final Dialect dialect;
    private final BoundColumns columns;
    private final SqlCompiler compiler;
    private final List<String> problems = new ArrayList<>();

    PlanBuilder(Mapping mapping, SourceLayout layout, Binding binding, Dialect dialect) {
        this.definition = mapping.definition();
        this.layout = layout;
        this.binding = binding;
        this.dialect = dialect;
        this.columns = new BoundColumns(layout, dialect);
        this.compiler = new SqlCompiler(definition, columns, binding, dialect);
    }

    MappingPlan build(Optional<String> unknownDataset) {
        unknownDataset.ifPresent(problems::add);
        for (List<String> headings : definition.required()) {
            if (!columns.has(headings)) {
                problems.add("column " + String.join(" or ", headings) + " is absent");
            }
        }
        Map<String, String> charge = charge();
        List<RowOutput> outputs = outputs(charge);
        Optional<String> junk = junk();
        Optional<String> skipped =
                definition.skip().map(compiler.conditions()::compile).filter(this::possible);
        Optional<String> version = definition
                .deliveryVersion()
                .flatMap(time -> compiler.compile(time, new Purpose("delivery-version", Digits.ANY)))
                .map(time -> "CAST(max(" + time + ") AS " + dialect.type(ColumnType.STRING) + ")");
        return new MappingPlan(
                definition.name() + "@" + definition.version(),
                outputs,
                checks(charge),
                problems,
                used(),
                version,
                junk,
                skipped,
                compiler.rounded().isEmpty() ? Optional.empty() : Optional.of(anyOf(compiler.rounded())),
                month(charge.getOrDefault(FocusColumn.BILLING_PERIOD_START.id(), NO_START)),
                compiler.reader().readings(),
                ids());
    }

    private boolean possible(String condition) {
        return !condition.equals(ConditionCompiler.NEVER);
    }

    private static String anyOf(Set<String> conditions) {
        return conditions.stream()
                .map(condition -> "coalesce(" + condition + ", FALSE)")
                .collect(Collectors.joining(" OR "));
    }

    /** The values of the first record of a row; columns that the file can't fill are absent. */
    private Map<String, String> charge() {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : RecordColumns.all()) {
            value(column).ifPresent(sql -> values.put(column.name(), sql));
        }
        for (String needed : NEEDED) {
            if (!values.containsKey(needed)) {
                problems.add("nothing gives " + needed + ": " + wanted(needed)
                        + "; map it, or set it under the source's constants");
            }
        }
        return values;
    }

    private Optional<String> value(Column column) {
        Optional<String> value = column.name().equals(RecordColumns.TAGS)
                ? new TagCompiler(columns, compiler.reader(), dialect).compile(definition.tags(), compiler.copied())
                : rule(column.name()).flatMap(rule -> compiler.column(rule, purpose(column.name())));
        if (column.name().equals(FocusColumn.SUB_ACCOUNT_NAME.id())) {
            value = orNamed(value);
        }
        String constant = layout.constants().get(column.name());
        if (constant == null || column.type() == ColumnType.STRING_MAP) {
            return value;
        }
        String fallback = RecordColumns.kind(column) == Expression.Kind.TEXT
                ? dialect.text(constant)
                : compiler.reader()
                        .readText(dialect.text(constant), RecordColumns.kind(column))
                        .value();
        return Optional.of(either(value, fallback));
    }

    private static String either(Optional<String> value, String fallback) {
        return value.map(sql -> "coalesce(" + sql + ", " + fallback + ")").orElse(fallback);
    }

    /** The bill's own name of an account, else the one that the source's list of accounts knows for its id. */
    private Optional<String> orNamed(Optional<String> name) {
        Purpose purpose = purpose(FocusColumn.SUB_ACCOUNT_NAME.id());
        return AccountNames.of(binding)
                .flatMap(table -> rule(FocusColumn.SUB_ACCOUNT_ID.id())
                        .flatMap(id -> compiler.compile(
                                new Expression.Lookup(table, List.of(id), AccountNames.NAME), purpose)))
                .map(known -> either(name, known))
                .or(() -> name);
    }

    private Optional<Expression> rule(String column) {
        Expression rule = definition.columns().get(column);
        if (rule == null && definition.sameNames()) {
            Column named = RecordColumns.find(column).orElseThrow();
            Tree.Place nowhere = new Tree.Place(definition.name(), 0, 0);
            return Optional.of(new Expression.Cell(List.of(column), RecordColumns.kind(named), nowhere));
        }
        return Optional.ofNullable(rule);
    }

    private Purpose purpose(String column) {
        if (!RecordColumns.COSTS.contains(column)) {
            return new Purpose(column, Digits.ANY);
        }
        return new Purpose(column, binding.roundFiner() ? Digits.ROUND : Digits.REFUSE);
    }

    private String wanted(String column) {
        Set<String> headings = new LinkedHashSet<>();
        rule(column).ifPresent(rule -> ExpressionCells.headings(rule, headings));
        return headings.isEmpty() ? "the mapping has no rule for it" : "found none of " + String.join(", ", headings);
    }

    private List<RowOutput> outputs(Map<String, String> charge) {
        List<RowOutput> outputs = new ArrayList<>();
        outputs.add(new RowOutput("charge", Optional.empty(), complete(charge)));
        for (MappingDefinition.FurtherRow row : definition.rows()) {
            String filter = compiler.conditions().compile(row.condition());
            if (filter.equals(ConditionCompiler.NEVER)) {
                continue;
            }
            Map<String, String> values = new LinkedHashMap<>(charge);
            row.columns().forEach((name, rule) -> {
                values.remove(name);
                compiler.compile(rule, purpose(name)).ifPresent(sql -> values.put(name, sql));
            });
            outputs.add(new RowOutput(row.name(), Optional.of(filter), complete(values)));
        }
        return outputs;
    }

    private Map<String, String> complete(Map<String, String> values) {
        Map<String, String> complete = new LinkedHashMap<>();
        for (Column column : RecordColumns.all()) {
            String sql = values.getOrDefault(column.name(), "NULL");
            complete.put(column.name(), "CAST(" + sql + " AS " + dialect.type(column.type()) + ")");
        }
        return complete;
    }

    private List<RejectCheck> checks(Map<String, String> charge) {
        List<RejectCheck> checks = new ArrayList<>(compiler.checks());
        for (String needed : NEEDED) {
            String sql = charge.get(needed);
            if (sql != null) {
                checks.add(new RejectCheck(needed, "(" + sql + ") IS NULL", "ROW_VALUE_MISSING", "has no value"));
            }
        }
        String start = charge.get(FocusColumn.CHARGE_PERIOD_START.id());
        String end = charge.get(FocusColumn.CHARGE_PERIOD_END.id());
        if (start != null && end != null) {
            // An end that is the start is a moment, as providers write purchases and refunds; time never runs
            // backwards.
            checks.add(new RejectCheck(
                    FocusColumn.CHARGE_PERIOD_END.id(),
                    "(" + end + ") < (" + start + ")",
                    "ROW_PERIOD_REVERSED",
                    "ends before it starts"));
        }
        return checks;
    }

    /** A heading line that was repeated inside the file says its own names in its cells. */
    private Optional<String> junk() {
        List<String> conditions = new ArrayList<>();
        definition
                .junk()
                .map(compiler.conditions()::compile)
                .filter(this::possible)
                .ifPresent(conditions::add);
        if (layout.kind() == FileKind.CSV && layout.columns().size() > 1) {
            conditions.add(layout.columns().stream()
                    .limit(3)
                    .map(column -> "s." + dialect.name(column.name()) + " = " + dialect.text(column.name()))
                    .collect(Collectors.joining(" AND ", "(", ")")));
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(String.join(" OR ", conditions));
    }

    private Set<String> used() {
        Set<String> used = new LinkedHashSet<>(compiler.copied());
        used.remove("");
        for (List<String> headings : definition.keep()) {
            headings.forEach(
                    heading -> columns.column(heading).map(SourceColumn::name).ifPresent(used::remove));
        }
        return used;
    }

    /**
     * The month in which a bill's period begins where the bill was written. A period that begins at the first midnight of a month in
     * UTC, as one with offsets does, is that month's also west of it.
     */
    private String month(String start) {
        String local = start;
        if (!binding.isUtc() && !start.equals(NO_START)) {
            local = "CASE WHEN " + start + " = date_trunc('month', " + start + ") THEN " + start + " ELSE "
                    + dialect.cells().localTime(start, binding.zone()) + " END";
        }
        return "substr(CAST(" + local + " AS " + dialect.type(ColumnType.STRING) + "), 1, 7)";
    }

    private List<String> ids() {
        return definition.ids().stream()
                .flatMap(headings -> headings.stream().map(columns::column).flatMap(Optional::stream))
                .map(SourceColumn::name)
                .distinct()
                .toList();
    }
}
