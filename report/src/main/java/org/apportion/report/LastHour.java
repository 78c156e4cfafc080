package org.apportion.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apportion.lake.LakeView;
import org.apportion.model.table.ColumnType;
import org.apportion.report.exposition.MetricSample;
import org.apportion.spi.Row;

/** The newest hour of a day in which any cost arose and that had ended at some time. */
final class LastHour {
    private final ReportSession session;
    private final LakeView view;
    private final Months months;

    LastHour(ReportSession session, LakeView view, Months months) {
        this.session = session;
        this.view = view;
        this.months = months;
    }

    /**
     * What the hour's charges are.
     *
     * @param start of the hour, UTC
     * @param samples without those of zero
     */
    record Charges(Instant start, List<MetricSample> samples) {}

    /**
     * Sums by words of charges.
     *
     * @param ended hours that end later are not looked at
     */
    Optional<Charges> of(LocalDate day, Instant ended, Vocabulary words, List<String> labels) {
        StringBuilder columns = new StringBuilder();
        for (String label : labels) {
            columns.append("coalesce(").append(words.find(label).sql()).append(", ''), ");
        }
        StringBuilder positions = new StringBuilder("1");
        for (int i = 2; i <= labels.size() + HourlyCharges.WIDTH; i++) {
            positions.append(", ").append(i);
        }
        List<Map<List<String>, BigDecimal>> hours = new ArrayList<>();
        for (int hour = 0; hour < ChargeHours.HOURS; hour++) {
            hours.add(new LinkedHashMap<>());
        }
        String sql = "SELECT " + columns + HourlyCharges.COLUMNS + ", CAST(sum(c.amount) AS "
                + session.dialect().type(ColumnType.MONEY) + ") FROM "
                + new HourlyCharges(session, view, months).from(Optional.of(day)) + " WHERE c.day = "
                + session.dialect().date(day) + " GROUP BY " + positions + " ORDER BY " + positions;
        session.engine().forEach(sql, row -> add(row, labels.size(), day, hours));
        for (int hour = ChargeHours.HOURS - 1; hour >= 0; hour--) {
            Instant start = day.atTime(LocalTime.of(hour, 0)).toInstant(ZoneOffset.UTC);
            hours.get(hour).values().removeIf(amount -> amount.signum() == 0);
            if (!hours.get(hour).isEmpty() && !start.plusSeconds(3600).isAfter(ended)) {
                List<MetricSample> samples = new ArrayList<>();
                hours.get(hour).forEach((values, amount) -> samples.add(MetricSample.of(values, amount)));
                return Optional.of(new Charges(start, samples));
            }
        }
        return Optional.empty();
    }

    private static void add(Row row, int labels, LocalDate day, List<Map<List<String>, BigDecimal>> hours) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < labels; i++) {
            values.add(Objects.requireNonNullElse(row.text(i), ""));
        }
        HourlyCharges.Stretch stretch = HourlyCharges.stretch(row, labels, day);
        BigDecimal amount = Objects.requireNonNull(row.decimal(labels + HourlyCharges.WIDTH));
        for (int hour = 0; hour < hours.size(); hour++) {
            hours.get(hour).merge(values, stretch.in(amount, hour), BigDecimal::add);
        }
    }
}
