package org.apportion.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.spi.Dialect;

/**
 * Turns words and filters into SQL over one relation {@code c}: expressions to group by, conditions, and a join for each tag
 * that is named.
 */
final class Question {
    private final Vocabulary words;
    private final Dialect dialect;
    private final String resolvedTags;
    private final Map<String, Dimension> tags = new LinkedHashMap<>();
    private final List<String> joins = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<Dimension> keys = new ArrayList<>();

    /** @param resolvedTags table expression of the months' resolved tags; empty if rows have no tags */
    Question(Vocabulary words, Dialect dialect, String resolvedTags) {
        this.words = words;
        this.dialect = dialect;
        this.resolvedTags = resolvedTags;
    }

    /** @param without words that the rows are kept apart by anyhow */
    Question by(List<String> by, List<String> without) {
        for (String word : by) {
            Dimension dimension = dimension(word);
            if (!without.contains(dimension.word()) && !keys.contains(dimension)) {
                keys.add(dimension);
            }
        }
        return this;
    }

    Question where(List<Filter> filters) {
        for (Filter filter : filters) {
            String sql = dimension(filter.word()).sql();
            conditions.add(
                    filter.value().equals(Vocabulary.NONE)
                            ? "(" + sql + ") IS NULL"
                            : "(" + sql + ") = " + dialect.text(filter.value()));
        }
        return this;
    }

    Question andAlso(String condition) {
        conditions.add(condition);
        return this;
    }

    List<Dimension> keys() {
        return List.copyOf(keys);
    }

    boolean inTime() {
        return keys.stream().anyMatch(Dimension::time);
    }

    /** {@code k0, k1, …} with a comma after each. */
    String keyColumns() {
        StringBuilder columns = new StringBuilder();
        for (Dimension key : keys) {
            columns.append(key.sql()).append(", ");
        }
        return columns.toString();
    }

    /** What follows the relation: joins of tags, then {@code WHERE}. */
    String joinsAndConditions() {
        String where =
                conditions.isEmpty() ? "" : conditions.stream().collect(Collectors.joining(" AND ", " WHERE ", ""));
        return String.join("", joins) + where;
    }

    private Dimension dimension(String word) {
        String stripped = word.strip();
        return !resolvedTags.isEmpty() && words.isTag(stripped)
                ? tags.computeIfAbsent(stripped, this::tag)
                : words.find(stripped);
    }

    private Dimension tag(String word) {
        String alias = "t" + tags.size();
        String key = word.substring(Vocabulary.TAG.length());
        joins.add(
                " LEFT JOIN " + resolvedTags + " AS " + alias + " ON " + alias + ".billing_month = c.billing_month AND "
                        + alias + ".tag_context = c." + dialect.name("x_TagContext") + " AND " + alias + "."
                        + dialect.name("key")
                        + " = " + dialect.text(key));
        return Dimension.of(word, alias + "." + dialect.name("value"));
    }
}
