package org.apportion.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.allocate.Proofs;
import org.apportion.lake.FileFilter;
import org.apportion.lake.LakeView;
import org.apportion.lake.LakeWriter;
import org.apportion.lake.OwnedCharges;
import org.apportion.lake.Staged;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunTotal;
import org.apportion.ledger.period.Period;
import org.apportion.ledger.period.Periods;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/**
 * Calculates a closed month from the present inputs and books, charge by charge and unit by unit, what differs from the closed
 * charges and the corrections that other months hold. Where a unit pays the same for the same records and consumer, nothing is
 * booked, whatever the rule is called by now. What is booked is proven from the written file.
 */
final class MonthCorrection {
    private static final String CHARGES = "restated_charge";
    private static final String GROUPS = "restated_group";
    private static final String FROZEN = "_closed";
    private static final String DIFFERENCE = "correction_difference";
    private static final String ALL_GROUPS = "correction_group";
    /** A charge without its records and rule. */
    private static final String SHARE =
            "day, part, tier, method, consumer_kind, consumer, cost_type, reason, unit, unallocated";

    private static final String KEY = "record_group, " + SHARE;
    /** What is paid, in whichever part and tier. */
    private static final String PAID = "day, consumer_kind, consumer, cost_type, unit, unallocated";

    private final Engine engine;
    private final Dialect dialect;
    private final Configuration configuration;
    private final Workspace workspace;
    private final BillingMonth origin;
    private final BillingMonth booking;
    private final LakeView view;
    private final LakeView closed;
    private final MonthSplit again;
    private final OwnedCharges owned;
    private final OwnedCharges frozen;

    /** @param progress of the month's split */
    MonthCorrection(Workspace workspace, Period period, BillingMonth booking, LakeView view, Progress progress) {
        this.workspace = workspace;
        this.engine = workspace.engine();
        this.dialect = engine.dialect();
        this.configuration = workspace.configuration();
        this.origin = period.month();
        this.booking = booking;
        this.view = view;
        this.again =
                new MonthSplit(engine, configuration.copy().chargeHours(false).build(), origin, view, progress);
        this.owned = OwnedCharges.load(engine, configuration.organization(), configuration.directory());
        this.closed =
                workspace.lake().at(workspace.ledger().read(transaction -> new Periods(transaction).snapshots(origin)));
        this.frozen = workspace
                .ledger()
                .read(transaction -> OwnedCharges.load(
                        engine,
                        new Periods(transaction).organization(origin),
                        new Periods(transaction).directory(origin),
                        FROZEN));
    }

    /**
     * Finds and writes the corrections.
     *
     * @param changes since other months last booked
     * @param closing what the month was closed with, of which charges may be kept
     */
    void find(ChangesSince changes, EarlierSplit.Found closing, LakeWriter writer, Corrections found) {
        again.allocate(closing);
        found.splits().put(origin, again.sentence());
        engine.execute(dialect.createTable(CHARGES, again.charges()));
        engine.execute(dialect.createTable(GROUPS, again.plan().recordGroups()));
        loadGroups();
        engine.execute(dialect.createTable(DIFFERENCE, difference()));
        Map<String, String> slice = Map.of("billing_month", booking.toString());
        Staged rows = writer.stage(
                Tables.CORRECTION,
                slice,
                new CorrectionCauses(workspace, origin, view, changes, again.isPartial())
                        .rows(booking, DIFFERENCE, ALL_GROUPS, FROZEN));
        ProofStep proof = new ProofStep(engine, configuration.costBasis());
        ChargeSums charged = ChargeSums.of(engine, configuration, CHARGES, GROUPS);
        List<RunTotal> totals = proof.totals(again.cost(), charged.select());
        proof.prove(
                        Proofs.of(
                                configuration.rules(),
                                configuration.costBasis(),
                                dialect,
                                again.cost(),
                                CHARGES,
                                GROUPS),
                        totals)
                .forEach(one -> found.proofs().add(ofMonth(one)));
        found.proofs().add(ofMonth(reconciles(writer.relation(Tables.CORRECTION, List.of(rows)))));
        Map<String, BigDecimal> sums = sums();
        if (rows.rows() > 0) {
            found.rows().add(rows);
            found.groups().add(writer.stage(Tables.RECORD_GROUP, slice, neededGroups()));
            found.tags().add(tags());
            found.sums().put(origin, sums);
        }
        price(changes.ofPrices(), found, charged, sums);
    }

    /** Groups of the month as it is now, as it was closed, and of corrections of it. */
    private void loadGroups() {
        List<String> holding = engine.query(
                "SELECT DISTINCT billing_month FROM " + booked() + " AS b", row -> Objects.requireNonNull(row.text(0)));
        String earlier = "SELECT * FROM " + closed.relation(Tables.RECORD_GROUP, ofOrigin())
                + " AS c UNION ALL SELECT * FROM "
                + view.relation(Tables.RECORD_GROUP, FileFilter.ALL.in("billing_month", holding)) + " AS h WHERE "
                + dialect.name("x_BillingMonth") + " = " + dialect.text(origin.toString());
        String columns =
                Tables.RECORD_GROUP.columnNames().stream().map(dialect::name).collect(Collectors.joining(", "));
        engine.execute(dialect.createTable(
                ALL_GROUPS,
                "SELECT " + columns + " FROM (SELECT *, row_number() OVER (PARTITION BY record_group ORDER BY place,"
                        + " billing_month) AS n FROM (SELECT *, 0 AS place FROM " + GROUPS
                        + " UNION ALL SELECT *, 1 AS place FROM (" + earlier + ") AS e) AS a) AS r WHERE n = 1"));
    }

    private String difference() {
        String zero = "CAST(0 AS " + dialect.type(ColumnType.MONEY) + ")";
        String all = "SELECT " + KEY + ", amount AS after_, " + zero + " AS before_ FROM ("
                + owned.select(CHARGES, GROUPS) + ") AS n UNION ALL SELECT " + KEY + ", " + zero + ", amount FROM ("
                + frozenCharges() + ") AS f UNION ALL SELECT " + KEY + ", " + zero + ", amount FROM " + booked()
                + " AS b";
        String charges = "SELECT " + KEY + ", sum(before_) AS amount_before, sum(after_) AS amount_after,"
                + " sum(after_) - sum(before_) AS amount FROM (" + all + ") AS a GROUP BY " + KEY
                + " HAVING sum(after_) <> sum(before_)";
        return "SELECT " + KEY + ", amount_before, amount_after, amount FROM (SELECT s.*, " + difference(SHARE)
                + " AS of_share, " + difference(PAID) + " AS of_paid FROM (" + charges + ") AS s JOIN " + ALL_GROUPS
                + " AS g ON g.record_group = s.record_group) AS d WHERE of_share <> 0 AND of_paid <> 0";
    }

    /** Of the same records, whichever rule took them. */
    private String difference(String key) {
        return "sum(s.amount) OVER (PARTITION BY g." + dialect.name("x_GroupId") + ", s." + key.replace(", ", ", s.")
                + ")";
    }

    private String frozenCharges() {
        return frozen.select(
                closed.relation(Tables.CHARGE, ofOrigin()), closed.relation(Tables.RECORD_GROUP, ofOrigin()));
    }

    /** Corrections of the month in all other months than the one that is run; in brackets. */
    private String booked() {
        return "(SELECT * FROM " + view.relation(Tables.CORRECTION) + " AS x WHERE origin_month = "
                + dialect.text(origin.toString()) + " AND billing_month <> " + dialect.text(booking.toString()) + ")";
    }

    private FileFilter ofOrigin() {
        return FileFilter.ALL.is("billing_month", origin.toString());
    }

    private String neededGroups() {
        String columns = Tables.RECORD_GROUP.columnNames().stream()
                .skip(1)
                .map(dialect::name)
                .collect(Collectors.joining(", "));
        return "SELECT " + dialect.text(booking.toString()) + " AS billing_month, " + columns + " FROM " + ALL_GROUPS
                + " WHERE record_group IN (SELECT record_group FROM " + DIFFERENCE + ") ORDER BY record_group";
    }

    /** Resolved tags of the corrected groups: as they are now, and as they were of groups that are no more. */
    private String tags() {
        String name = "correction_tag_" + origin.toString().replace('-', '_');
        String contexts = "SELECT " + dialect.name("x_TagContext") + " FROM " + ALL_GROUPS
                + " WHERE record_group IN (SELECT record_group FROM " + DIFFERENCE + ")";
        String columns = Tables.RESOLVED_TAG.columnNames().stream()
                .skip(1)
                .map(dialect::name)
                .collect(Collectors.joining(", "));
        String now = again.tags();
        engine.execute(dialect.createTable(
                name,
                "SELECT " + dialect.text(booking.toString()) + " AS billing_month, " + columns + " FROM (SELECT * FROM "
                        + now + " AS t UNION ALL SELECT * FROM " + closed.relation(Tables.RESOLVED_TAG, ofOrigin())
                        + " AS c WHERE tag_context NOT IN (SELECT tag_context FROM " + now
                        + " AS t)) AS a WHERE tag_context IN (" + contexts + ")"));
        return name;
    }

    private Map<String, BigDecimal> sums() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        engine.forEach(
                "SELECT g." + dialect.name("BillingCurrency") + ", sum(d.amount) FROM " + DIFFERENCE + " AS d JOIN "
                        + ALL_GROUPS + " AS g ON g.record_group = d.record_group GROUP BY 1",
                row -> sums.put(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.decimal(1))));
        return sums;
    }

    private void price(String cause, Corrections found, ChargeSums charged, Map<String, BigDecimal> sums) {
        new PriceStep(engine, configuration, origin).price(charged, GROUPS, again.samples());
        List<Object[]> lines = PriceCorrections.between(
                engine,
                origin,
                booking,
                cause,
                PriceStep.LINES,
                closed.relation(Tables.PRICE_LINE, ofOrigin()),
                "(SELECT * FROM " + view.relation(Tables.PRICE_LINE) + " AS p WHERE billing_month <> "
                        + dialect.text(booking.toString()) + ")");
        found.priceLines().addAll(lines);
        int cost = Tables.PRICE_LINE.columnNames().indexOf("cost");
        Map<String, BigDecimal> priced = new TreeMap<>();
        lines.forEach(line -> priced.merge((String) line[cost + 1], (BigDecimal) line[cost], BigDecimal::add));
        priced.keySet().forEach(currency -> sums.putIfAbsent(currency, BigDecimal.ZERO));
        sums.forEach((currency, sum) -> found.proofs()
                .add(ofMonth(ProofStep.equal(
                        "corrections = cost of price lines that correct, " + currency,
                        sum,
                        priced.getOrDefault(currency, BigDecimal.ZERO)))));
    }

    /** Closed charges, corrections of other months and those just written are the month as it is now. */
    private RunProof reconciles(String written) {
        String all = "SELECT record_group, unit, amount FROM (" + owned.select(CHARGES, GROUPS)
                + ") AS n UNION ALL SELECT record_group, unit, -amount FROM (" + frozenCharges()
                + ") AS f UNION ALL SELECT record_group, unit, -amount FROM " + booked()
                + " AS b UNION ALL SELECT record_group, unit, -amount FROM " + written + " AS w";
        return engine.query(
                        "SELECT count(*), count(CASE WHEN difference <> 0 THEN 1 END) FROM (SELECT"
                                + " sum(a.amount) AS difference FROM (" + all
                                + ") AS a LEFT JOIN " + ALL_GROUPS + " AS g ON g.record_group = a.record_group GROUP BY"
                                + " coalesce(g." + dialect.name("x_GroupId") + ", a.record_group), a.unit) AS s",
                        row -> new RunProof(
                                "closed and corrections = calculated again, each of " + row.number(0)
                                        + " groups and units",
                                "0 differences",
                                row.number(1) + " differences",
                                row.number(1) == 0,
                                ""))
                .get(0);
    }

    private RunProof ofMonth(RunProof proof) {
        return new RunProof(
                origin + ": " + proof.name(), proof.expected(), proof.actual(), proof.passed(), proof.detail());
    }
}
