package org.apportion.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apportion.lake.FileFilter;
import org.apportion.ledger.Run;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.apportion.spi.Row;

/** What the newest month costs whom. Each cost family's series add up to all charges of its window. */
final class CostMetrics {
    private static final List<String> LABELS =
            List.of("currency", "unit", "consumer", "provider", "service", "cost_type");

    private static final int RATIO_DIGITS = 9;

    private final ReportSession session;
    private final Run run;
    private final SeriesLimit limit;
    private final Vocabulary words;
    private final String charges;

    CostMetrics(ReportSession session, Run run, int series) {
        this.session = session;
        this.run = run;
        this.limit = new SeriesLimit(series);
        this.words = Vocabulary.ofCharges(session);
        this.charges = session.charges(session.of(run), Months.of(run.start().month()));
    }

    List<MetricFamily> families() {
        List<MetricFamily> families = new ArrayList<>();
        families.add(MetricFamily.of(
                "apportion_cost_month_to_date",
                "Charges of the newest billing month that was run, corrections booked in it included.",
                LABELS,
                limit.cut(sums(LABELS, "true"))));
        Optional<LocalDate> day = lastClosedDay();
        families.add(MetricFamily.of(
                "apportion_cost_last_day",
                "Charges of the newest whole UTC day of that month.",
                LABELS,
                day.map(one -> limit.cut(
                                sums(LABELS, "c.day = " + session.dialect().date(one))))
                        .orElse(List.of())));
        families.add(new MetricFamily(
                "apportion_cost_last_day_start_timestamp_seconds",
                "When the day of apportion_cost_last_day began.",
                "seconds",
                List.of(),
                day
                        .map(one -> MetricSample.of(
                                List.of(), one.atStartOfDay(ZoneOffset.UTC).toEpochSecond()))
                        .stream()
                        .toList()));
        families.addAll(lastHour());
        families.addAll(approximate());
        List<String> quality = List.of("currency", "source", "method", "reason");
        families.add(MetricFamily.of(
                "apportion_cost_by_method",
                "The same charges by the method that found who pays, and the reason where nobody was found.",
                quality,
                limit.cut(sums(quality, "true"))));
        List<String> days = List.of("currency", "day", "source");
        families.add(MetricFamily.of(
                "apportion_cost_by_day",
                "The same charges by the UTC day in which the cost arose.",
                days,
                limit.cut(sums(days, "true"))));
        families.add(units());
        families.add(usageHours());
        return families;
    }

    /** The newest day with charges that had ended when the run began. */
    private Optional<LocalDate> lastClosedDay() {
        return newestDayBefore(LocalDate.ofInstant(run.start().started(), ZoneOffset.UTC));
    }

    private Optional<LocalDate> newestDayBefore(LocalDate end) {
        return session
                .engine()
                .query(
                        "SELECT max(c.day) FROM " + charges + " AS c WHERE c.day < "
                                + session.dialect().date(end),
                        row -> Optional.ofNullable(row.date(0)))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<MetricFamily> lastHour() {
        Instant began = run.start().started();
        LastHour hours =
                new LastHour(session, session.of(run), Months.of(run.start().month()));
        LocalDate today = LocalDate.ofInstant(began, ZoneOffset.UTC);
        Optional<LastHour.Charges> last = newestDayBefore(today.plusDays(1))
                .flatMap(day -> hours.of(day, began, words, LABELS))
                .or(() -> newestDayBefore(today).flatMap(day -> hours.of(day, began, words, LABELS)));
        return List.of(
                MetricFamily.of(
                        "apportion_cost_last_hour",
                        "Charges of the newest whole hour of that month in which any cost arose.",
                        LABELS,
                        last.map(hour -> limit.cut(hour.samples())).orElse(List.of())),
                new MetricFamily(
                        "apportion_cost_last_hour_start_timestamp_seconds",
                        "When the hour of apportion_cost_last_hour began.",
                        "seconds",
                        List.of(),
                        last.map(hour -> MetricSample.of(List.of(), hour.start().getEpochSecond())).stream()
                                .toList()));
    }

    /** Both by source, so that a source without usage does not hide behind one that has it. */
    private List<MetricFamily> approximate() {
        List<String> labels = List.of("currency", "source");
        List<MetricSample> costs = new ArrayList<>();
        List<MetricSample> ratios = new ArrayList<>();
        for (ApproximateShare share : ApproximateShare.of(
                session, session.of(run), Months.of(run.start().month()))) {
            List<String> values = List.of(share.currency(), share.source());
            costs.add(MetricSample.of(values, share.cost()));
            if (share.all().signum() != 0) {
                ratios.add(MetricSample.of(values, share.ratio(RATIO_DIGITS)));
            }
        }
        return List.of(
                MetricFamily.of(
                        "apportion_approximate_cost",
                        "Charges that a tier by usage should have split, but a later one did for want of usage.",
                        labels,
                        costs),
                MetricFamily.of(
                        "apportion_approximate_ratio",
                        "Their share of all charges of the source, 0 to 1; credits count by their size.",
                        labels,
                        ratios));
    }

    private List<MetricSample> sums(List<String> labels, String condition) {
        StringBuilder columns = new StringBuilder();
        StringBuilder positions = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            columns.append("coalesce(").append(words.find(labels.get(i)).sql()).append(", ''), ");
            positions.append(i == 0 ? "" : ", ").append(i + 1);
        }
        String sql = "SELECT " + columns + "CAST(sum(c.amount) AS "
                + session.dialect().type(ColumnType.MONEY) + ") FROM " + charges + " AS c WHERE " + condition
                + " GROUP BY " + positions + " ORDER BY " + positions;
        return session.engine().query(sql, row -> sample(row, labels.size()));
    }

    private static MetricSample sample(Row row, int labels) {
        List<String> values = new ArrayList<>(labels);
        for (int i = 0; i < labels; i++) {
            values.add(Objects.requireNonNullElse(row.text(i), ""));
        }
        return MetricSample.of(values, Objects.requireNonNullElse(row.decimal(labels), BigDecimal.ZERO));
    }

    private MetricFamily units() {
        Organization organization = session.configuration().organization();
        List<MetricSample> samples = new ArrayList<>();
        for (OrganizationUnit unit : organization.units()) {
            List<OrganizationUnit> path = organization.path(unit.id());
            samples.add(MetricSample.of(
                    List.of(
                            unit.id(),
                            unit.name(),
                            unit.kind(),
                            Objects.requireNonNullElse(unit.parentId(), ""),
                            path.get(path.size() - 1).name(),
                            organization.costCenter(unit.id()).orElse("")),
                    1));
        }
        for (String none : List.of(Vocabulary.UNALLOCATED, SeriesLimit.OTHER)) {
            samples.add(MetricSample.of(List.of(none, none, "", "", none, ""), 1));
        }
        return MetricFamily.of(
                "apportion_unit_info",
                "Organization units, and what a unit is called where nobody pays or series were added up; always 1. root"
                        + " is the name of the outermost unit above.",
                List.of("unit", "unit_name", "kind", "parent", "root", "cost_center"),
                samples);
    }

    private MetricFamily usageHours() {
        String samples = session.of(run)
                .relation(
                        Tables.USAGE_SAMPLE,
                        FileFilter.ALL.is("x_UsageMonth", run.start().month().toString()));
        return MetricFamily.of(
                "apportion_usage_hours",
                "Hours of that calendar month in which a metric has any sample.",
                List.of("metric"),
                session.engine()
                        .query(
                                "SELECT u.metric, count(DISTINCT u.hour) FROM " + samples
                                        + " AS u GROUP BY 1 ORDER BY 1",
                                row -> MetricSample.of(
                                        List.of(Objects.requireNonNullElse(row.text(0), "")), row.number(1))));
    }
}
