package org.apportion.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.price.Tariff;
import org.apportion.model.price.Tariff.Graduated;
import org.apportion.model.price.Tariff.Packages;
import org.apportion.model.price.Tariff.Tier;
import org.apportion.model.price.Tariff.Volume;
import org.apportion.price.PriceStep.CountedUsage;

/** What a month's quantity costs by a tariff: the included quantity, then tier by tier or the packages. Exact. */
final class TariffAmount {
    private final Tariff tariff;
    private final CountedUsage usage;
    private final List<PriceStep> steps = new ArrayList<>();
    private BigDecimal sum = BigDecimal.ZERO;

    private TariffAmount(Tariff tariff, CountedUsage usage) {
        this.tariff = tariff;
        this.usage = usage;
    }

    /** @param quantity of the whole month, zero or above */
    static Calculation of(Tariff tariff, CountedUsage usage, BigDecimal quantity) {
        return new TariffAmount(tariff, usage).calculate(quantity);
    }

    private Calculation calculate(BigDecimal quantity) {
        BigDecimal free = quantity.min(tariff.included());
        BigDecimal left = quantity.subtract(free);
        if (free.signum() > 0) {
            steps.add(
                    new PriceStep.Included(free, usage, Money.zero(tariff.way().currency())));
        }
        if (left.signum() > 0 || steps.isEmpty()) {
            price(left);
        }
        if (steps.size() > 1) {
            steps.add(new PriceStep.Sum(new Money(sum, tariff.way().currency())));
        }
        return new Calculation(steps.get(steps.size() - 1).result(), steps);
    }

    private void price(BigDecimal left) {
        if (tariff.way() instanceof Graduated graduated) {
            BigDecimal above = BigDecimal.ZERO;
            for (Tier tier : graduated.tiers()) {
                BigDecimal upTo = tier.upTo();
                BigDecimal until = upTo == null ? left : left.min(upTo);
                tier(until.subtract(above), above, tier);
                if (until.compareTo(left) == 0) {
                    return;
                }
                above = until;
            }
        } else if (tariff.way() instanceof Volume volume) {
            BigDecimal above = BigDecimal.ZERO;
            for (Tier tier : volume.tiers()) {
                BigDecimal upTo = tier.upTo();
                if (upTo == null || left.compareTo(upTo) <= 0) {
                    tier(left, above, tier);
                    return;
                }
                above = upTo;
            }
        } else if (tariff.way() instanceof Packages packages) {
            packages(left, packages);
        }
    }

    private void tier(BigDecimal quantity, BigDecimal above, Tier tier) {
        Money amount = times(tier.pricePerUnit(), quantity);
        steps.add(new PriceStep.Tiered(quantity, usage, above, tier.upTo(), tier.pricePerUnit(), amount));
    }

    private void packages(BigDecimal left, Packages packages) {
        BigDecimal started = left.divide(packages.size(), 0, RoundingMode.CEILING);
        Money amount = times(packages.pricePerPackage(), started);
        steps.add(new PriceStep.Packaged(left, usage, packages.size(), started, packages.pricePerPackage(), amount));
    }

    private Money times(Money price, BigDecimal quantity) {
        Money amount = new Money(price.amount().multiply(quantity), price.currency());
        sum = sum.add(amount.amount());
        return amount;
    }
}
