package org.apportion.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the months of the played year cost, from three sides: the bills, the books, and the bundles that went out. */
final class YearSums {
    private static final Pattern GOOGLE = Pattern.compile("\"(?:cost|amount)\":(-?[0-9.]+)[,}](?!\"unit\")");

    /** Folder of its bills to who issues them, and the currency. */
    private static final Map<String, String> ISSUERS =
            Map.of("aws", "Amazon Web Services, Inc. USD", "azure", "azure EUR", "gcp", "Google Cloud USD");

    private final PlayedYear year;

    YearSums(PlayedYear year) {
        this.year = year;
    }

    /** The sums of the bills as they lie there at the end of the year, by month, issuer and currency. */
    Map<String, BigDecimal> billed() throws IOException {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Map.Entry<String, String> issuer : ISSUERS.entrySet()) {
            for (Path file : PlayedYear.list(year.folder().resolve("bills/" + issuer.getKey()))) {
                String key = file.getFileName().toString().substring(0, 7) + " " + issuer.getValue();
                for (String amount : amounts(file)) {
                    add(sums, key, new BigDecimal(amount));
                }
            }
        }
        return sums;
    }

    /** First column of a CSV file; of Google's lines the cost and each credit. */
    private static List<String> amounts(Path file) throws IOException {
        if (file.toString().endsWith(".csv")) {
            return Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
        }
        return GOOGLE.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What is charged in each month, without corrections, and all corrections of it, by month and currency. */
    Map<String, BigDecimal> booked() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (String month : PlayedYear.months()) {
            for (Map<String, String> row : year.rows("report --month " + month + " --by charge-class")) {
                if (!"Correction".equals(row.get("charge_class"))) {
                    add(sums, month + " " + row.get("currency"), amount(row));
                }
            }
            for (Map<String, String> row : year.rows("periods corrections --month " + month)) {
                add(sums, row.get("of_month") + " " + row.get("currency"), amount(row));
            }
        }
        return sums;
    }

    private static BigDecimal amount(Map<String, String> row) {
        return new BigDecimal(Objects.requireNonNull(row.get("amount")));
    }

    /** Billed cost of all bundles, by month, issuer and currency, read as any tool reads them; a correction counts in the month that it is of. */
    Map<String, BigDecimal> exported() throws SQLException {
        String files = year.folder() + "/out/*/focus/";
        String rows =
                "SELECT InvoiceIssuerName, BillingCurrency, CAST(BilledCost AS DECIMAL(38,18)) AS cost, %s AS of_month"
                        + " FROM read_csv('" + files + "%s', all_varchar = true, union_by_name = true)";
        String all = rows.formatted("substr(BillingPeriodStart, 1, 7)", "cost_and_usage.csv") + " UNION ALL "
                + rows.formatted("x_OriginMonth", "cost_and_usage_corrections.csv");
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT of_month || ' ' || InvoiceIssuerName || ' ' ||"
                        + " BillingCurrency, sum(cost) FROM (" + all + ") AS a GROUP BY 1")) {
            while (found.next()) {
                add(sums, found.getString(1), found.getBigDecimal(2));
            }
        }
        return sums;
    }

    /** Without the issuer. */
    static Map<String, BigDecimal> byCurrency(Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> less = new TreeMap<>();
        sums.forEach((key, sum) -> add(less, key.replaceFirst(" .* ", " "), sum));
        return less;
    }

    private static void add(Map<String, BigDecimal> sums, String key, BigDecimal amount) {
        sums.merge(
                key, amount.stripTrailingZeros(), (one, other) -> one.add(other).stripTrailingZeros());
    }
}
