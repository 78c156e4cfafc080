package org.apportion.report;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;

/**
 * What a month's charges are split from: as its own run found it, or as a run of a later month found it when it corrected the month
 * after closing.
 *
 * @param month the month whose charges these are
 * @param run the run that split them
 * @param view the lake as that run left it
 * @param groups record groups of the month
 * @param charges table expression with what is charged, for shares by allocated cost
 * @param isCorrection true if the run is of a later month
 */
record SplitInputs(
        BillingMonth month, Run run, LakeView view, GroupStore groups, String charges, boolean isCorrection) {
    private static final String CHARGE_KEY = "record_group, day, part, tier, consumer_kind, consumer, reason";

    static SplitInputs of(ReportSession session, Run run) {
        LakeView view = session.of(run);
        Months month = Months.of(run.start().month());
        return new SplitInputs(
                month.first(),
                run,
                view,
                new GroupStore(session, view, month),
                ReportSession.relation(view, Tables.CHARGE, month),
                false);
    }

    /** The closed month as the run of a later one found it: groups and charges of the closing with all corrections. */
    static SplitInputs corrected(ReportSession session, BillingMonth origin, Run run) {
        LakeView view = session.of(run);
        Dialect dialect = session.dialect();
        String month = dialect.text(origin.toString());
        String ofOrigin = " AS x WHERE origin_month = " + month;
        FileFilter all = FileFilter.ALL.in("billing_month", holding(session, view, origin, ofOrigin, run));
        String groups = latest(
                view.relation(Tables.RECORD_GROUP, all),
                dialect.name("x_BillingMonth") + " = " + month,
                "row_number",
                "record_group");
        String tags = latest(view.relation(Tables.RESOLVED_TAG, all), "true", "rank", "tag_context");
        String closed = view.relation(Tables.CHARGE, FileFilter.ALL.is("billing_month", origin.toString()));
        String charges = "(SELECT " + CHARGE_KEY + ", CAST(sum(amount) AS " + dialect.type(ColumnType.MONEY)
                + ") AS amount FROM (SELECT " + CHARGE_KEY + ", amount FROM " + closed + " AS a UNION ALL SELECT "
                + CHARGE_KEY + ", amount FROM " + view.relation(Tables.CORRECTION, all) + ofOrigin
                + ") AS u GROUP BY " + CHARGE_KEY + " HAVING sum(amount) <> 0 OR count(*) = 1)";
        return new SplitInputs(origin, run, view, new GroupStore(session, groups, tags), charges, true);
    }

    /** The month itself, that of the run and all that hold corrections of it: groups and tags lie where they were booked. */
    private static Set<String> holding(
            ReportSession session, LakeView view, BillingMonth origin, String ofOrigin, Run run) {
        Set<String> months =
                new TreeSet<>(List.of(origin.toString(), run.start().month().toString()));
        session.engine()
                .forEach(
                        "SELECT DISTINCT billing_month FROM " + view.relation(Tables.CORRECTION) + ofOrigin,
                        row -> months.add(Objects.requireNonNull(row.text(0))));
        return months;
    }

    /** Rows of the latest month that has them, by what names them. */
    private static String latest(String relation, String condition, String order, String key) {
        return "(SELECT * FROM (SELECT x.*, " + order + "() OVER (PARTITION BY " + key
                + " ORDER BY billing_month DESC) AS place_of_month FROM " + relation + " AS x WHERE " + condition
                + ") AS r WHERE place_of_month = 1)";
    }

    Configuration configuration(ReportSession session) {
        return session.configuration(run.start().month());
    }
}
