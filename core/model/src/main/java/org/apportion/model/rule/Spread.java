package org.apportion.model.rule;

/** How a record that covers several hours is cut into them. */
public enum Spread {
    /** By seconds of overlap with each hour. */
    EVEN,
    /** In the shape of usage: the whole period is one cell whose weights are the samples of all its hours. */
    USAGE,
    /** As {@link #EVEN}, also of purchases, taxes and credits up to a month long, which else are one cell of their month. */
    HOURS
}
