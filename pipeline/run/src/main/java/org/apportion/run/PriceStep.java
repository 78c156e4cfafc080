package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.price.AllocatedTotal;
import org.apportion.price.Pricing;
import org.apportion.price.PricingInput;
import org.apportion.price.PricingResult;
import org.apportion.price.UsageTotal;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/** Sums charges and usage to what prices are made for, and prices them. */
final class PriceStep {
    /** Table of the session that holds the price lines afterwards. */
    static final String LINES = "price_lines";

    private static final String SOURCES = "component_source";

    private final Engine engine;
    private final Configuration configuration;
    private final BillingMonth month;

    PriceStep(Engine engine, Configuration configuration, BillingMonth month) {
        this.engine = engine;
        this.configuration = configuration;
        this.month = month;
    }

    /**
     * Prices the month and leaves its lines in {@link #LINES}.
     *
     * @param owned charges with their owners
     * @param charge table expression of the charges
     * @param recordGroup table expression of the record groups
     * @param sample table expression of the usage samples
     */
    PricingResult price(OwnedCharges owned, String charge, String recordGroup, String sample) {
        PricingResult result = Pricing.price(new PricingInput(
                month,
                totals(owned.select(charge, recordGroup)),
                usage(recordGroup, sample),
                configuration.prices(),
                configuration.organization(),
                configuration.rates(),
                configuration.currency()));
        engine.load(LINES, Tables.PRICE_LINE.columns(), result.rows(month).toList());
        return result;
    }

    /** Puts further lines behind the month's own in {@link #LINES}. */
    static void append(Engine engine, List<Object[]> own, List<Object[]> further) {
        if (!further.isEmpty()) {
            List<Object[]> all = new ArrayList<>(own);
            all.addAll(PriceCorrections.numbered(further, own.size() + 1));
            engine.load(LINES, Tables.PRICE_LINE.columns(), all);
        }
    }

    private Iterable<AllocatedTotal> totals(String ownedCharges) {
        Dialect dialect = engine.dialect();
        loadComponentSources();
        String account = dialect.name(GroupColumn.SUB_ACCOUNT_ID.id());
        String service = dialect.name(GroupColumn.SERVICE_NAME.id());
        String currency = dialect.name(GroupColumn.BILLING_CURRENCY.id());
        String select = "SELECT c.day, c.unit, c." + account + ", c." + service + ", s.kind, s.name, c." + currency
                + ", CAST(sum(c.amount) AS " + dialect.type(ColumnType.MONEY) + ") FROM (" + ownedCharges
                + ") c LEFT JOIN " + SOURCES + " s ON s.kind = c.consumer_kind AND s.name = c.consumer"
                + " GROUP BY c.day, c.unit, c." + account + ", c." + service + ", s.kind, s.name, c." + currency;
        return new StreamedRows<>(engine, select, PriceStep::total);
    }

    private static AllocatedTotal total(Row row) {
        String kind = row.text(4);
        Consumer consumer =
                kind == null ? null : new Consumer(ConsumerKind.of(kind), Objects.requireNonNull(row.text(5)));
        return new AllocatedTotal(
                Objects.requireNonNull(row.date(0)),
                row.text(1),
                row.text(2),
                row.text(3),
                consumer,
                Objects.requireNonNull(row.text(6)),
                Objects.requireNonNull(row.decimal(7)));
    }

    private void loadComponentSources() {
        List<Object[]> rows = configuration.prices().components().stream()
                .map(ServiceComponent::source)
                .filter(Objects::nonNull)
                .distinct()
                .map(source -> new Object[] {source.kind().text(), source.name()})
                .toList();
        engine.load(
                SOURCES,
                List.of(
                        required("kind", ColumnType.STRING, "Kind of the consumer."),
                        required("name", ColumnType.STRING, "Name of the consumer.")),
                rows);
    }

    /** Usage in the month's hours of the metrics that prices name; account and service are those of the resource's records. */
    private Iterable<UsageTotal> usage(String recordGroup, String sample) {
        TreeSet<String> metrics = configuration.prices().prices().stream()
                .filter(Price.OfUsage.class::isInstance)
                .map(price -> ((Price.OfUsage) price).metric())
                .collect(Collectors.toCollection(TreeSet::new));
        if (metrics.isEmpty()) {
            return List.of();
        }
        Dialect dialect = engine.dialect();
        String resource = dialect.name(GroupColumn.RESOURCE_ID.id());
        String account = dialect.name(GroupColumn.SUB_ACCOUNT_ID.id());
        String service = dialect.name(GroupColumn.SERVICE_NAME.id());
        String select = "WITH r AS (SELECT " + resource + " AS resource, min(" + account + ") AS account, min("
                + service
                + ") AS service FROM " + recordGroup + " WHERE " + resource + " IS NOT NULL GROUP BY " + resource + "),"
                + " u AS (SELECT CAST(hour AS DATE) AS day, metric, consumer, resource, unit, sum(value) AS value FROM "
                + sample + " WHERE metric IN ("
                + metrics.stream().map(dialect::text).collect(Collectors.joining(", ")) + ") AND hour >= "
                + dialect.timestamp(month.start()) + " AND hour < " + dialect.timestamp(month.end())
                + " GROUP BY CAST(hour AS DATE), metric, consumer, resource, unit)"
                + " SELECT u.day, u.metric, o.unit, r.account, r.service, CAST(sum(u.value) AS "
                + dialect.type(ColumnType.USAGE) + "), u.unit FROM u LEFT JOIN r ON r.resource = u.resource LEFT JOIN "
                + OwnedCharges.OWNERS + " o ON o.kind = " + dialect.text(ConsumerKind.PRINCIPAL.text())
                + " AND o.name = u.consumer AND u.day >= o.valid_from AND u.day < o.valid_to"
                + " GROUP BY u.day, u.metric, o.unit, r.account, r.service, u.unit";
        return new StreamedRows<>(
                engine,
                select,
                row -> new UsageTotal(
                        Objects.requireNonNull(row.date(0)),
                        Objects.requireNonNull(row.text(1)),
                        row.text(2),
                        row.text(3),
                        row.text(4),
                        Objects.requireNonNullElse(row.decimal(5), BigDecimal.ZERO),
                        row.text(6)));
    }
}
