package org.apportion.architecture;

import java.io.IOException;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.Test;

/** The page of the lake's tables says what the model defines. */
final class LakeTablesPageTest {

    @Test
    void thePageIsUpToDate() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Tables of the lake

                Made from `org.apportion.model.table.Tables` by a test; change the class, not this page.

                Each table is an Iceberg table of Parquet files in `data/lake/<table>`. How to read them:
                [read the lake with other tools](../how-to/read-the-lake-with-other-tools.md). Times are UTC without a zone, amounts
                exact decimals; no column is floating point. Columns marked `*` are never null. Column names that begin with a capital
                letter are those of FOCUS 1.4, names with `x_` are columns that FOCUS does not have.
                """);
        for (TableSchema table : Tables.ALL) {
            page.append("\n## ").append(table.name()).append("\n\nPartitioned by ");
            page.append(names(table.partition())).append("; sorted by ").append(names(table.sort()));
            page.append(".\n\n| column | type | meaning |\n| --- | --- | --- |\n");
            for (Column column : table.columns()) {
                page.append("| `%s`%s | %s | %s |\n"
                        .formatted(
                                column.name(), column.required() ? " *" : "", type(column.type()), column.meaning()));
            }
        }
        Repository.requireUpToDate("docs/reference/lake-tables.md", page.toString());
    }

    private static String names(Iterable<String> columns) {
        return "`" + String.join("`, `", columns) + "`";
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case STRING -> "text";
            case MONEY -> "decimal(38,18)";
            case USAGE -> "decimal(38,9)";
            case TIMESTAMP -> "timestamp";
            case DATE -> "date";
            case BIGINT -> "long";
            case INT -> "int";
            case BOOLEAN -> "boolean";
            case STRING_MAP -> "map of text to text";
        };
    }
}
