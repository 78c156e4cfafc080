package org.apportion.model.metering;

import java.util.Locale;

/** A point in which csp-billing-adapter's text and its behavior differ, so that a {@link MeteringMode} is chosen for each. */
public enum MeteringSetting {
    /** Documented: a minimum counts only if there is usage. Compat: always, also without a single sample. */
    MINIMUM_CONSUMPTION,
    /** Documented: what no tier takes belongs to the next above, or to the highest. Compat: the period's charge of the metric is parked. */
    TIERED_REMAINDER,
    /** Volume above every {@code max}. Documented: parked. Compat: of the dimension with the highest, as the adapter's example has it. */
    VOLUME_TAIL,
    /** Documented: a sample without the metric says nothing about it. Compat: it says zero. */
    MISSING_METRIC,
    /** Documented: usage zero that no dimension takes is not sent. Compat: it is an error in volume reporting. */
    ZERO_USAGE,
    /** Documented: honored. Compat: not read, every record adds. */
    REPORTING_API_IS_CUMULATIVE,
    /** Documented: each run moves it to the next run. Compat: only a successful report moves it. */
    EXPIRE,
    /** Documented: false if metering was refused. Compat: also if usage could not be mapped. */
    BILLING_API_ACCESS_OK,
    /** The form of the cache's last bill: documented a list with a record id, compat a map with a status. */
    LAST_BILL,
    /** The word of an accepted record: documented {@code succeeded}, compat {@code submitted}. */
    BILLING_STATUS,
    /** The words of errors about documents that cannot be saved. */
    ERROR_TEXTS;

    /** As the configuration spells it: {@code minimum_consumption}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
