package org.apportion.model.metering;

/** How one metric's usage reaches the listing's dimensions. */
public enum ConsumptionReporting {
    /** The first dimension whose bounds hold the usage takes all of it. */
    VOLUME,
    /** Each dimension takes the units that lie inside its bounds. */
    TIERED,
    /** The product itself reports a value per dimension. */
    PER_DIMENSION
}
