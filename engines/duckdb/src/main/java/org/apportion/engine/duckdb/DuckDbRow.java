package org.apportion.engine.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** The current row of a JDBC answer. Timestamps go through LocalDateTime: the driver's own type shifts by the JVM's zone. */
final class DuckDbRow implements Row {
    private final ResultSet result;
    private final String[] types;

    DuckDbRow(ResultSet result, ResultSetMetaData metaData) throws SQLException {
        this.result = result;
        this.types = new String[metaData.getColumnCount()];
        for (int i = 0; i < types.length; i++) {
            types[i] = metaData.getColumnTypeName(i + 1);
        }
    }

    @Override
    public boolean isNull(int column) {
        return raw(column) == null;
    }

    @Override
    public @Nullable String text(int column) {
        try {
            return result.getString(column + 1);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public long number(int column) {
        BigInteger value = integer(column);
        return value == null ? 0 : value.longValueExact();
    }

    @Override
    public @Nullable BigDecimal decimal(int column) {
        Object value = raw(column);
        if (value == null) {
            return null;
        }
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    @Override
    public @Nullable BigInteger integer(int column) {
        Object value = raw(column);
        if (value == null) {
            return null;
        }
        if (value instanceof BigInteger integer) {
            return integer;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toBigIntegerExact();
        }
        return BigInteger.valueOf(((Number) value).longValue());
    }

    @Override
    public @Nullable Instant instant(int column) {
        if (types[column].equals("TIMESTAMP WITH TIME ZONE")) {
            Object value = raw(column);
            return value == null ? null : ((OffsetDateTime) value).toInstant();
        }
        try {
            LocalDateTime local = result.getObject(column + 1, LocalDateTime.class);
            return local == null ? null : local.toInstant(ZoneOffset.UTC);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public @Nullable LocalDate date(int column) {
        return (LocalDate) raw(column);
    }

    @Override
    public boolean flag(int column) {
        return Boolean.TRUE.equals(raw(column));
    }

    @Override
    public Map<String, @Nullable String> textMap(int column) {
        Object value = raw(column);
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> texts.put(key.toString(), entry == null ? null : entry.toString()));
        }
        return texts;
    }

    /** Whole numbers up to 64 bits are Longs; DOUBLE and nested values other than maps are their text. */
    @Override
    public @Nullable Object value(int column) {
        String type = types[column];
        if (type.startsWith("TIMESTAMP")) {
            return instant(column);
        }
        if (type.startsWith("MAP(")) {
            return isNull(column) ? null : textMap(column);
        }
        Object value = raw(column);
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value == null
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof Boolean
                || value instanceof LocalDate) {
            return value;
        }
        return text(column);
    }

    @Override
    public int width() {
        return types.length;
    }

    private @Nullable Object raw(int column) {
        try {
            return result.getObject(column + 1);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }
}
