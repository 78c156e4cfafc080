package org.apportion.ingest.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.ingest.mapping.SqlCompiler.Purpose;
import org.apportion.spi.Dialect;

/** Turns rules that make a text of other texts into SQL. */
final class TextCompiler {
    private final SqlCompiler compiler;
    private final Dialect dialect;

    TextCompiler(SqlCompiler compiler, Dialect dialect) {
        this.compiler = compiler;
        this.dialect = dialect;
    }

    Optional<String> compile(Expression.TextRule expression, Purpose purpose) {
        if (expression instanceof Expression.Lower lower) {
            return compiler.compile(lower.text(), purpose).map(text -> "lower(" + text + ")");
        }
        if (expression instanceof Expression.Replace replace) {
            return compiler.compile(replace.text(), purpose)
                    .map(text -> "replace(" + text + ", " + dialect.text(replace.what()) + ", "
                            + dialect.text(replace.with()) + ")");
        }
        if (expression instanceof Expression.Extract extract) {
            return compiler.compile(extract.text(), purpose)
                    .map(text ->
                            "nullif(regexp_extract(" + text + ", " + dialect.text(extract.pattern()) + ", 1), '')");
        }
        if (expression instanceof Expression.LastPart last) {
            return compiler.compile(last.text(), purpose)
                    .map(text -> "nullif(split_part(" + text + ", " + dialect.text(last.separator()) + ", -1), '')");
        }
        if (expression instanceof Expression.BlockUnit unit) {
            return compiler.compile(unit.text(), purpose)
                    .map(text -> "nullif(regexp_extract(" + text + ", '^\\s*[0-9]+[KMB]?\\s*(.*?)\\s*$', 1), '')");
        }
        if (expression instanceof Expression.Join join) {
            List<String> texts = compiler.all(join.texts(), purpose);
            return texts.size() < join.texts().size()
                    ? Optional.empty()
                    : Optional.of("(" + String.join(" || " + dialect.text(join.separator()) + " || ", texts) + ")");
        }
        return lookup((Expression.Lookup) expression, purpose);
    }

    /** A scalar subquery: engines turn it into one hash join per table, whatever the number of rows. */
    private Optional<String> lookup(Expression.Lookup lookup, Purpose purpose) {
        List<String> keys = compiler.all(lookup.keys(), purpose);
        if (keys.size() < lookup.keys().size()) {
            return Optional.empty();
        }
        String key = keys.stream().map(text -> "lower(" + text + ")").collect(Collectors.joining(" || chr(10) || "));
        String rows = lookup.table().byKeys(keys.size(), lookup.column()).entrySet().stream()
                .map(row -> "(" + dialect.text(row.getKey()) + ", " + dialect.text(row.getValue()) + ")")
                .collect(Collectors.joining(", "));
        return Optional.of("(SELECT t.v FROM (VALUES " + rows + ") AS t(k, v) WHERE t.k = " + key + ")");
    }
}
