package org.apportion.spi;

import java.util.List;
import java.util.Optional;

/**
 * How plans read the cells of foreign files: exactly, and without ever failing. What cannot be read is null. All arguments
 * named as SQL are expressions; all others are plain values that the implementation quotes.
 *
 * <p>Tags are read from each of their sources as a map, whose keys may be renamed; {@link #tagMap} makes one map of them all.
 */
public interface CellFunctions {

    /** What a column of a foreign file holds. */
    enum Shape {
        TEXT,
        /** Integers and decimals. */
        EXACT,
        /** Binary floating point: its shortest decimal text is its value. */
        FLOATING,
        TIMESTAMP,
        ZONED_TIMESTAMP,
        DATE,
        /** JSON, lists, maps and structures. */
        NESTED,
        OTHER
    }

    /**
     * How values of a type are read.
     *
     * @param type the engine's name of a type, as a description of a relation gives it
     */
    Shape shape(String type);

    /** The type of a field of a structure type; empty if the type is no structure or has no such field (in any case). */
    Optional<String> fieldType(String type, String field);

    /** A field of a structure. */
    String field(String sql, String type, String field);

    /** The value as text; nested values as JSON whose numbers keep all their digits. */
    String text(String sql, String type);

    /** Text of a field of a JSON object that is given as text; dots in the path lead deeper. */
    String jsonField(String textSql, String path);

    /** DECIMAL(38,18) of a text such as {@code -1.5} or {@code 5e-06}; digits past the eighteenth round half away from zero. */
    String decimal(String textSql);

    /** Whether a readable number has more than 18 decimals, trailing zeros not counted. */
    String finerThanDecimal(String textSql);

    /** Text with a decimal point of a text with a decimal comma, or (auto) with either: the later mark is the decimal one. */
    String decimalPoint(String textSql, boolean auto);

    /** Product of two DECIMAL(38,18), rounded once at 18 decimals, half away from zero; null past the type. */
    String product(String left, String right);

    /** DECIMAL(38,18) divided by a whole number, rounded toward zero at 18 decimals; null if that is zero or no whole number. */
    String quotient(String number, String divisor);

    /**
     * Sum of a field over a list of objects that is given as JSON text; 0 for an empty list or no text; null if anything in
     * it can't be read.
     */
    String listTotal(String textSql, String field);

    /**
     * UTC time of a text: ISO 8601 with or without an offset, or one of the patterns.
     *
     * @param patterns as in java.time, of the letters y M d H m s
     * @param zone of texts without an offset
     */
    String timestamp(String textSql, List<String> patterns, String zone);

    /** UTC time of a timestamp with a zone. */
    String utc(String zonedTimestampSql);

    /** UTC time of a timestamp that is local time of a zone. */
    String atZone(String timestampSql, String zone);

    /** Local time of a zone of a timestamp in UTC; the inverse of {@link #atZone}. */
    String localTime(String timestampSql, String zone);

    /** Tags of a JSON object as text, with or without its braces; an unreadable text becomes one tag {@code x_unreadable}. */
    String tagsOfObject(String textSql);

    /** Tags of a JSON list of objects with a key and a value. */
    String tagsOfPairs(String textSql);

    /** Tags of one column for each key; columns without a value are left out. No key stands twice. */
    String tagsOfColumns(List<KeyedColumn> columns);

    /**
     * Tags with other keys; the first of keys that become equal counts.
     *
     * @param renames beginnings of keys with what takes their place; the first that fits
     * @param prefix put before each key
     */
    String renamed(String tags, List<KeyBeginning> renames, String prefix);

    /** One MAP(VARCHAR, VARCHAR) of several, in no certain order; of equal keys the first map's counts. Null or empty if there is none. */
    String tagMap(List<String> tags);

    /** Whether the whole text is matched by a regular expression of plain character classes, groups and repetitions; null for null. */
    String matches(String textSql, String regex);

    /**
     * Whether the text is a JSON object; null for null.
     *
     * @param flat whether its values may be neither objects nor lists
     */
    String isJsonObject(String textSql, boolean flat);

    record KeyedColumn(String key, String textSql) {}

    record KeyBeginning(String beginning, String with) {}
}
