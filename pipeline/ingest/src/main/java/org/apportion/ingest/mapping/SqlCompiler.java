package org.apportion.ingest.mapping;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apportion.ingest.mapping.BoundColumns.SourceCell;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.ingest.mapping.MappingPlan.RejectCheck;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/**
 * Turns value rules into SQL for one file. A rule whose columns the file lacks gives nothing. On the way it collects the
 * checks of the cells it reads.
 */
final class SqlCompiler {
    private final BoundColumns columns;
    private final CellReader reader;
    private final ConditionCompiler conditions;
    private final TextCompiler texts;
    private final Binding binding;
    private final Dialect dialect;
    private final String money;
    private final Map<String, RejectCheck> checks = new LinkedHashMap<>();
    private final Set<String> rounded = new LinkedHashSet<>();
    private final Set<String> copied = new LinkedHashSet<>();

    SqlCompiler(MappingDefinition definition, BoundColumns columns, Binding binding, Dialect dialect) {
        this.columns = columns;
        this.binding = binding;
        this.dialect = dialect;
        this.money = dialect.type(ColumnType.MONEY);
        this.reader = new CellReader(definition, binding, dialect);
        this.conditions = new ConditionCompiler(this, columns, binding, dialect);
        this.texts = new TextCompiler(this, dialect);
    }

    /** What a value is for: whether its digits must all be kept, and where it ends up. */
    record Purpose(String column, Digits digits) {}

    enum Digits {
        /** Past the eighteenth decimal: refused. */
        REFUSE,
        /** Rounded, and told. */
        ROUND,
        /** Rounded: no amount of money. */
        ANY
    }

    CellReader reader() {
        return reader;
    }

    ConditionCompiler conditions() {
        return conditions;
    }

    List<RejectCheck> checks() {
        return List.copyOf(checks.values());
    }

    /** SQL conditions under which a cost of a row is rounded. */
    Set<String> rounded() {
        return rounded;
    }

    /** Source columns that stand unchanged in a column of the record. */
    Set<String> copied() {
        return copied;
    }

    /** A lake column's value; a cell that is simply copied is remembered as such. */
    Optional<String> column(Expression expression, Purpose purpose) {
        directCell(expression).filter(SourceCell::whole).ifPresent(cell -> copied.add(cell.column()));
        return compile(expression, purpose);
    }

    /** The first cell that is there is copied whenever it has a value; what comes after it only fills gaps. */
    private Optional<SourceCell> directCell(Expression expression) {
        if (expression instanceof Expression.Cell cell) {
            return columns.find(cell.headings());
        }
        if (expression instanceof Expression.FirstOf first) {
            return first.choices().stream()
                    .filter(choice -> !(choice instanceof Expression.Cell cell)
                            || columns.find(cell.headings()).isPresent())
                    .findFirst()
                    .flatMap(this::directCell);
        }
        return Optional.empty();
    }

    Optional<String> compile(Expression expression, Purpose purpose) {
        if (expression instanceof Expression.Cell cell) {
            return cell(cell, purpose);
        }
        if (expression instanceof Expression.Constant constant) {
            return Optional.of(constant(constant));
        }
        if (expression instanceof Expression.FirstOf first) {
            return coalesce(all(first.choices(), purpose));
        }
        if (expression instanceof Expression.When when) {
            return when(when, purpose);
        }
        if (expression instanceof Expression.Read read) {
            return compile(read.text(), purpose).map(text -> computed(text, read.kind(), purpose));
        }
        if (expression instanceof Expression.NumberRule number) {
            return number(number, purpose);
        }
        if (expression instanceof Expression.TextRule text) {
            return texts.compile(text, purpose);
        }
        return time((Expression.TimeRule) expression, purpose);
    }

    private Optional<String> cell(Expression.Cell cell, Purpose purpose) {
        return columns.find(cell.headings()).map(found -> {
            CellReader.Reading reading = reader.read(found, cell.kind());
            reading.unreadable().ifPresent(condition -> check(found, condition, cell.kind()));
            reading.finer().ifPresent(condition -> finer(found.column(), condition, purpose));
            return reading.value();
        });
    }

    private void check(SourceCell cell, String condition, Kind kind) {
        boolean number = kind == Kind.NUMBER;
        checks.putIfAbsent(
                condition,
                new RejectCheck(
                        cell.column(),
                        condition,
                        number ? "ROW_NUMBER_UNREADABLE" : "ROW_TIME_UNREADABLE",
                        number ? "is no number" : "is no date or time in a known form"));
    }

    private void finer(String column, String condition, Purpose purpose) {
        if (purpose.digits() == Digits.REFUSE) {
            checks.putIfAbsent(
                    condition,
                    new RejectCheck(
                            column,
                            condition,
                            "ROW_NUMBER_TOO_FINE",
                            "has more than 18 decimals; set the source's option finer-digits to round"));
        } else if (purpose.digits() == Digits.ROUND) {
            rounded.add(condition);
        }
    }

    private String computed(String text, Kind kind, Purpose purpose) {
        CellReader.Reading reading = reader.readText(text, kind);
        reading.unreadable()
                .ifPresent(condition -> check(new SourceCell(purpose.column(), text, "", false), condition, kind));
        reading.finer().ifPresent(condition -> finer(purpose.column(), condition, purpose));
        return reading.value();
    }

    private String constant(Expression.Constant constant) {
        return switch (constant.kind()) {
            case TEXT -> dialect.text(constant.text());
            case NUMBER -> "CAST(" + dialect.text(constant.text()) + " AS " + money + ")";
            case TIME ->
                reader.readText(dialect.text(constant.text()), Kind.TIME).value();
        };
    }

    /** Of those that can be had. */
    List<String> all(List<Expression> expressions, Purpose purpose) {
        return expressions.stream()
                .map(expression -> compile(expression, purpose))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> coalesce(List<String> choices) {
        if (choices.size() < 2) {
            return choices.stream().findFirst();
        }
        return Optional.of("coalesce(" + String.join(", ", choices) + ")");
    }

    private Optional<String> when(Expression.When when, Purpose purpose) {
        StringBuilder cases = new StringBuilder();
        Optional<String> otherwise = Optional.empty();
        for (Expression.Branch branch : when.branches()) {
            String condition = conditions.compile(branch.condition());
            if (condition.equals(ConditionCompiler.NEVER)) {
                continue;
            }
            Optional<String> value = compile(branch.value(), purpose);
            if (condition.equals(ConditionCompiler.ALWAYS)) {
                otherwise = value;
                break;
            }
            cases.append(" WHEN ").append(condition).append(" THEN ").append(value.orElse("NULL"));
        }
        if (cases.isEmpty()) {
            return otherwise;
        }
        return Optional.of(
                "CASE" + cases + otherwise.map(value -> " ELSE " + value).orElse("") + " END");
    }

    private Optional<String> number(Expression.NumberRule expression, Purpose purpose) {
        if (expression instanceof Expression.Sum sum) {
            return sum(all(sum.parts(), purpose));
        }
        if (expression instanceof Expression.Negate negate) {
            return compile(negate.number(), purpose).map(number -> "(-(" + number + "))");
        }
        if (expression instanceof Expression.Multiply product) {
            Purpose factor = new Purpose(purpose.column(), Digits.ANY);
            return both(product.left(), product.right(), factor)
                    .map(two -> reader.shared(dialect.cells().product(two.get(0), two.get(1))));
        }
        if (expression instanceof Expression.Divide quotient) {
            Purpose factor = new Purpose(purpose.column(), Digits.ANY);
            return both(quotient.number(), quotient.divisor(), factor)
                    .map(two -> reader.shared(dialect.cells().quotient(two.get(0), two.get(1))));
        }
        if (expression instanceof Expression.Rounded round) {
            Digits digits = purpose.digits() == Digits.REFUSE ? Digits.ROUND : purpose.digits();
            return compile(round.number(), new Purpose(purpose.column(), digits));
        }
        if (expression instanceof Expression.ListTotal total) {
            return columns.find(total.list().headings()).map(list -> listTotal(list, total.field()));
        }
        Expression.BlockSize block = (Expression.BlockSize) expression;
        return compile(block.text(), purpose)
                .map(text -> dialect.cells()
                        .decimal(
                                "nullif(regexp_extract(" + text + ", '^\\s*([0-9]+)', 1) || CASE regexp_extract(" + text
                                        + ", '^\\s*[0-9]+([KMB]?)', 1) WHEN 'K' THEN '000' WHEN 'M' THEN '000000'"
                                        + " WHEN 'B' THEN '000000000' ELSE '' END, '')"));
    }

    private String listTotal(SourceCell list, String field) {
        String text = reader.text(list);
        String total = dialect.cells().listTotal(text, field);
        String condition = total + " IS NULL";
        checks.putIfAbsent(
                condition,
                new RejectCheck(
                        list.column(),
                        condition,
                        "ROW_LIST_UNREADABLE",
                        "is no list whose entries have a readable " + field));
        return total;
    }

    private Optional<String> sum(List<String> parts) {
        if (parts.size() < 2) {
            return parts.stream().findFirst();
        }
        String sum = parts.stream().map(part -> "coalesce(" + part + ", 0)").collect(Collectors.joining(" + "));
        return Optional.of("CASE WHEN coalesce(" + String.join(", ", parts) + ") IS NOT NULL THEN " + sum + " END");
    }

    private Optional<List<String>> both(Expression left, Expression right, Purpose purpose) {
        List<String> two = all(List.of(left, right), purpose);
        return two.size() == 2 ? Optional.of(two) : Optional.empty();
    }

    private Optional<String> time(Expression.TimeRule expression, Purpose purpose) {
        if (expression instanceof Expression.Later later) {
            String unit = later.months() ? " MONTH" : " DAY";
            return compile(later.time(), purpose)
                    .map(time -> locally(
                            time, local -> "((" + local + ") + INTERVAL '" + later.amount() + "'" + unit + ")"));
        }
        if (expression instanceof Expression.MonthStart month) {
            return compile(month.time(), purpose)
                    .map(time -> locally(time, local -> "date_trunc('month', " + local + ")"));
        }
        if (expression instanceof Expression.ExclusiveEnd end) {
            return compile(end.time(), purpose)
                    .map(time -> "CASE WHEN second(" + time + ") = 59 THEN date_trunc('second', " + time
                            + ") + INTERVAL '1' SECOND ELSE " + time + " END");
        }
        Expression.InZone local = (Expression.InZone) expression;
        return compile(local.time(), purpose).map(time -> dialect.cells().atZone(time, local.zone()));
    }

    /** Days and months are those of the source's time zone: of 23 to 25 hours, and from midnight there. */
    private String locally(String time, UnaryOperator<String> change) {
        String zone = binding.zone();
        return binding.isUtc()
                ? change.apply(time)
                : dialect.cells().atZone(change.apply(dialect.cells().localTime(time, zone)), zone);
    }
}
