package org.apportion.run;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;

/**
 * Leads from what invoices say to what a run charges, per currency: invoiced less what is prepaid (purchases for later use), plus
 * the used and the unused part of commitments, plus other differences, is the effective cost. The facts are kept in the run's
 * record as {@code bridge <currency> <word>}.
 */
final class BridgeStep {
    private static final String[] WORDS = {"invoiced", "prepaid", "used", "unused", "effective"};

    private final Engine engine;

    BridgeStep(Engine engine) {
        this.engine = engine;
    }

    /** Exact sums as plain text. */
    Map<String, String> facts(String cost) {
        Dialect dialect = engine.dialect();
        String billed = dialect.name("BilledCost");
        String effective = dialect.name("EffectiveCost");
        String currency = dialect.name("BillingCurrency");
        String purchase = dialect.name("ChargeCategory") + " = 'Purchase'";
        String status = "coalesce(" + dialect.name("CommitmentDiscountStatus") + ", '')";
        String select = "SELECT " + currency + ", " + sum(billed) + ", "
                + sum("CASE WHEN " + purchase + " THEN " + billed + " - " + effective + " END") + ", "
                + sum("CASE WHEN NOT " + purchase + " AND " + status + " = 'Used' THEN " + effective + " - " + billed
                        + " END")
                + ", "
                + sum("CASE WHEN NOT " + purchase + " AND " + status + " = 'Unused' THEN " + effective + " - " + billed
                        + " END")
                + ", " + sum(effective) + " FROM " + cost + " GROUP BY " + currency;
        Map<String, String> facts = new TreeMap<>();
        engine.forEach(select, row -> {
            for (int i = 0; i < WORDS.length; i++) {
                BigDecimal amount = Objects.requireNonNull(row.decimal(i + 1));
                facts.put(
                        "bridge " + row.text(0) + " " + WORDS[i],
                        amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString());
            }
        });
        return facts;
    }

    private String sum(String value) {
        return "coalesce(sum(CAST(" + value + " AS " + engine.dialect().type(ColumnType.MONEY) + ")), 0)";
    }
}
