package org.apportion.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * Charges with the hours in which they arose. Where a run stored what each hour owes there is a row per hour; what is left of a
 * charge is spread over the part of its day that the records cover, by seconds ({@link ChargeHours}). Either way the hours of a
 * charge add up to it to the last digit.
 */
final class HourlyCharges {
    /** Of {@link #relation} and {@link #windows}, as {@code c} and {@code w}: what {@link #stretch} reads. */
    static final String COLUMNS = "c.hour, w.first_second, w.end_second";

    /** How many columns those are. */
    static final int WIDTH = 3;

    private static final long DAY = 86_400;
    private static final int HOUR = 3600;

    private final ReportSession session;
    private final LakeView view;
    private final Months months;

    HourlyCharges(ReportSession session, LakeView view, Months months) {
        this.session = session;
        this.view = view;
        this.months = months;
    }

    /**
     * Seconds of a day.
     *
     * @param from 0 to 86,399
     * @param until exclusive, after {@code from}
     */
    record Stretch(long from, long until) {

        /** What of an amount falls in an hour of the day. */
        BigDecimal in(BigDecimal amount, int hour) {
            return ChargeHours.in(amount, from, until, hour);
        }
    }

    /** The months' charges and corrections with owners, and {@code hour} (0 to 23; null for what has none), in brackets. */
    String relation() {
        return "(" + session.books().hourlyCharges(view, months) + ")";
    }

    /** {@code relation() AS c} beside its windows {@code w}. */
    String from(Optional<LocalDate> day) {
        return relation() + " AS c LEFT JOIN (" + windows(day)
                + ") AS w ON c.hour IS NULL AND w.record_group = c.record_group AND w.day = c.day";
    }

    /** First and last second of each group's records that touch a day on which it has charges: of all days or of one. */
    private String windows(Optional<LocalDate> day) {
        Dialect dialect = session.dialect();
        String group = dialect.name("x_GroupId");
        String start = dialect.secondOf("r." + dialect.name("ChargePeriodStart"));
        String end = dialect.secondOf("r." + dialect.name("ChargePeriodEnd"));
        String midnight = dialect.secondOf("CAST(k.day AS " + dialect.type(ColumnType.TIMESTAMP) + ")");
        String records = view.relation(Tables.COST_RECORD, FileFilter.ALL.in("x_BillingMonth", months.texts()));
        String days = "SELECT DISTINCT record_group, day FROM "
                + ReportSession.relation(view, Tables.CHARGE, months)
                + " AS h"
                + day.map(one -> " WHERE h.day = " + dialect.date(one)).orElse("");
        return "SELECT k.record_group, k.day, min(r.s) AS first_second, max(r.e) AS end_second FROM (SELECT record_group,"
                + " day, " + midnight + " AS m FROM (" + days
                + ") AS k) AS k JOIN (SELECT DISTINCT record_group, "
                + group + " AS id FROM " + ReportSession.relation(view, Tables.RECORD_GROUP, months)
                + ") AS g ON g.record_group = k.record_group JOIN (SELECT DISTINCT r." + group + " AS id, " + start
                + " AS s, " + end + " AS e FROM " + records + " AS r) AS r ON r.id = g.id WHERE r.s < k.m + " + DAY
                + " AND (r.e > k.m OR r.s >= k.m) GROUP BY 1, 2";
    }

    /**
     * Where in its day a row's amount arose. A group without records of that day, as after they were taken back, covers all of
     * it.
     *
     * @param column the first of {@link #COLUMNS}
     */
    static Stretch stretch(Row row, int column, LocalDate day) {
        if (!row.isNull(column)) {
            long hour = row.number(column);
            return new Stretch(hour * HOUR, (hour + 1) * HOUR);
        }
        long midnight = day.toEpochDay() * DAY;
        long from = row.isNull(column + 1) ? 0 : Math.max(0, row.number(column + 1) - midnight);
        long until = row.isNull(column + 2) ? DAY : Math.min(DAY, row.number(column + 2) - midnight);
        return new Stretch(from, until > from ? until : from + 1);
    }
}
