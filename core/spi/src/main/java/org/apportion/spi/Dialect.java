package org.apportion.spi;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * The few places where engines write the same relational plan differently. Plans are built from these hooks, so that there
 * is one text per rule and not one per engine. Pure: the same arguments always give the same text.
 */
public interface Dialect {

    String type(ColumnType type);

    /** A quoted column or table name. */
    String name(String identifier);

    /** A text literal; any content is harmless. */
    String text(String value);

    String timestamp(Instant value);

    String date(LocalDate value);

    /** The 128-bit integer type. */
    String wideInteger();

    /** Whole hours from 1970-01-01T00:00Z to a timestamp, floored, as an integer. */
    String hourOf(String timestamp);

    /** The timestamp of an hour number. */
    String timestampOfHour(String hour);

    /** Seconds from 1970-01-01T00:00Z to a timestamp, floored, as BIGINT. */
    String secondOf(String timestamp);

    /** Microseconds from 1970-01-01T00:00Z to a timestamp, as BIGINT. */
    String microsecondOf(String timestamp);

    /** The value of a key in a MAP(VARCHAR, VARCHAR), null if absent. */
    String mapValue(String map, String key);

    /**
     * A MAP(VARCHAR, VARCHAR) of the entries whose value is not null.
     *
     * @param valueByKey keys as plain texts, values as expressions of any type; the order does not matter
     */
    String textMap(Map<String, String> valueByKey);

    /**
     * The text of a MAP(VARCHAR, VARCHAR) by which maps are hashed, the same for the same entries in any order:
     * {@code org.apportion.model.PortableHash#text}. Null for a null map.
     */
    String mapText(String map);

    /**
     * A hash of texts that every engine and plain Java compute alike, 0 to 2^60 - 1: the first 15 hex digits of the MD5 of the
     * UTF-8 texts, each preceded by its length in characters (code points) and {@code :}, null as {@code -}.
     */
    String portableHash(List<String> texts);

    /** A number made of values of any types, null included: quick, equal for equal values within one session, unlike elsewhere. */
    String sessionHash(List<String> values);

    /**
     * Several texts as one: quicker to keep, to compare and to group by than they are one by one. A null and an empty text are
     * the same. {@link #unpacked} gives them back, unless one of them holds the separator.
     *
     * @param separator not empty; its first character does not occur in it again
     */
    String packed(List<String> texts, String separator);

    /** How often the separator stands in a packed text: one less than there are texts, or one of them holds it. */
    String separators(String packed, String separator);

    /** The list of the texts that {@link #packed} put together, for {@link #unpackedText}. */
    String unpacked(String packed, String separator);

    /** A text of an {@link #unpacked} list, counted from 0; null if it was empty. */
    String unpackedText(String list, int index);

    /**
     * A text, or null, for every row of an answer that is written to a file. It reads as a text, but may be kept in less space
     * than one text for each row.
     */
    String repeatedText(@Nullable String value);

    /**
     * A text that is one of a few known ones, or null. It reads and compares as the text, but may be kept in less space; so it is
     * moved through sorts and written to files at less cost.
     *
     * @param expression of type STRING
     * @param texts all that it can be
     */
    default String oneOf(String expression, SortedSet<String> texts) {
        return expression;
    }

    /**
     * Statements that give a temporary table a temporary view in which some columns of texts are numbers inside, if the engine
     * has such a type: they compare, sort, join and are written to files as the texts they are, but are moved at less cost.
     *
     * @param columns columns of few different texts, or maps of few different keys and values
     */
    List<String> coded(String table, String view, List<Column> columns);

    /** Statements that release what {@link #coded} made; harmless if there is nothing. */
    List<String> dropCoded(String view, List<Column> columns);

    /** A relation with each row several times in a row, numbered from 0 in one more column. Keeps the order of the rows. */
    String repeated(String relation, int times, String column);

    /** A table expression over Parquet files; an empty list gives an empty relation with these columns' types. */
    String parquet(List<Path> files, List<Column> columns);

    /** {@code CREATE OR REPLACE} of a temporary table, materialized. */
    String createTable(String name, String select);

    String dropTable(String name);

    /** How cells of foreign files are read. */
    CellFunctions cells();
}
