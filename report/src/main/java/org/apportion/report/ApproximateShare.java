package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.apportion.lake.LakeView;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Row;

/**
 * How much of a source's charges is approximate ({@link Approximate}). The share is one of amounts without their signs, so that it is
 * 0 to 1 whatever credits and refunds take off: of 20 approximate, 24 that followed usage and a credit of -28 it is 20 of 72.
 *
 * @param cost approximate charges, with their signs
 * @param size the same without signs
 * @param all all charges without signs
 */
record ApproximateShare(String currency, String source, BigDecimal cost, BigDecimal size, BigDecimal all) {

    /** In order of currency and source. */
    static List<ApproximateShare> of(ReportSession session, LakeView view, Months months) {
        String isApproximate = Vocabulary.ofCharges(session).find("approximate").sql() + " = '" + Approximate.YES + "'";
        String money = " AS " + session.dialect().type(ColumnType.MONEY) + ")";
        return session.engine()
                .query(
                        "SELECT coalesce(c." + session.dialect().name("BillingCurrency") + ", ''), coalesce(c."
                                + session.dialect().name("x_Source") + ", ''), CAST(sum(CASE WHEN " + isApproximate
                                + " THEN c.amount ELSE 0 END)" + money + ", CAST(sum(CASE WHEN " + isApproximate
                                + " THEN abs(c.amount) ELSE 0 END)" + money + ", CAST(sum(abs(c.amount))" + money
                                + " FROM " + session.charges(view, months) + " AS c GROUP BY 1, 2 ORDER BY 1, 2",
                        ApproximateShare::read);
    }

    private static ApproximateShare read(Row row) {
        return new ApproximateShare(
                Objects.requireNonNullElse(row.text(0), ""),
                Objects.requireNonNullElse(row.text(1), ""),
                Objects.requireNonNullElse(row.decimal(2), BigDecimal.ZERO),
                Objects.requireNonNullElse(row.decimal(3), BigDecimal.ZERO),
                Objects.requireNonNullElse(row.decimal(4), BigDecimal.ZERO));
    }

    /** Of both sources together. */
    ApproximateShare plus(ApproximateShare other) {
        return new ApproximateShare(currency, source, cost.add(other.cost), size.add(other.size), all.add(other.all));
    }

    /** 0 to 1, rounded half-even; zero if nothing was charged. */
    BigDecimal ratio(int digits) {
        return all.signum() == 0 ? BigDecimal.ZERO : size.divide(all, digits, RoundingMode.HALF_EVEN);
    }
}
