package org.apportion.ingest.delivery;

import java.util.List;
import java.util.Optional;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;

/** What a delivery holds, and the columns by which it is counted and compared. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable, the table is a record of such
public enum Content {
    COST(
            Tables.COST_RECORD,
            "x_BillingMonth",
            "BillingCurrency",
            "BilledCost",
            Optional.of("EffectiveCost"),
            List.of("SubAccountId", "ServiceName")),
    USAGE(Tables.USAGE_SAMPLE, "x_UsageMonth", "metric", "value", Optional.empty(), List.of("consumer", "resource"));

    private final TableSchema table;
    private final String month;
    private final String measure;
    private final String total;
    private final Optional<String> effective;
    private final List<String> groups;

    Content(
            TableSchema table,
            String month,
            String measure,
            String total,
            Optional<String> effective,
            List<String> groups) {
        this.table = table;
        this.month = month;
        this.measure = measure;
        this.total = total;
        this.effective = effective;
        this.groups = groups;
    }

    public TableSchema table() {
        return table;
    }

    /** Partition column of the month. */
    public String month() {
        return month;
    }

    /** Column of what amounts may be added up within: currency or metric. */
    public String measure() {
        return measure;
    }

    /** Column of the amount. */
    public String total() {
        return total;
    }

    /** Digits behind the point of the amounts. */
    int decimals() {
        return this == COST ? 18 : 9;
    }

    /** Column of a second amount, where there is one. */
    public Optional<String> effective() {
        return effective;
    }

    /** The two columns by which changes are told. */
    public List<String> groups() {
        return groups;
    }
}
