package org.apportion.model;

import java.math.BigDecimal;

/**
 * An exact amount in one currency. Positive is owed by the consumer, negative is given back. Currencies never mix: adding
 * two of them is refused. Not rounded; rounding is a step of its own with a stated rule.
 *
 * @param currency an ISO 4217 code such as {@code EUR}, or a provider's virtual currency
 */
public record Money(BigDecimal amount, String currency) {

    public Money {
        if (currency.isBlank()) {
            throw new IllegalArgumentException("an amount needs a currency");
        }
    }

    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    public static Money zero(String currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(amount.add(other.amount), currency);
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(amount.subtract(other.amount), currency);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
