package org.apportion.ingest.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ingest.mapping.BoundColumns.SourceCell;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.CellFunctions.Shape;
import org.apportion.spi.Dialect;

/** Reads a cell as text, number or time, whatever its own type is. */
final class CellReader {
    private final MappingDefinition definition;
    private final Binding binding;
    private final Dialect dialect;
    private final CellFunctions cells;
    private final Set<String> readings = new LinkedHashSet<>();

    CellReader(MappingDefinition definition, Binding binding, Dialect dialect) {
        this.definition = definition;
        this.binding = binding;
        this.dialect = dialect;
        this.cells = dialect.cells();
    }

    /**
     * @param unreadable true where there is something that cannot be read
     * @param finer true where the number has more than 18 decimals
     */
    record Reading(String value, Optional<String> unreadable, Optional<String> finer) {
        static Reading certain(String value) {
            return new Reading(value, Optional.empty(), Optional.empty());
        }
    }

    Reading read(SourceCell cell, Kind kind) {
        Shape shape = cells.shape(cell.type());
        return switch (kind) {
            case TEXT -> Reading.certain(text(cell));
            case NUMBER -> shape == Shape.EXACT ? exact(cell) : number(cell, shape);
            case TIME ->
                switch (shape) {
                    case TIMESTAMP, DATE -> Reading.certain(withoutOffset(cell));
                    case ZONED_TIMESTAMP -> Reading.certain(cells.utc(cell.sql()));
                    default -> readText(text(cell), Kind.TIME);
                };
        };
    }

    /** What has no offset is local time, whether it is a text or a date or time of its own type. */
    private String withoutOffset(SourceCell cell) {
        String time = "CAST(" + cell.sql() + " AS " + dialect.type(ColumnType.TIMESTAMP) + ")";
        return binding.isUtc() ? time : shared(cells.atZone(time, binding.zone()));
    }

    private Reading exact(SourceCell cell) {
        String value = "TRY_CAST(" + cell.sql() + " AS " + dialect.type(ColumnType.MONEY) + ")";
        Optional<String> finer = cell.type().contains(",")
                ? Optional.of(cells.finerThanDecimal(cells.text(cell.sql(), cell.type())))
                : Optional.empty();
        return new Reading(value, Optional.of(cell.sql() + " IS NOT NULL AND " + value + " IS NULL"), finer);
    }

    /** A binary number is what its shortest decimal text says; digits past the eighteenth decimal are noise of that text. */
    private Reading number(SourceCell cell, Shape shape) {
        Reading reading = readText(text(cell), Kind.NUMBER);
        return shape == Shape.FLOATING ? new Reading(reading.value(), reading.unreadable(), Optional.empty()) : reading;
    }

    /** The text of a cell; null for an empty cell and for the texts that stand for nothing. */
    String text(SourceCell cell) {
        String text = cells.text(cell.sql(), cell.type());
        if (cells.shape(cell.type()) != Shape.TEXT || cell.column().isEmpty()) {
            return text;
        }
        return shared(definition.nulls().isEmpty() ? "nullif(" + text + ", '')" : withoutNulls(text));
    }

    private String withoutNulls(String text) {
        String nothing = definition.nulls().stream().map(dialect::text).collect(Collectors.joining(", "));
        return "CASE WHEN " + text + " NOT IN ('', " + nothing + ") THEN " + text + " END";
    }

    /**
     * Texts, numbers and times of cells, and what is multiplied or divided of them, as far as they were asked for; an
     * expression stands after those it contains.
     */
    List<String> readings() {
        return List.copyOf(readings);
    }

    /** The same expression, from now on among {@link #readings}. */
    String shared(String reading) {
        readings.add(reading);
        return reading;
    }

    Reading readText(String given, Kind kind) {
        if (kind == Kind.TEXT) {
            return Reading.certain(given);
        }
        String text = given;
        for (String nothing : definition.numberNulls()) {
            text = "nullif(" + text + ", " + dialect.text(nothing) + ")";
        }
        return readNumberOrTime(text, kind);
    }

    private Reading readNumberOrTime(String text, Kind kind) {
        if (kind == Kind.TIME) {
            String time = shared(cells.timestamp(text, patterns(), binding.zone()));
            return new Reading(time, Optional.of(text + " IS NOT NULL AND " + time + " IS NULL"), Optional.empty());
        }
        String digits = binding.decimalMark().equals("point")
                ? text
                : cells.decimalPoint(text, binding.decimalMark().equals("auto"));
        String number = shared(cells.decimal(digits));
        return new Reading(
                number,
                Optional.of(text + " IS NOT NULL AND " + number + " IS NULL"),
                Optional.of(cells.finerThanDecimal(digits)));
    }

    private List<String> patterns() {
        String option = binding.options().get("date-format");
        return option == null || option.isEmpty() ? definition.dates() : List.of(option);
    }
}
