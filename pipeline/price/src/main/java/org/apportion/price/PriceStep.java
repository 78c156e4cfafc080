package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.ExchangeRate;
import org.jspecify.annotations.Nullable;

/** One step of a calculation, with what it says and its result. Exact unless the step says that it rounds. */
public sealed interface PriceStep {

    /** The word used in {@code steps} of a price line. */
    String step();

    Money result();

    /** Begins with the allocated cost of the line. */
    record AllocatedCost(Money result) implements PriceStep {
        @Override
        public String step() {
            return "cost";
        }
    }

    /**
     * Begins with what the uses together take of a component's cost.
     *
     * @param component the component, or {@code component/part}
     * @param share of the component's cost, 0 to 1, that these uses share
     */
    record ComponentCost(String component, BigDecimal share, Money result) implements PriceStep {
        @Override
        public String step() {
            return "component-cost";
        }
    }

    /** Begins with quantity × unit price. */
    record UnitPrice(
            BigDecimal quantity, String of, @Nullable String usageUnit, Money pricePerUnit, Money result)
            implements PriceStep {
        @Override
        public String step() {
            return "unit-price";
        }
    }

    /**
     * Which usage of the month a tariff counts.
     *
     * @param of metric
     * @param usageUnit unit of the quantities; null if the samples do not say
     * @param per whose quantities are counted together: unit, account or all
     */
    record CountedUsage(String of, @Nullable String usageUnit, String per) {}

    /** The free part of a month's quantity; the result is zero. */
    record Included(BigDecimal quantity, CountedUsage usage, Money result) implements PriceStep {
        @Override
        public String step() {
            return "included";
        }
    }

    /**
     * The part of a month's quantity that falls in one tier × its price.
     *
     * @param above the tier begins above this quantity; what is included does not count
     * @param upTo its highest quantity, inclusive; null for no end
     */
    record Tiered(
            BigDecimal quantity,
            CountedUsage usage,
            BigDecimal above,
            @Nullable BigDecimal upTo,
            Money pricePerUnit,
            Money result)
            implements PriceStep {
        @Override
        public String step() {
            return "tier";
        }
    }

    /** Started packages of a month's quantity × price per package. */
    record Packaged(
            BigDecimal quantity,
            CountedUsage usage,
            BigDecimal size,
            BigDecimal packages,
            Money pricePerPackage,
            Money result)
            implements PriceStep {
        @Override
        public String step() {
            return "packages";
        }
    }

    /** Begins with a fixed price. */
    record FixedPrice(String of, Money result) implements PriceStep {
        @Override
        public String step() {
            return "fixed-price";
        }
    }

    /** What is missing to a minimum: minimum − total. */
    record Gap(Money minimum, Money total, Money result) implements PriceStep {
        @Override
        public String step() {
            return "gap";
        }
    }

    /**
     * Converts what arose on these days (the end exclusive) by the latest rate on or before them. With several rates in one
     * line there is one such step per stretch of days, and a {@link Sum}.
     */
    record Converted(LocalDate fromDay, LocalDate toDay, Money of, ExchangeRate rate, Money result)
            implements PriceStep {
        @Override
        public String step() {
            return "convert";
        }
    }

    /** Adds the conversions, or the included quantity, tiers and packages, right before it. */
    record Sum(Money result) implements PriceStep {
        @Override
        public String step() {
            return "sum";
        }
    }

    /**
     * One share of the amount before it, in units u of 1e-18: ⌊u·(before + weight)/total⌋ − ⌊u·before/total⌋. So the shares
     * of all add up to the amount.
     *
     * @param before weights of those in front of this one
     */
    record Share(BigDecimal weight, BigDecimal before, BigDecimal total, Money result) implements PriceStep {
        @Override
        public String step() {
            return "share";
        }
    }

    /** Times a factor of the price book. */
    record Multiplied(String price, BigDecimal factor, Validity validity, Money result) implements PriceStep {
        @Override
        public String step() {
            return "multiply";
        }
    }

    /**
     * The amount before it times days / of days, in a way that the pieces of a month add up: times (before + days) / of days
     * less times before / of days, each rounded half-even to 18 decimals.
     *
     * @param before days of the month in front of these
     */
    record EffectiveDays(int before, int days, int ofDays, Money result) implements PriceStep {
        @Override
        public String step() {
            return "effective-days";
        }
    }

    /** Shown and not asked for; the result is zero. */
    record NotCharged(String service, Money result) implements PriceStep {
        @Override
        public String step() {
            return "not-charged";
        }
    }

    /** Rounded half-even to so many decimals, because a price line holds no more. */
    record Rounded(int scale, Money result) implements PriceStep {
        @Override
        public String step() {
            return "round";
        }
    }
}
