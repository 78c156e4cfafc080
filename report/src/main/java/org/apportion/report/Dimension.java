package org.apportion.report;

/**
 * Something that rows can be grouped and filtered by.
 *
 * @param word as people write it; with underscores it is the column's name
 * @param sql text of type VARCHAR over the relation of the question, null where there is no value
 * @param time whether rows read best in its order and not by amount
 */
record Dimension(String word, String sql, boolean time) {

    static Dimension of(String word, String sql) {
        return new Dimension(word, sql, false);
    }

    static Dimension time(String word, String sql) {
        return new Dimension(word, sql, true);
    }

    ReportColumn column() {
        return ReportColumn.text(word.startsWith("tag:") ? word : word.replace('-', '_'));
    }
}
