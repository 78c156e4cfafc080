package org.apportion.lake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.TableSchema;
import org.apportion.spi.NumberedColumn;

/** Turns the tables of the model into Iceberg's words. Ids given here are provisional: createTable numbers anew. */
final class IcebergSchemas {
    private static final int PRECISION = 38;
    private static final int MONEY_SCALE = 18;
    private static final int USAGE_SCALE = 9;

    private IcebergSchemas() {}

    static Schema schema(TableSchema table) {
        List<Types.NestedField> fields = new ArrayList<>();
        int nested = table.columns().size();
        for (Column column : table.columns()) {
            int id = fields.size() + 1;
            Type type;
            if (column.type() == ColumnType.STRING_MAP) {
                type = Types.MapType.ofOptional(nested + 1, nested + 2, Types.StringType.get(), Types.StringType.get());
                nested += 2;
            } else {
                type = primitive(column.type());
            }
            fields.add(
                    column.required()
                            ? Types.NestedField.required(id, column.name(), type, column.meaning())
                            : Types.NestedField.optional(id, column.name(), type, column.meaning()));
        }
        return new Schema(fields);
    }

    static PartitionSpec partition(TableSchema table, Schema schema) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        table.partition().forEach(spec::identity);
        return spec.build();
    }

    static SortOrder order(TableSchema table, Schema schema) {
        SortOrder.Builder order = SortOrder.builderFor(schema);
        table.sort().forEach(order::asc);
        return order.build();
    }

    /** The columns in our order with the ids that the table really has. */
    static List<NumberedColumn> numbered(TableSchema table, Schema actual) {
        List<NumberedColumn> numbered = new ArrayList<>();
        for (Column column : table.columns()) {
            Types.NestedField field = actual.findField(column.name());
            boolean map = field.type().isMapType();
            numbered.add(new NumberedColumn(
                    column,
                    field.fieldId(),
                    map ? field.type().asMapType().keyId() : 0,
                    map ? field.type().asMapType().valueId() : 0));
        }
        return numbered;
    }

    /** Names of columns that are missing, too many or of another type; empty if the table is what the model says. */
    static List<String> differences(TableSchema table, Schema actual) {
        Map<String, String> expected = describe(schema(table));
        Map<String, String> found = describe(actual);
        List<String> differences = new ArrayList<>();
        expected.forEach((name, type) -> {
            if (!type.equals(found.get(name))) {
                differences.add(name);
            }
        });
        found.keySet().stream().filter(name -> !expected.containsKey(name)).forEach(differences::add);
        return differences.stream().sorted().toList();
    }

    private static Map<String, String> describe(Schema schema) {
        Map<String, String> columns = new HashMap<>();
        for (Types.NestedField field : schema.columns()) {
            columns.put(field.name(), field.type().toString() + (field.isRequired() ? " required" : ""));
        }
        return columns;
    }

    private static Type primitive(ColumnType type) {
        return switch (type) {
            case STRING -> Types.StringType.get();
            case MONEY -> Types.DecimalType.of(PRECISION, MONEY_SCALE);
            case USAGE -> Types.DecimalType.of(PRECISION, USAGE_SCALE);
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case DATE -> Types.DateType.get();
            case BIGINT -> Types.LongType.get();
            case INT -> Types.IntegerType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case STRING_MAP -> throw new IllegalArgumentException("a map is no primitive type");
        };
    }
}
