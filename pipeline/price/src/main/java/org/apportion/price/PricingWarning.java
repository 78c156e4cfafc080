package org.apportion.price;

/**
 * Something that a person should look at; the price lines are right nevertheless.
 *
 * @param subject id of the price object
 * @param text one sentence with figures
 */
public record PricingWarning(Kind kind, String subject, String text) {

    public enum Kind {
        /** Cost of a component that no use takes; it stays with its owners. */
        COMPONENT_UNUSED,
        /** A component with uses and a source, whose source was charged nothing. */
        COMPONENT_WITHOUT_COST,
        /** A service that costs something and has no customer. */
        SERVICE_WITHOUT_CUSTOMER,
        /** A price is made for a unit that the samples do not name. */
        USAGE_UNIT_UNKNOWN
    }
}
