package org.apportion.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.lake.OwnedCharges;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.Organization;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;

/** Charges of open and closed months: each with the owners that hold for it, and with the corrections booked in it. */
final class ClosedBooks {
    private static final String EVER = "_ever";
    /** What a charge and its hours have in common. */
    private static final List<String> HOUR_KEY =
            List.of("billing_month", "record_group", "day", "part", "tier", "consumer_kind", "consumer");

    private final Configuration configuration;
    private final Ledger ledger;
    private final Engine engine;
    private final OwnedCharges today;
    private final List<Period> closed;
    private final Map<BillingMonth, OwnedCharges> frozen = new HashMap<>();
    private final Map<BillingMonth, Configuration> ofClosed = new HashMap<>();
    private Optional<OwnedCharges> ever = Optional.empty();

    ClosedBooks(Configuration configuration, Ledger ledger, Engine engine, OwnedCharges today) {
        this.configuration = configuration;
        this.ledger = ledger;
        this.engine = engine;
        this.today = today;
        this.closed = ledger.read(transaction -> new Periods(transaction).closed());
    }

    Optional<Period> closed(BillingMonth month) {
        return closed.stream().filter(period -> period.month().equals(month)).findFirst();
    }

    /** The units of a month: those of its closing, or today's while it is open. */
    Organization organization(BillingMonth month) {
        return closed(month).isPresent()
                ? ledger.read(transaction -> new Periods(transaction).organization(month))
                : configuration.organization();
    }

    /**
     * The configuration with what a closed month was closed with: its units and its owners. For an open month it is today's. Rules,
     * tags and prices are today's in both.
     */
    Configuration configuration(BillingMonth month) {
        return closed(month).map(this::configuration).orElse(configuration);
    }

    private Configuration configuration(Period period) {
        return ofClosed.computeIfAbsent(
                period.month(),
                month -> ledger.read(transaction -> {
                    Periods periods = new Periods(transaction);
                    Map<String, String> fingerprints = new HashMap<>(configuration.fingerprints());
                    transaction
                            .runs()
                            .find(period.run())
                            .ifPresent(run -> ConfigurationChanges.OWNERS.forEach(section -> fingerprints.put(
                                    section, run.start().fingerprints().get(section))));
                    fingerprints.values().removeIf(Objects::isNull);
                    return configuration
                            .copy()
                            .organization(periods.organization(month))
                            .directory(periods.directory(month))
                            .fingerprints(fingerprints)
                            .build();
                }));
    }

    /** Select of the months' charges, then of the corrections booked in them. */
    String charges(LakeView view, Months months) {
        return charges(view, months, false);
    }

    /**
     * The same with a column {@code hour}: a row for each hour that was stored, and one without an hour for what they leave of
     * a charge.
     */
    String hourlyCharges(LakeView view, Months months) {
        return charges(view, months, true);
    }

    private String charges(LakeView view, Months months, boolean hourly) {
        List<String> selects = new ArrayList<>();
        List<String> open = months.all().stream()
                .filter(month -> closed(month).isEmpty())
                .map(BillingMonth::toString)
                .toList();
        if (!open.isEmpty() || months.all().isEmpty()) {
            selects.add(open(view, open, hourly));
        }
        for (BillingMonth month : months.all()) {
            if (closed(month).isPresent()) {
                selects.add(own(view, month, hourly));
            }
        }
        FileFilter filter = FileFilter.ALL.in("billing_month", months.texts());
        if (!view.files(Tables.CORRECTION, filter).isEmpty()) {
            selects.add(ever().corrections(
                            view.relation(Tables.CORRECTION, filter),
                            view.relation(Tables.RECORD_GROUP, filter),
                            today.levels(),
                            hourly ? List.of(noHour()) : List.of()));
        }
        return String.join(" UNION ALL ", selects);
    }

    /** Select of a month's charges without corrections. */
    String own(LakeView view, BillingMonth month) {
        return own(view, month, false);
    }

    private String own(LakeView view, BillingMonth month, boolean hourly) {
        if (closed(month).isEmpty()) {
            return open(view, List.of(month.toString()), hourly);
        }
        FileFilter filter = FileFilter.ALL.is("billing_month", month.toString());
        return owners(month)
                .select(charge(view, filter, hourly), view.relation(Tables.RECORD_GROUP, filter), today.levels());
    }

    private String open(LakeView view, List<String> months, boolean hourly) {
        FileFilter filter = FileFilter.ALL.in("billing_month", months);
        return today.select(charge(view, filter, hourly), view.relation(Tables.RECORD_GROUP, filter));
    }

    private String noHour() {
        return "CAST(NULL AS " + engine.dialect().type(ColumnType.INT) + ") AS hour";
    }

    private String charge(LakeView view, FileFilter filter, boolean hourly) {
        String charges = view.relation(Tables.CHARGE, filter);
        if (!hourly) {
            return charges;
        }
        if (view.files(Tables.CHARGE_HOUR, filter).isEmpty()) {
            return "(SELECT c.*, " + noHour() + " FROM " + charges + " AS c)";
        }
        String hours = view.relation(Tables.CHARGE_HOUR, filter);
        String key = String.join(", ", HOUR_KEY);
        String columns = Tables.CHARGE.columnNames().stream()
                .filter(column -> !column.equals("amount"))
                .map(column -> "c." + column)
                .collect(Collectors.joining(", "));
        return "(SELECT " + columns + ", h.amount, h.hour FROM " + charges + " AS c JOIN " + hours + " AS h ON "
                + sameCharge("h") + " UNION ALL SELECT " + columns + ", c.amount - coalesce(s.amount, 0) AS amount, "
                + noHour() + " FROM " + charges + " AS c LEFT JOIN (SELECT " + key + ", CAST(sum(amount) AS "
                + engine.dialect().type(ColumnType.MONEY) + ") AS amount FROM " + hours + " AS h GROUP BY " + key
                + ") AS s ON " + sameCharge("s") + " WHERE c.amount <> coalesce(s.amount, 0))";
    }

    private static String sameCharge(String other) {
        return HOUR_KEY.stream()
                .map(column -> other + "." + column + " = c." + column)
                .collect(Collectors.joining(" AND "));
    }

    /** Table of the session with the units of today and those that closed months knew. */
    String unitsEver() {
        if (closed.isEmpty()) {
            return OwnedCharges.UNITS;
        }
        ever();
        return OwnedCharges.UNITS + EVER;
    }

    private OwnedCharges owners(BillingMonth month) {
        return frozen.computeIfAbsent(
                month,
                known -> ledger.read(transaction -> OwnedCharges.load(
                        engine,
                        new Periods(transaction).organization(known),
                        new Periods(transaction).directory(known),
                        "_" + known.toString().replace('-', '_'))));
    }

    private OwnedCharges ever() {
        if (ever.isEmpty()) {
            Organization all = configuration.organization();
            for (int i = closed.size() - 1; i >= 0; i--) {
                BillingMonth month = closed.get(i).month();
                all = all.withFormer(ledger.read(transaction -> new Periods(transaction).organization(month)));
            }
            ever = Optional.of(OwnedCharges.load(engine, all, Directory.EMPTY, EVER));
        }
        return ever.get();
    }
}
