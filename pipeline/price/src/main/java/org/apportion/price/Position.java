package org.apportion.price;

import java.util.Comparator;
import org.apportion.model.CodePointOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a price line is about. Ordered by route, kind, unit, customer, account, service, component, absent ones last.
 *
 * @param unit organization unit that pays; null while unallocated
 * @param customer service customer id
 * @param account sub-account id
 * @param service FOCUS ServiceName on the account route, id of a configured service on the service route
 * @param component component, or {@code component/part}; on the account route the one that found no use
 */
public record Position(
        Route route,
        Kind kind,
        @Nullable String unit,
        @Nullable String customer,
        @Nullable String account,
        @Nullable String service,
        @Nullable String component)
        implements Comparable<Position> {

    private static final Comparator<@Nullable String> TEXT = Comparator.nullsLast(CodePointOrder.INSTANCE);
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::route)
            .thenComparing(Position::kind)
            .thenComparing(Position::unit, TEXT)
            .thenComparing(Position::customer, TEXT)
            .thenComparing(Position::account, TEXT)
            .thenComparing(Position::service, TEXT)
            .thenComparing(Position::component, TEXT);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** By which way a cost reached its payer. */
    public enum Route {
        /** The unit that used it, and the customer of its account. */
        ACCOUNT("account"),
        /** The customers of the services that use a component. */
        SERVICE("service");

        private final String text;

        Route(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What is priced. */
    public enum Kind {
        /** Allocated cost. */
        COST("cost"),
        /** A quantity of a usage metric. */
        USAGE("usage"),
        /** A fixed price per month. */
        MONTHLY("monthly"),
        /** A unit price or fixed price of a component. */
        COMPONENT("component"),
        /** A single position. */
        ONE_OFF("one-off"),
        /** What is missing to a minimum. */
        MINIMUM("minimum"),
        /** What a service is asked for its share of a component that a unit re-sells. */
        RESALE("resale"),
        /** The same with the other sign, for the unit that re-sells. */
        RESALE_CREDIT("resale-credit");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
