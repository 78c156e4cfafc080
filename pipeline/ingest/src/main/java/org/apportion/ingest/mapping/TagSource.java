package org.apportion.ingest.mapping;

import java.util.List;

/**
 * Where tags stand in a row.
 *
 * @param form how they are written
 * @param headings the column's headings; for COLUMNS the beginnings of the headings, whose rest is the key
 * @param renames beginnings of keys and what takes their place, the first that fits
 * @param prefix put before each key
 */
record TagSource(Form form, List<String> headings, List<Rename> renames, String prefix) {

    enum Form {
        /** A JSON object, with or without its outer braces, or a nested column. */
        OBJECT,
        /** A list of entries with a key and a value. */
        PAIRS,
        /** A column for each key. */
        COLUMNS
    }

    record Rename(String beginning, String with) {}
}
