package org.apportion.model.table;

/**
 * A column of a lake table.
 *
 * @param required never null
 * @param meaning one sentence: what it is, unit, sign, bounds
 */
public record Column(String name, ColumnType type, boolean required, String meaning) {

    public static Column required(String name, ColumnType type, String meaning) {
        return new Column(name, type, true, meaning);
    }

    public static Column optional(String name, ColumnType type, String meaning) {
        return new Column(name, type, false, meaning);
    }
}
