package org.apportion.lake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apportion.spi.WrittenFile;
import org.apportion.spi.WrittenFile.ColumnStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What Iceberg knows about the values in a file, taken from its footer: smallest and largest value per column, so that a
 * question about two days opens the files of two days. Texts have no bounds, because footers may cut them, and a cut upper
 * bound would lose files.
 */
final class FileBounds {
    private FileBounds() {}

    static Metrics of(WrittenFile file, Schema schema) {
        Map<Integer, Long> sizes = new HashMap<>();
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        for (ColumnStatistics column : file.columns()) {
            Types.NestedField field = schema.findField(column.column());
            if (field == null || !field.type().isPrimitiveType()) {
                continue;
            }
            int id = field.fieldId();
            sizes.put(id, column.compressedBytes());
            values.put(id, column.values());
            nulls.put(id, column.nulls());
            ByteBuffer minimum = bound(field.type(), column.minimum());
            ByteBuffer maximum = bound(field.type(), column.maximum());
            if (minimum != null && maximum != null) {
                lower.put(id, minimum);
                upper.put(id, maximum);
            }
        }
        return new Metrics(file.rows(), sizes, values, nulls, Map.of(), lower, upper);
    }

    private static @Nullable ByteBuffer bound(Type type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object converted = switch (type.typeId()) {
            case INTEGER -> value instanceof Number number ? Math.toIntExact(number.longValue()) : null;
            case LONG -> value instanceof Number number ? number.longValue() : null;
            case DATE -> value instanceof LocalDate date ? (int) date.toEpochDay() : null;
            case TIMESTAMP -> value instanceof Instant instant ? FileFilter.micros(instant) : null;
            case DECIMAL ->
                value instanceof BigDecimal decimal
                        ? decimal.setScale(((Types.DecimalType) type).scale(), RoundingMode.UNNECESSARY)
                        : null;
            default -> null;
        };
        return converted == null ? null : Conversions.toByteBuffer(type, converted);
    }
}
