package org.apportion.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.ledger.Run;
import org.apportion.ledger.cursor.ToldDay;
import org.apportion.ledger.fetch.FetchRecord;
import org.apportion.ledger.period.Period;
import org.apportion.model.BillingMonth;
import org.apportion.report.exposition.MetricFamily;
import org.jspecify.annotations.Nullable;

/** What is known of one state of the ledger, read when it is asked for. Used by one thread at a time. */
final class FeedState implements AutoCloseable {
    /** Days kept, so that several readers at different days do not push each other out. */
    private static final int DAYS = 4;

    private final ReportSession session;
    private final MetricsSettings settings;
    private final ObjectNames names;
    private @Nullable List<MetricFamily> totals;
    private @Nullable List<MetricFamily> health;
    private @Nullable Live live;
    private final ComparedDays compared;
    private Set<LocalDate> comparedLast = Set.of();
    private Map<LocalDate, DayDigest> digests = Map.of();
    private @Nullable List<HourLine.ChargedDay> charged;
    private final Map<LocalDate, Day> days = new LinkedHashMap<>(DAYS * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LocalDate, Day> eldest) {
            return size() > DAYS;
        }
    };

    /** @param compared what earlier states have found out of days that do not change */
    FeedState(ReportSession session, MetricsSettings settings, ComparedDays compared) {
        this.compared = compared;
        this.session = session;
        this.settings = settings;
        this.names = ObjectNames.of(settings.hourly().names());
    }

    /** All that the hours of a day tell. */
    private record Day(
            String digest,
            List<DayCharges.Item> items,
            Map<Integer, List<List<String>>> identities,
            Map<Integer, List<List<String>>> keyOwners) {}

    private List<MetricFamily> totals() {
        List<MetricFamily> known = totals;
        if (known == null) {
            List<BillingMonth> months = session.committedMonths();
            Optional<Run> newest = months.isEmpty()
                    ? Optional.empty()
                    : Optional.of(session.requireRun(months.get(months.size() - 1)));
            known = new ArrayList<>(new HealthMetrics(session).families(newest, settings.version()));
            if (newest.isPresent()) {
                known.addAll(new CostMetrics(session, newest.get(), settings.series()).families());
                known.addAll(CoverageMetrics.of(UsageCoverage.of(
                        settings.coverage(), newest.get().start().month())));
            }
            known = List.copyOf(known);
            totals = known;
        }
        return known;
    }

    /** What changes without a run: what readers were told, how fetches fared. */
    record Live(List<ToldDay> told, List<FetchRecord> fetches) {}

    /** Totals of the newest month and health; the same list while nothing of it is another. */
    List<MetricFamily> totals(Live now) {
        List<MetricFamily> known = health;
        if (known == null || !now.equals(live)) {
            List<MetricFamily> last = new ArrayList<>(FetchMetrics.of(now.fetches()));
            last.addAll(ChangedHours.of(now.told(), digests(now.told())));
            if (known == null
                    || !known.subList(known.size() - last.size(), known.size()).equals(last)) {
                List<MetricFamily> all = new ArrayList<>(totals());
                all.addAll(last);
                known = List.copyOf(all);
            }
            health = known;
            live = now;
        }
        return known;
    }

    /** Of the days that were told, read anew only if they are others. */
    private Map<LocalDate, DayDigest> digests(List<ToldDay> told) {
        Set<LocalDate> days = told.stream().map(ToldDay::day).collect(Collectors.toSet());
        if (!days.equals(comparedLast)) {
            Map<LocalDate, Months> bills = new HashMap<>();
            charged().stream()
                    .filter(one -> days.contains(one.day()))
                    .forEach(one -> bills.put(one.day(), one.months()));
            digests = compared.of(bills.keySet(), day -> closing(bills.get(day)), unknown -> read(unknown, bills));
            comparedLast = days;
        }
        return digests;
    }

    /** Names the closing of all these months; empty if one of them is open. */
    private Optional<String> closing(@Nullable Months bills) {
        List<Period> closed = Stream.ofNullable(bills)
                .flatMap(months -> months.all().stream())
                .flatMap(month -> session.books().closed(month).stream())
                .toList();
        return bills == null || closed.size() < bills.all().size()
                ? Optional.empty()
                : Optional.of(closed.stream()
                        .map(period -> period.run() + " " + period.changedAt())
                        .collect(Collectors.joining(", ")));
    }

    private Map<LocalDate, DayDigest> read(Set<LocalDate> days, Map<LocalDate, Months> bills) {
        Months all = days.stream()
                .flatMap(day -> Stream.ofNullable(bills.get(day)))
                .reduce(Months::over)
                .orElseThrow();
        return new DayCharges(session, settings.hourly()).digests(days, all);
    }

    /** What the day of an hour is that is told. */
    String digest(Instant hour) {
        return day(hour).digest();
    }

    HourLine hours() {
        return new HourLine(charged(), settings.hourly(), settings.clock().instant());
    }

    private List<HourLine.ChargedDay> charged() {
        List<HourLine.ChargedDay> known = charged;
        if (known == null) {
            known = new DayCharges(session, settings.hourly()).days();
            charged = known;
        }
        return known;
    }

    HourPage page(Optional<Instant> hour) {
        if (hour.isEmpty() || !hours().has(hour.get())) {
            return new HourPage(Optional.empty(), ChargebackHour.nothing());
        }
        Day day = day(hour.get());
        int number = hour.get().atZone(ZoneOffset.UTC).getHour();
        ChargebackHour page = new ChargebackHour(
                hour.get(),
                day.items(),
                day.identities().getOrDefault(number, List.of()),
                day.keyOwners().getOrDefault(number, List.of()),
                names);
        return new HourPage(hour, page.families());
    }

    private Day day(Instant hour) {
        return days.computeIfAbsent(ChargebackHour.dayOf(hour), this::read);
    }

    private Day read(LocalDate day) {
        DayCharges charges = new DayCharges(session, settings.hourly());
        Months bills = charged().stream()
                .filter(one -> one.day().equals(day))
                .map(HourLine.ChargedDay::months)
                .findFirst()
                .orElseThrow();
        return new Day(
                charges.digest(day, bills).text(),
                charges.of(day, bills),
                charges.seen("confluent_identity", day),
                charges.seen("confluent_key_owner", day));
    }

    @Override
    public void close() {
        session.close();
    }
}
