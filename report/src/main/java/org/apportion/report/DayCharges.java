package org.apportion.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.ledger.fetch.FetchRecord;
import org.apportion.ledger.fetch.FetchRecords;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/** Reads the charges of single days, of all months together, with the hours that their records cover. */
final class DayCharges {
    private static final List<GroupColumn> LABELS = List.of(
            GroupColumn.X_LINE_TYPE,
            GroupColumn.SUB_ACCOUNT_ID,
            GroupColumn.SUB_ACCOUNT_NAME,
            GroupColumn.SERVICE_NAME,
            GroupColumn.RESOURCE_ID,
            GroupColumn.RESOURCE_NAME);
    /** Fetches that were not tried for so long before a run are no longer configured. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);
    /** Texts of an item. */
    private static final int WORDS = 8;

    private final ReportSession session;
    private final MetricsSettings.Hourly settings;
    private final LakeView view;
    private final List<BillingMonth> months;

    DayCharges(ReportSession session, MetricsSettings.Hourly settings) {
        this.session = session;
        this.settings = settings;
        this.view = session.current();
        this.months = session.committedMonths();
    }

    /**
     * Charges of one day that have everything named here in common.
     *
     * @param consumer without its kind
     * @param costType empty if the rule gave none
     * @param stretch where in the day they arose
     */
    record Item(
            String consumer,
            String costType,
            String lineType,
            String environment,
            String environmentName,
            String product,
            String resource,
            String resourceName,
            HourlyCharges.Stretch stretch,
            BigDecimal amount) {

        /** What of it falls in an hour of the day. */
        BigDecimal in(int hour) {
            return stretch.in(amount, hour);
        }
    }

    /**
     * The days that have charges, in order, with what is known of their bills.
     *
     * @throws ApportionException {@code REPORT_CURRENCIES_MIXED} if there are several currencies and none is chosen
     */
    List<HourLine.ChargedDay> days() {
        if (months.isEmpty()) {
            return List.of();
        }
        Set<String> currencies = Set.copyOf(session.engine()
                .query(
                        "SELECT DISTINCT c." + currency() + " FROM " + charges() + " AS c WHERE " + chosen(),
                        row -> Objects.requireNonNullElse(row.text(0), "")));
        if (currencies.size() > 1) {
            throw new ApportionException(
                    ReportError.REPORT_CURRENCIES_MIXED,
                    "hourly feed",
                    "the charges are in "
                            + String.join(", ", currencies.stream().sorted().toList())
                            + ", and its metrics have no label for it.",
                    "Name one of them as currency, or the sources to tell.");
        }
        Map<BillingMonth, Instant> read = new HashMap<>();
        months.forEach(month -> read.put(month, read(month)));
        TreeMap<LocalDate, TreeSet<BillingMonth>> days = new TreeMap<>();
        Map<LocalDate, BillingMonth> shared = new HashMap<>();
        session.engine()
                .forEach(
                        "SELECT c.day, c.billing_month, max(" + ofMonth(range()) + " * " + own() + ") FROM " + charges()
                                + " AS c WHERE " + chosen() + " GROUP BY c.day, c.billing_month ORDER BY 1, 2",
                        row -> {
                            LocalDate day = Objects.requireNonNull(row.date(0));
                            BillingMonth month = BillingMonth.parse(text(row, 1));
                            days.computeIfAbsent(day, any -> new TreeSet<>()).add(month);
                            if (row.number(2) == 1) {
                                shared.put(day, month);
                            }
                        });
        List<HourLine.ChargedDay> charged = new ArrayList<>();
        days.forEach((day, of) -> charged.add(new HourLine.ChargedDay(
                day,
                new Months(of.first(), of.last()),
                Optional.ofNullable(shared.get(day)),
                of.stream()
                        .map(read::get)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(Instant.MIN))));
        return charged;
    }

    /** A closed month never changes; a run cannot have read more than fetches brought. */
    private Instant read(BillingMonth month) {
        if (session.books().closed(month).isPresent()) {
            return Instant.MAX;
        }
        Instant started = session.requireRun(month).start().started();
        return session
                .ledger()
                .read(transaction -> new FetchRecords(transaction).since(started.minus(FORGOTTEN)))
                .stream()
                .filter(FetchRecord::failed)
                .flatMap(failing -> failing.success().stream())
                .map(success -> success.at().minus(success.duration()))
                .filter(started::isAfter)
                .min(Instant::compareTo)
                .orElse(started);
    }

    /** @param bills billing months in which the day has charges */
    List<Item> of(LocalDate day, Months bills) {
        Dialect dialect = session.dialect();
        List<String> columns = words();
        columns.add(HourlyCharges.COLUMNS);
        String keys = String.join(", ", columns);
        return session.engine()
                .query(
                        "SELECT " + keys + ", CAST(sum(c.amount) AS " + dialect.type(ColumnType.MONEY) + ") FROM "
                                + new HourlyCharges(session, view, bills).from(Optional.of(day))
                                + " WHERE c.day = " + dialect.date(day) + " AND " + chosen() + " GROUP BY " + keys
                                + " ORDER BY " + keys,
                        row -> item(row, day));
    }

    private List<String> words() {
        List<String> columns = new ArrayList<>(List.of("c.consumer", "c.cost_type"));
        LABELS.forEach(column -> columns.add("c." + session.dialect().name(column.id())));
        return columns;
    }

    /**
     * What the charges of each of some days are. How a day's charges fall into its hours does not count.
     *
     * @param bills billing months in which they have charges
     */
    Map<LocalDate, DayDigest> digests(Set<LocalDate> days, Months bills) {
        return digests(
                "c.day IN ("
                        + String.join(
                                ", ", days.stream().map(session.dialect()::date).toList()) + ")",
                bills);
    }

    /** The same of one day. */
    DayDigest digest(LocalDate day, Months bills) {
        return digests("c.day = " + session.dialect().date(day), bills).getOrDefault(day, DayDigest.NONE);
    }

    private Map<LocalDate, DayDigest> digests(String days, Months bills) {
        Dialect dialect = session.dialect();
        List<String> words = words();
        String keys = String.join(", ", words);
        List<String> texts = new ArrayList<>();
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            named.append(words.get(i)).append(" AS w").append(i).append(", ");
            texts.add("coalesce(s.w" + i + ", '')");
        }
        texts.add("CAST(s.amount AS " + dialect.type(ColumnType.STRING) + ")");
        String sums = "SELECT c.day, " + ofMonth(bills) + " AS of_month, " + named + "CAST(sum(c.amount) AS "
                + dialect.type(ColumnType.MONEY)
                + ") AS amount FROM " + session.charges(view, bills) + " AS c WHERE " + days + " AND " + chosen()
                + " GROUP BY c.day, 2, " + keys;
        Map<LocalDate, DayDigest> digests = new HashMap<>();
        session.engine()
                .forEach(
                        "SELECT s.day, s.of_month, count(*), sum(CAST(" + dialect.portableHash(texts)
                                + " AS DECIMAL(38,0))) FROM (" + sums
                                + ") AS s WHERE s.amount <> 0 GROUP BY s.day, s.of_month",
                        row -> digests.merge(Objects.requireNonNull(row.date(0)), half(row), DayDigest::plus));
        return digests;
    }

    private static DayDigest half(Row row) {
        DayDigest.Sum sum = new DayDigest.Sum(row.number(2), Objects.requireNonNull(row.decimal(3)));
        return row.number(1) == 1 ? new DayDigest(DayDigest.Sum.NONE, sum) : new DayDigest(sum, DayDigest.Sum.NONE);
    }

    /** 1 for a share of the whole month, else 0. */
    private String ofMonth(Months bills) {
        return "CASE WHEN " + SharesOfMonth.sql(session, view, bills) + " THEN 1 ELSE 0 END";
    }

    /** 0 for a correction, which is booked in another month than that of its records, else 1. */
    private String own() {
        return "CASE WHEN c." + session.dialect().name(GroupColumn.X_BILLING_MONTH.id())
                + " = c.billing_month THEN 1 ELSE 0 END";
    }

    private static Item item(Row row, LocalDate day) {
        return new Item(
                text(row, 0),
                text(row, 1),
                text(row, 2),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                HourlyCharges.stretch(row, WORDS, day),
                Objects.requireNonNullElse(row.decimal(WORDS + HourlyCharges.WIDTH), BigDecimal.ZERO));
    }

    /** Who was seen in an inventory metric in each hour of a day: pairs of resource and consumer. */
    Map<Integer, List<List<String>>> seen(String metric, LocalDate day) {
        Dialect dialect = session.dialect();
        long first = day.toEpochDay() * ChargeHours.HOURS;
        String samples = view.relation(
                Tables.USAGE_SAMPLE,
                FileFilter.ALL.is(
                        "x_UsageMonth",
                        BillingMonth.of(day.getYear(), day.getMonthValue()).toString()));
        String hour = dialect.hourOf("u.hour");
        Map<Integer, List<List<String>>> seen = new HashMap<>();
        session.engine()
                .forEach(
                        "SELECT DISTINCT " + hour + ", u.resource, u.consumer FROM " + samples
                                + " AS u WHERE u.metric = " + dialect.text(metric) + " AND " + hour + " >= " + first
                                + " AND " + hour + " < " + (first + ChargeHours.HOURS) + " ORDER BY 1, 2, 3",
                        row -> seen.computeIfAbsent(Math.toIntExact(row.number(0) - first), any -> new ArrayList<>())
                                .add(List.of(text(row, 1), text(row, 2))));
        return seen;
    }

    private String charges() {
        return session.charges(view, range());
    }

    private Months range() {
        return new Months(months.get(0), months.get(months.size() - 1));
    }

    private String chosen() {
        Dialect dialect = session.dialect();
        String sources = settings.sources().isEmpty()
                ? "true"
                : "c." + dialect.name("x_Source") + " IN ("
                        + String.join(
                                ", ",
                                settings.sources().stream().map(dialect::text).toList())
                        + ")";
        return settings.currency()
                .map(one -> sources + " AND c." + currency() + " = " + dialect.text(one))
                .orElse(sources);
    }

    private String currency() {
        return session.dialect().name("BillingCurrency");
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNullElse(row.text(column), "");
    }
}
