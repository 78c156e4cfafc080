package org.apportion.publish.focus;

import static org.apportion.model.table.Column.required;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/** The rows of Billing Period. */
final class BillingPeriods {
    /** Name of the file, without its ending. */
    static final String DATASET = "billing_period";

    static final List<String> ORDER = List.of("InvoiceIssuerName", "BillingPeriodStart");
    static final List<Column> COLUMNS = List.of(
            required("BillingPeriodCreated", ColumnType.TIMESTAMP, "As the provider says, else when the run began."),
            required("BillingPeriodEnd", ColumnType.TIMESTAMP, "Exclusive."),
            required(
                    "BillingPeriodLastUpdated",
                    ColumnType.TIMESTAMP,
                    "As the provider says, else when the run began or the month was closed."),
            required("BillingPeriodStart", ColumnType.TIMESTAMP, "Inclusive."),
            required("BillingPeriodStatus", ColumnType.STRING, "Open or Closed."),
            required("InvoiceIssuerName", ColumnType.STRING, "Issuer."));

    private final Dialect dialect;
    private final String periods;
    private final List<String> told;

    /**
     * @param periods select of the issuers and periods of the rows, and of the moment {@code computed}
     * @param told selects of what providers say about their periods
     */
    BillingPeriods(Dialect dialect, String periods, List<String> told) {
        this.dialect = dialect;
        this.periods = periods;
        this.told = List.copyOf(told);
    }

    /** As providers tell them; of others, a month that can still be run is open. */
    BundleRows rows() {
        String columns = COLUMNS.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
        String select = "SELECT computed AS " + name("BillingPeriodCreated") + ", " + name("BillingPeriodEnd")
                + ", computed AS " + name("BillingPeriodLastUpdated") + ", " + name("BillingPeriodStart")
                + ", 'Open' AS " + name("BillingPeriodStatus") + ", " + name("InvoiceIssuerName") + " FROM (" + periods
                + ") AS p";
        if (!told.isEmpty()) {
            String all = String.join(" UNION ", told);
            String same = Stream.of("InvoiceIssuerName", "BillingPeriodStart")
                    .map(column -> "t." + name(column) + " = o." + name(column))
                    .collect(Collectors.joining(" AND "));
            select = "SELECT " + columns + " FROM (" + select + ") AS o WHERE NOT EXISTS (SELECT 1 FROM (" + all
                    + ") AS t WHERE " + same + ") UNION ALL SELECT " + columns + " FROM (" + all + ") AS t";
        }
        return new BundleRows(select, COLUMNS, ORDER);
    }

    private String name(String column) {
        return dialect.name(column);
    }
}
