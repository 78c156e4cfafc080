package org.apportion.ingest;

import java.util.ArrayList;
import java.util.List;

/** A small FOCUS file, written row by row. */
final class FocusBill {
    static final String HEADING = "BillingAccountId,SubAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost,"
            + "ContractedCost,Tags,Extra";

    private final List<String> rows = new ArrayList<>();

    /** One hour of October 2026 that costs the same on all bases. */
    FocusBill row(int hour, String resource, String cost) {
        return row("2026-10", hour, "000123456789", "EUR", resource, cost);
    }

    FocusBill row(String month, int hour, String account, String currency, String resource, String cost) {
        String day = String.format("%02d", 1 + hour / 24);
        String start = month + "-" + day + "T" + String.format("%02d", hour % 24) + ":00:00Z";
        String end = hour % 24 == 23
                ? month + "-" + String.format("%02d", 2 + hour / 24) + "T00:00:00Z"
                : month + "-" + day + "T" + String.format("%02d", hour % 24 + 1) + ":00:00Z";
        int number = Integer.parseInt(month.substring(5)) + 1;
        String next = month.substring(0, 5) + String.format("%02d", number);
        rows.add("\"bill\"," + account + "," + currency + "," + month + "-01T00:00:00Z," + next + "-01T00:00:00Z,"
                + start
                + "," + end + ",Usage,Compute," + resource + "," + cost + "," + cost + "," + cost + "," + cost
                + ",\"{\"\"team\"\": \"\"pay\"\"}\",x" + rows.size() % 3);
        return this;
    }

    FocusBill raw(String line) {
        rows.add(line);
        return this;
    }

    @Override
    public String toString() {
        return HEADING + "\n" + String.join("\n", rows) + "\n";
    }
}
