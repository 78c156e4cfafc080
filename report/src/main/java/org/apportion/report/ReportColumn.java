package org.apportion.report;

/**
 * A column of a report.
 *
 * @param name as shown and as key in JSON, lower case with underscores
 */
public record ReportColumn(String name, Kind kind) {

    /** How values are aligned and rounded when people read them; JSON and CSV always show all digits. */
    public enum Kind {
        TEXT,
        /** An amount in the currency that another column names. */
        MONEY,
        /** A quantity or count. */
        NUMBER,
        /** A share from 0 to 1, shown in percent. */
        RATIO,
        TIME,
        /** A sentence about the row, shown below it. */
        REMARK
    }

    public static ReportColumn text(String name) {
        return new ReportColumn(name, Kind.TEXT);
    }

    public static ReportColumn money(String name) {
        return new ReportColumn(name, Kind.MONEY);
    }

    public static ReportColumn number(String name) {
        return new ReportColumn(name, Kind.NUMBER);
    }
}
