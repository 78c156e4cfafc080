package org.apportion.publish.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;
import java.util.Map;
import org.apportion.publish.conformance.ConditionalRule.Keyword;

/**
 * An invoice, or a line of one, and the charges under its number.
 *
 * @param line InvoiceDetailId; empty if it is about the invoice as a whole
 * @param charges how many rows of Cost and Usage have the number
 * @param charged their sum
 * @param invoiced the sum of the lines in Invoice Detail
 */
public record InvoiceDifference(
        String issuer,
        String invoice,
        String line,
        String currency,
        long charges,
        BigDecimal charged,
        BigDecimal invoiced) {
    private static final int SUBUNITS = 100;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final int USUAL_DIGITS = 2;

    /** Id of the rule, for {@code focus.accept}. */
    public String rule() {
        return line.isEmpty() ? InvoiceCheck.OF_INVOICE : InvoiceCheck.OF_LINE;
    }

    /** Invoiced less charged. */
    public BigDecimal difference() {
        return invoiced.subtract(charged);
    }

    /**
     * How far apart both may be: 100 of the currency's smallest coins, or half the square root of the charges if that is more. So
     * 1.00 USD, or 5.00 USD with a million charges.
     *
     * <p>Source: FOCUS 1.4, appendix Rounding Variance Tolerance.
     */
    public BigDecimal tolerance() {
        BigDecimal statistical =
                BigDecimal.valueOf(charges).sqrt(MathContext.DECIMAL64).multiply(HALF);
        return subunit().multiply(statistical.max(BigDecimal.valueOf(SUBUNITS)));
    }

    /** Whether both are further apart than allowed. */
    public boolean isTooLarge() {
        return difference().abs().compareTo(tolerance()) > 0;
    }

    /** Such as {@code invoice INV-7 of Cloud: 12.00 EUR invoiced, 9 EUR charged, 3 EUR apart, 1 EUR allowed}. */
    public String text() {
        return (line.isEmpty() ? "" : "line " + line + " of ") + "invoice " + invoice + " of " + issuer + ": "
                + amount(invoiced) + " invoiced, " + amount(charged) + " charged, "
                + amount(difference().abs()) + " apart, " + amount(tolerance()) + " allowed";
    }

    /** As a finding of its own. */
    public Finding finding() {
        return new Finding(
                rule(),
                Keyword.MUST,
                "BilledCost",
                line.isEmpty()
                        ? "The charges of an invoice sum to what the invoice asks for, taxes aside"
                        : "The charges of an invoice's line sum to what the line asks for",
                charges,
                0,
                Map.of(
                        "InvoiceId", line.isEmpty() ? invoice : invoice + ", line " + line,
                        "InvoiceIssuerName", issuer,
                        "invoiced", amount(invoiced),
                        "charged", amount(charged),
                        "difference", amount(difference()),
                        "allowed", amount(tolerance())));
    }

    private String amount(BigDecimal amount) {
        String digits = amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
        return digits + " " + currency;
    }

    private BigDecimal subunit() {
        int digits;
        try {
            digits = Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            // A currency that ISO 4217 does not know is told by a rule of its own.
            digits = USUAL_DIGITS;
        }
        return BigDecimal.ONE.movePointLeft(digits < 0 ? USUAL_DIGITS : digits);
    }
}
