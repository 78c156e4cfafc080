package org.apportion.model.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a month's quantity of a usage metric costs where the price depends on the quantity. All quantities that are counted
 * together make one month's quantity; {@code included} of it is free, and the way looks at what is left.
 *
 * <p>A month's quantity is never negative; so is no price, so that {@link Graduated} and {@link Packages} never ask less for
 * more. {@link Volume} may: 1000 units at 0.08 are 80, and 900 units at 0.10 are 90.
 *
 * @param included free quantity per month of each group that is counted together; zero for none
 */
public record Tariff(Way way, BigDecimal included, CountedPer countedPer) {
    public Tariff {
        if (included.signum() < 0) {
            throw new IllegalArgumentException("the included quantity " + included.toPlainString() + " is negative");
        }
    }

    /** Whose quantities of a month are added up before the tariff looks at them. */
    public enum CountedPer {
        /** Those of each organization unit that pays; unallocated usage is one more. */
        UNIT("unit"),
        /** Those of each sub-account. */
        ACCOUNT("account"),
        /** All to which the price applies; each line takes its share by quantity. */
        ALL("all");

        private final String text;

        CountedPer(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** How a quantity becomes an amount. */
    public sealed interface Way {
        /** In which the amount is. */
        String currency();
    }

    /**
     * A range of quantities: above the tier before it, up to and including {@code upTo}.
     *
     * @param upTo highest quantity of the tier, inclusive; null for the last tier, which has no end
     */
    public record Tier(@Nullable BigDecimal upTo, Money pricePerUnit) {}

    /** Each unit at the price of the tier it falls in: 150 units are 100 of the first tier and 50 of the second. */
    public record Graduated(List<Tier> tiers) implements Way {
        public Graduated {
            tiers = sound(tiers);
        }

        @Override
        public String currency() {
            return tiers.get(0).pricePerUnit().currency();
        }
    }

    /** All units at the price of the one tier that holds the whole quantity. */
    public record Volume(List<Tier> tiers) implements Way {
        public Volume {
            tiers = sound(tiers);
        }

        @Override
        public String currency() {
            return tiers.get(0).pricePerUnit().currency();
        }
    }

    /** A price per started package: 1001 units in packages of 1000 are two. */
    public record Packages(BigDecimal size, Money pricePerPackage) implements Way {
        public Packages {
            if (size.signum() <= 0) {
                throw new IllegalArgumentException("the package size " + size.toPlainString() + " must be above zero");
            }
            requireNotNegative(pricePerPackage);
        }

        @Override
        public String currency() {
            return pricePerPackage.currency();
        }
    }

    private static List<Tier> sound(List<Tier> tiers) {
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("a tariff needs at least one tier");
        }
        List<Tier> copy = new ArrayList<>();
        BigDecimal above = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            boolean last = copy.size() == tiers.size() - 1;
            BigDecimal upTo = tier.upTo();
            if (last != (upTo == null)) {
                throw new IllegalArgumentException("the last tier, and no other, has no end");
            }
            if (upTo != null && upTo.compareTo(above) <= 0) {
                throw new IllegalArgumentException(
                        "a tier up to " + upTo.toPlainString() + " cannot follow " + above.toPlainString());
            }
            if (!tier.pricePerUnit()
                    .currency()
                    .equals(tiers.get(0).pricePerUnit().currency())) {
                throw new IllegalArgumentException("all tiers need one currency");
            }
            requireNotNegative(tier.pricePerUnit());
            above = upTo == null ? above : upTo;
            copy.add(tier);
        }
        return List.copyOf(copy);
    }

    private static void requireNotNegative(Money price) {
        if (price.amount().signum() < 0) {
            throw new IllegalArgumentException("the price " + price + " is negative");
        }
    }
}
