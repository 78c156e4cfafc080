package org.apportion.ingest.cost;

import java.util.List;
import java.util.Optional;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/** Reads the tags of each distinct cell once, where all tags of a file come from one column. */
final class TagSets {
    static final String TEXT = "x_tag_text";
    private static final String CELL = "x_tag_cell";

    private final Dialect dialect;
    private final List<String> expressions;
    private final List<SourceColumn> sourceColumns;

    /** @param expressions what makes the tags in each output of the mapping */
    TagSets(Dialect dialect, List<String> expressions, List<SourceColumn> sourceColumns) {
        this.dialect = dialect;
        this.expressions = expressions.stream().distinct().toList();
        this.sourceColumns = sourceColumns;
    }

    /**
     * The distinct cells of the one source column that all tags come from, each with its tags and the text of them by which
     * they are hashed; nothing if tags come from several columns or none. Most bills repeat few sets of tags many times.
     *
     * @param relation a table that can be read twice at little cost
     */
    Optional<String> select(String relation) {
        return column().map(column -> {
            String cell = "s." + q(column);
            return "SELECT g.*, coalesce(" + dialect.mapText("g." + q(CostPlan.TAGS)) + ", '') AS " + q(TEXT)
                    + " FROM (SELECT " + cell + " AS " + q(CELL) + ", "
                    + expressions.get(0) + " AS " + q(CostPlan.TAGS)
                    + " FROM (SELECT DISTINCT " + cell + " FROM " + relation + " AS s) AS s) AS g";
        });
    }

    private Optional<String> column() {
        if (expressions.size() != 1) {
            return Optional.empty();
        }
        List<SourceColumn> columns = sourceColumns.stream()
                .filter(column -> expressions.get(0).contains("s." + q(column.name())))
                .toList();
        boolean oneText = columns.size() == 1 && columns.get(0).type().equals(dialect.type(ColumnType.STRING));
        return oneText ? Optional.of(columns.get(0).name()) : Optional.empty();
    }

    /** A missing cell is one of the distinct cells too. */
    String join(String tagTable) {
        return " LEFT JOIN " + q(tagTable) + " AS g ON s." + q(column().orElseThrow()) + " IS NOT DISTINCT FROM g."
                + q(CELL);
    }

    /** The number of a record's tags together with what they may be inherited from. */
    String context(Optional<String> tagTable) {
        String tags = tagTable.isPresent()
                ? "t." + q(TEXT)
                : "coalesce(" + dialect.mapText("t." + q(CostPlan.TAGS)) + ", '')";
        return dialect.portableHash(
                List.of(tags, "t." + q("x_ResourceGroup"), "t." + q("SubAccountId"), "t." + q("BillingAccountId")));
    }

    private String q(String name) {
        return dialect.name(name);
    }
}
