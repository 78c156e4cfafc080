package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.lake.OwnedCharges;
import org.apportion.model.BillingMonth;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.price.Price;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.price.Pricing;
import org.apportion.price.PricingInput;
import org.apportion.price.PricingResult;
import org.apportion.price.UsageTotal;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/** Prices a month's charges and usage. */
final class PriceStep {
    /** Table of the session that holds the price lines afterwards. */
    static final String LINES = "price_lines";

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
     * @param charges the month's charges, summed
     * @param recordGroup table expression of the record groups
     * @param sample table expression of the usage samples
     */
    PricingResult price(ChargeSums charges, String recordGroup, String sample) {
        PricingResult result = Pricing.price(new PricingInput(
                month,
                charges.totals(),
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
