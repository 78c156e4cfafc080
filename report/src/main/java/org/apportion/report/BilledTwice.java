package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apportion.model.Counted;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/**
 * The same money in two sources. Two of them that hold the same account's bill, record for record as far as sums tell: a fetch or a
 * path that was copied. And a provider whose own bill stands beside a marketplace's row for it: Confluent Cloud bought through a cloud's marketplace is in the
 * Costs API and in the cloud's bill. Providers are the same if their names begin with the same word. What a partner resells of its
 * own cloud is none of this.
 */
final class BilledTwice {
    private final ReportSession session;

    BilledTwice(ReportSession session) {
        this.session = session;
    }

    private record Position(
            String source, String provider, String issuer, String host, String currency, BigDecimal sum) {

        boolean isDirect() {
            return word(issuer).equals(word(provider));
        }

        boolean isResold() {
            return !isDirect() && !issuer.isEmpty() && !word(host).equals(word(provider));
        }

        private static String word(String name) {
            return name.strip().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", 2)[0];
        }

        boolean isOfSameProvider(Position other) {
            return !word(provider).isEmpty() && word(provider).equals(word(other.provider));
        }

        String text() {
            return "by " + issuer + " (source " + source + ", "
                    + sum.stripTrailingZeros().toPlainString() + " " + currency + ")";
        }
    }

    /** A sentence per pair of sources with the same bill, and of a provider's own bill and one that resells it. */
    List<String> notes(String costRecords) {
        List<Position> all = positions(costRecords);
        List<String> notes = new ArrayList<>(copies(costRecords));
        for (Position own : all) {
            for (Position other : all) {
                if (own.isDirect() && other.isResold() && own.isOfSameProvider(other)) {
                    notes.add(own.provider() + " is billed " + own.text() + " and " + other.text()
                            + ". If a marketplace sold you the same, it is charged twice: leave one of them out, as"
                            + " docs/reference/rule-packs.md says.");
                }
            }
        }
        return notes;
    }

    /** Sources that have the same number of records, and the same sum, of the same account. */
    private List<String> copies(String costRecords) {
        Dialect dialect = session.dialect();
        String account = "r." + dialect.name("BillingAccountId");
        String currency = "r." + dialect.name("BillingCurrency");
        String source = "r." + dialect.name("x_Source");
        String sums = "SELECT " + account + " AS account, " + currency + " AS currency, " + source
                + " AS source, count(*) AS records, sum(r." + dialect.name("BilledCost") + ") AS billed, sum(r."
                + dialect.name("EffectiveCost") + ") AS effective FROM " + costRecords + " AS r GROUP BY 1, 2, 3";
        return session.engine()
                .query(
                        "SELECT a.account, a.currency, a.source, b.source, a.records, a.billed FROM (" + sums
                                + ") AS a JOIN (" + sums + ") AS b ON a.account = b.account AND a.currency = b.currency"
                                + " AND a.records = b.records AND a.billed = b.billed AND a.effective = b.effective"
                                + " AND a.source < b.source WHERE a.billed <> 0 ORDER BY 1, 2, 3, 4",
                        row -> "The sources " + text(row, 2) + " and " + text(row, 3) + " both hold "
                                + Counted.of(row.number(4), "record") + " of account " + text(row, 0) + ", together "
                                + Objects.requireNonNullElse(row.decimal(5), BigDecimal.ZERO)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " " + text(row, 1)
                                + " each. If that is the same bill, it is charged twice: remove one.");
    }

    private List<Position> positions(String costRecords) {
        Dialect dialect = session.dialect();
        List<String> names =
                List.of("x_Source", "ServiceProviderName", "InvoiceIssuerName", "HostProviderName", "BillingCurrency");
        String keys = String.join(
                ", ", names.stream().map(name -> "r." + dialect.name(name)).toList());
        String sum = "CAST(sum(r." + dialect.name("BilledCost") + ") AS " + dialect.type(ColumnType.MONEY) + ")";
        return session.engine()
                .query(
                        "SELECT " + keys + ", " + sum + " FROM " + costRecords + " AS r GROUP BY " + keys + " HAVING "
                                + sum + " > 0 ORDER BY " + keys,
                        row -> new Position(
                                text(row, 0),
                                text(row, 1),
                                text(row, 2),
                                text(row, 3),
                                text(row, 4),
                                Objects.requireNonNullElse(row.decimal(5), BigDecimal.ZERO)));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNullElse(row.text(column), "");
    }
}
