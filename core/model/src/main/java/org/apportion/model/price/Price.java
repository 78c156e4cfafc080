package org.apportion.model.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.jspecify.annotations.Nullable;

/**
 * One price of the price book. All are effective-dated by UTC day: a day takes the price that holds on it.
 *
 * @see PriceBook for precedence
 */
public sealed interface Price {
    String id();

    Validity validity();

    /**
     * What a price applies to; null means any. The more fields are set, the more specific it is.
     *
     * @param account sub-account id
     * @param service FOCUS ServiceName
     * @param unit organization unit id; also covers all units below it
     */
    record Scope(
            @Nullable String account,
            @Nullable String service,
            @Nullable String unit) {
        public static final Scope ANY = new Scope(null, null, null);

        /** Number of fields set: the rank in precedence. */
        public int rank() {
            return (account == null ? 0 : 1) + (service == null ? 0 : 1) + (unit == null ? 0 : 1);
        }
    }

    /** Allocated cost times a factor: 1.1 is a markup of 10 %, 0.95 a discount of 5 %. Negative cost is multiplied too. */
    record Multiplier(String id, Scope scope, BigDecimal factor, Validity validity) implements Price {}

    /**
     * A fixed price per unit of a usage metric, beside the allocated cost. To ask it instead of the cost, add a multiplier
     * with the factor 0 for the same scope.
     *
     * @param usageUnit unit in which the samples must come; null takes any
     */
    record PerUsage(
            String id, Scope scope, String metric, @Nullable String usageUnit, Money pricePerUnit, Validity validity)
            implements OfUsage {}

    /**
     * A price of a usage metric that depends on the month's quantity: tiers, packages, an included quantity. It counts the
     * usage to which it applies, by the same precedence as {@link PerUsage}; its bounds are those of a whole month. So it
     * holds for whole months: two of them in one month would each give the included quantity and begin with their first tier.
     *
     * @param usageUnit unit in which the samples must come; null takes any
     * @param validity begins and ends on a first day of a month, where it does
     */
    record ByTariff(
            String id, Scope scope, String metric, @Nullable String usageUnit, Tariff tariff, Validity validity)
            implements OfUsage {
        public ByTariff {
            requireFirstOfMonth(id, validity.from());
            requireFirstOfMonth(id, validity.to());
        }

        private static void requireFirstOfMonth(String id, @Nullable LocalDate day) {
            if (day != null && day.getDayOfMonth() != 1) {
                throw new IllegalArgumentException(
                        "the tariff " + id + " changes on " + day + ", but counts quantities of whole months");
            }
        }
    }

    /** A price of a usage metric. Of all prices of one metric exactly one applies to a quantity. */
    sealed interface OfUsage extends Price permits PerUsage, ByTariff {
        Scope scope();

        String metric();

        @Nullable
        String usageUnit();
    }

    /** A fixed price per month, by effective days: days valid in the month / days of the month. */
    record PerMonth(String id, String unit, @Nullable String service, Money amount, Validity validity)
            implements Price {}

    /**
     * The scope's total of a month is at least this much; a line fills the gap. A minimum that holds on some days only asks
     * its part of those days and looks at what these days cost.
     */
    record Minimum(String id, Scope scope, Money amount, Validity validity) implements Price {}

    /**
     * A unit re-sells a component. It goes on paying for the component's own cost, the services that use the component are asked
     * as without a resale, and the unit is credited with what they are asked: both sides are lines, and add up to zero.
     *
     * @param component id of the component
     * @param provider id of the organization unit that is credited
     * @param services services that the component is made of: what they are asked, the provider re-sells too, beside the
     *     component's own cost
     */
    record Resale(String id, String component, String provider, List<String> services, Validity validity)
            implements Price {
        public Resale {
            services = List.copyOf(services);
        }
    }

    /** A single position, positive or negative, booked once on its day. */
    record OneOff(String id, String unit, LocalDate day, String reason, Money amount) implements Price {
        @Override
        public Validity validity() {
            return new Validity(day, day.plusDays(1));
        }
    }
}
