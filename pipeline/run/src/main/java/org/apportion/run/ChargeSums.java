package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.price.AllocatedTotal;
import org.apportion.price.Pricing;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * A month's charges with their owners, read once and summed for all who ask: what is charged, what is unallocated and why, and
 * what prices are made for. Days between which no price changes are one stretch. Sums are made by numbers that stand for units,
 * accounts and services: grouping hundreds of thousands of charges by their texts takes three times as long.
 */
final class ChargeSums {
    /**
     * Table of the session: first_day and last_day (inclusive, of one stretch), unit, SubAccountId, ServiceName, BillingCurrency,
     * kind and name (the consumer if it is the source of a component, else null), unallocated (the reason; null if a unit pays),
     * amount.
     */
    private static final String TABLE = "charge_sum";

    private static final String DAILY = "charge_sum_of_day";
    private static final String SOURCES = "component_source";
    private static final String CHANGES = "price_change";

    private final Engine engine;
    private final Dialect dialect;
    private final String account;
    private final String service;
    private final String currency;

    private ChargeSums(Engine engine) {
        this.engine = engine;
        this.dialect = engine.dialect();
        this.account = dialect.name(GroupColumn.SUB_ACCOUNT_ID.id());
        this.service = dialect.name(GroupColumn.SERVICE_NAME.id());
        this.currency = dialect.name(GroupColumn.BILLING_CURRENCY.id());
    }

    /**
     * Sums the charges, by the owners that {@link OwnedCharges#load} has loaded into the session.
     *
     * @param charge table expression of the charges
     * @param recordGroup table expression of their record groups
     */
    static ChargeSums of(Engine engine, Configuration configuration, String charge, String recordGroup) {
        ChargeSums sums = new ChargeSums(engine);
        sums.loadSources(configuration);
        sums.loadChanges(configuration);
        sums.make(charge, recordGroup);
        return sums;
    }

    /** The sums, with the columns {@code BillingCurrency}, {@code unallocated} and {@code amount} among others. */
    String select() {
        return "SELECT * FROM " + TABLE;
    }

    /** For prices. */
    Iterable<AllocatedTotal> totals() {
        return new StreamedRows<>(
                engine,
                "SELECT first_day, last_day, unit, " + account + ", " + service + ", kind, name, " + currency
                        + ", amount FROM " + TABLE,
                ChargeSums::total);
    }

    private static AllocatedTotal total(Row row) {
        String kind = row.text(5);
        Consumer consumer =
                kind == null ? null : new Consumer(ConsumerKind.of(kind), Objects.requireNonNull(row.text(6)));
        return new AllocatedTotal(
                Objects.requireNonNull(row.date(0)),
                Objects.requireNonNull(row.date(1)),
                row.text(2),
                row.text(3),
                row.text(4),
                consumer,
                Objects.requireNonNull(row.text(7)),
                Objects.requireNonNull(row.decimal(8)));
    }

    private void make(String charge, String recordGroup) {
        String texts = account + ", " + service + ", " + currency;
        String group = "SELECT record_group, billing_month, " + texts + ", dense_rank() OVER (ORDER BY " + texts
                + ") AS n FROM " + recordGroup + " AS g";
        String owner = "SELECT kind, name, unit, valid_from, valid_to, dense_rank() OVER (ORDER BY unit) AS n FROM "
                + OwnedCharges.OWNERS;
        String source = "SELECT kind, name, row_number() OVER (ORDER BY kind, name) AS n FROM " + SOURCES;
        String reason = "CASE WHEN o.n IS NULL THEN "
                + OwnedCharges.reason("c.reason", "c.consumer_kind || ':' || c.consumer") + " END";
        engine.execute(dialect.createTable(
                DAILY,
                "SELECT c.day, g.n AS g, o.n AS o, s.n AS s, " + reason
                        + " AS unallocated, sum(c.amount) AS amount FROM "
                        + charge + " AS c JOIN (" + group
                        + ") AS g ON g.record_group = c.record_group AND g.billing_month = c.billing_month LEFT JOIN ("
                        + owner + ") AS o ON o.kind = c.consumer_kind AND o.name = c.consumer AND c.day >= o.valid_from"
                        + " AND c.day < o.valid_to LEFT JOIN (" + source
                        + ") AS s ON s.kind = c.consumer_kind AND s.name = c.consumer GROUP BY c.day, g.n, o.n, s.n, "
                        + reason));
        String stretch = "SELECT d.day, count(p.day) AS n FROM (SELECT DISTINCT day FROM " + DAILY + ") AS d LEFT JOIN "
                + CHANGES + " AS p ON p.day <= d.day GROUP BY d.day";
        String summed = "SELECT min(d.day) AS first_day, max(d.day) AS last_day, d.g, d.o, d.s, d.unallocated,"
                + " sum(d.amount) AS amount FROM " + DAILY + " AS d JOIN (" + stretch
                + ") AS t ON t.day = d.day GROUP BY t.n, d.g, d.o, d.s, d.unallocated";
        engine.execute(dialect.createTable(
                TABLE,
                "SELECT c.first_day, c.last_day, o.unit, " + texts
                        + ", s.kind, s.name, c.unallocated, CAST(c.amount AS "
                        + dialect.type(ColumnType.MONEY) + ") AS amount FROM (" + summed
                        + ") AS c JOIN (SELECT DISTINCT n, "
                        + texts + " FROM (" + group
                        + ") AS g) AS g ON g.n = c.g LEFT JOIN (SELECT DISTINCT n, unit FROM ("
                        + owner + ") AS o) AS o ON o.n = c.o LEFT JOIN (" + source + ") AS s ON s.n = c.s"));
        engine.execute(dialect.dropTable(DAILY));
    }

    private void loadSources(Configuration configuration) {
        engine.load(
                SOURCES,
                List.of(
                        required("kind", ColumnType.STRING, "Kind of the consumer."),
                        required("name", ColumnType.STRING, "Name of the consumer.")),
                configuration.prices().components().stream()
                        .map(ServiceComponent::source)
                        .flatMap(Stream::ofNullable)
                        .distinct()
                        .map(source -> new Object[] {source.kind().text(), source.name()})
                        .toList());
    }

    private void loadChanges(Configuration configuration) {
        List<LocalDate> days = Pricing.changes(configuration.prices(), configuration.rates(), configuration.currency());
        engine.load(
                CHANGES,
                List.of(required("day", ColumnType.DATE, "First day of something new.")),
                days.stream().map(day -> new Object[] {day}).toList());
    }
}
