package org.apportion.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.lake.LakeView;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * Charges of any past window as OpenMetrics text: a gauge with one sample per series and hour, or per series and day, at the
 * beginning of that time. Series by labels, then time, so the same window gives the same bytes; only one day of one series is held
 * in memory.
 *
 * <p>The hours of a day follow {@link HourlyCharges}.
 */
public final class MetricsExport {
    /** Labels that every series has: a sum over months or currencies would be none. */
    private static final List<String> ALWAYS = List.of("billing_month", "currency");

    private static final long DAY = 86_400;
    private static final int HOUR = 3600;
    private static final int FLUSH_AT = 1 << 16;

    private final ReportSession session;
    private final ExpositionFormat format = ExpositionFormat.OPEN_METRICS;

    MetricsExport(ReportSession session) {
        this.session = session;
    }

    /** How much time a sample stands for. */
    public enum Step {
        /** Gauge {@code apportion_cost_hourly}. */
        HOUR("apportion_cost_hourly", "Charges that arose in the hour that begins at the time of the sample."),
        /** Gauge {@code apportion_cost_daily}. */
        DAY("apportion_cost_daily", "Charges that arose in the UTC day that begins at the time of the sample.");

        private final String metric;
        private final String help;

        Step(String metric, String help) {
            this.metric = metric;
            this.help = help;
        }

        /** Name of the metric. */
        public String metric() {
            return metric;
        }
    }

    /**
     * What is exported: a billing month with all its days, or a window of days with all their billing months.
     *
     * @param month charges of this bill; empty for a window
     * @param from first UTC day; empty for a month
     * @param to day after the last one; empty for a month
     * @param by words that become labels
     * @param where all of them must hold
     */
    public record Query(
            Optional<BillingMonth> month,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            List<String> by,
            List<Filter> where,
            Step step) {
        public Query {
            by = List.copyOf(by);
            where = List.copyOf(where);
            if (month.isPresent() == from.isPresent() || from.isPresent() != to.isPresent()) {
                throw new IllegalArgumentException("either a month or a window");
            }
        }
    }

    /**
     * What was written.
     *
     * @param sums of the samples by currency, exact
     */
    public record Written(long series, long samples, Map<String, BigDecimal> sums) {}

    Written write(Query query, Appendable out) {
        Months months = months(query);
        LakeView view = session.current();
        Question question = new CostReport(session)
                .ofCharges(view, months)
                .by(query.by(), List.of("currency", "billing-currency", "month", "billing-month"))
                .where(query.where());
        query.from()
                .ifPresent(
                        from -> question.andAlso("c.day >= " + session.dialect().date(from)));
        query.to()
                .ifPresent(to -> question.andAlso("c.day < " + session.dialect().date(to)));
        MetricFamily family =
                MetricFamily.of(query.step().metric(), query.step().help, labels(question.keys()), List.of());
        Sink sink = new Sink(family, out);
        sink.begin();
        session.engine().forEach(select(query.step(), view, months, question), sink::row);
        return sink.end();
    }

    /** @throws ApportionException {@code REPORT_NO_RUN} if the month, or any month at all, was not run */
    private Months months(Query query) {
        if (query.month().isPresent()) {
            session.requireRun(query.month().get());
            return Months.of(query.month().get());
        }
        List<BillingMonth> known = session.committedMonths();
        if (known.isEmpty()) {
            LocalDate from = query.from().orElseThrow();
            session.requireRun(BillingMonth.of(from.getYear(), from.getMonthValue()));
        }
        return new Months(known.get(0), known.get(known.size() - 1));
    }

    private static List<String> labels(List<Dimension> keys) {
        List<String> labels = new ArrayList<>(ALWAYS);
        Set<String> taken = new HashSet<>(ALWAYS);
        for (Dimension key : keys) {
            if (key.time()) {
                throw unreadable(key.word(), "a time is that of the sample and no label.", "Take it out of --by.");
            }
            String label = key.word().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
            if (!taken.add(label)) {
                throw unreadable(key.word(), "another label is called " + label + " too.", "Take one out of --by.");
            }
            labels.add(label);
        }
        return labels;
    }

    private static ApportionException unreadable(String word, String problem, String nextStep) {
        return new ApportionException(ReportError.REPORT_QUESTION_UNREADABLE, word, problem, nextStep);
    }

    /** Columns: labels, day, where in it (hours only), amount. */
    private String select(Step step, LakeView view, Months months, Question question) {
        Dialect dialect = session.dialect();
        List<String> columns = new ArrayList<>(List.of("c.billing_month", "c." + dialect.name("BillingCurrency")));
        question.keys().forEach(key -> columns.add(key.sql()));
        String texts = columns.stream().map(sql -> "coalesce(" + sql + ", '')").collect(Collectors.joining(", "));
        String positions = IntStream.rangeClosed(1, columns.size() + 1 + (step == Step.HOUR ? HourlyCharges.WIDTH : 0))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        String charges = step == Step.HOUR
                ? new HourlyCharges(session, view, months).from(Optional.empty())
                : session.charges(view, months) + " AS c";
        return "SELECT " + texts + ", c.day" + (step == Step.HOUR ? ", " + HourlyCharges.COLUMNS : "")
                + ", CAST(sum(c.amount) AS " + dialect.type(ColumnType.MONEY) + ") FROM " + charges
                + question.joinsAndConditions() + " GROUP BY " + positions + " ORDER BY " + positions;
    }

    /** Adds up rows of one series and day, then writes its samples. */
    private final class Sink {
        private final MetricFamily family;
        private final Appendable out;
        private final int width;
        private final StringBuilder text = new StringBuilder();
        private final BigDecimal[] hours = new BigDecimal[ChargeHours.HOURS];
        private final Map<String, BigDecimal> sums = new TreeMap<>();
        private List<String> series = List.of();
        private long midnight;
        private long written;
        private long samples;
        private boolean isHourly;

        Sink(MetricFamily family, Appendable out) {
            this.family = family;
            this.out = out;
            this.width = family.labels().size();
            this.isHourly = family.name().equals(Step.HOUR.metric());
            Arrays.fill(hours, BigDecimal.ZERO);
        }

        void begin() {
            format.head(family, text);
        }

        void row(Row row) {
            List<String> labels = new ArrayList<>(width);
            for (int i = 0; i < width; i++) {
                labels.add(Objects.requireNonNullElse(row.text(i), ""));
            }
            LocalDate day = Objects.requireNonNull(row.date(width));
            if (!labels.equals(series) || day.toEpochDay() * DAY != midnight) {
                finishDay();
                written += labels.equals(series) ? 0 : 1;
                series = labels;
                midnight = day.toEpochDay() * DAY;
            }
            BigDecimal amount = Objects.requireNonNull(row.decimal(width + 1 + (isHourly ? HourlyCharges.WIDTH : 0)));
            sums.merge(labels.get(1), amount, BigDecimal::add);
            if (!isHourly) {
                hours[0] = hours[0].add(amount);
                return;
            }
            HourlyCharges.Stretch stretch = HourlyCharges.stretch(row, width + 1, day);
            for (int hour = 0; hour < hours.length; hour++) {
                hours[hour] = hours[hour].add(stretch.in(amount, hour));
            }
        }

        private void finishDay() {
            for (int hour = 0; hour < hours.length; hour++) {
                if (hours[hour].signum() != 0) {
                    Instant at = Instant.ofEpochSecond(midnight + (long) hour * HOUR);
                    format.line(family, new MetricSample(series, hours[hour], Optional.of(at)), text);
                    samples++;
                }
            }
            Arrays.fill(hours, BigDecimal.ZERO);
            if (text.length() > FLUSH_AT) {
                flush();
            }
        }

        Written end() {
            finishDay();
            text.append("# EOF\n");
            flush();
            return new Written(written, samples, Map.copyOf(sums));
        }

        private void flush() {
            try {
                out.append(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
    }
}
