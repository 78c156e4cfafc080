package org.apportion.model.price;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * On {@code day} one unit of {@code from} was worth {@code rate} units of {@code to}. It holds until the day of the next rate
 * of the pair.
 *
 * @param source where the rate comes from, such as {@code ECB} or an invoice number; kept with each conversion
 */
public record ExchangeRate(LocalDate day, String from, String to, BigDecimal rate, String source) {
    public ExchangeRate {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException("the rate " + from + " to " + to + " of " + day + " must be above zero");
        }
    }
}
