package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;

/** Rules of services. */
enum Services {
    /** As AWS: keys, hours, six hours. */
    KEYS_AND_HOURS(UnknownOutcome.RESEND_SAME, true, 6),
    /** As Google Service Control: keys only. */
    KEYS(UnknownOutcome.RESEND_SAME, false, 24),
    /** As Azure: hours and reading back, a day. */
    READ_BACK(UnknownOutcome.READ_BACK, true, 24),
    /** As a sidecar: neither. */
    NEITHER(UnknownOutcome.PARK, false, 24);

    static final BigDecimal LARGEST = new BigDecimal("2147483647");

    private final UnknownOutcome unknown;
    private final boolean hours;
    private final int lateHours;

    Services(UnknownOutcome unknown, boolean hours, int lateHours) {
        this.unknown = unknown;
        this.hours = hours;
        this.lateHours = lateHours;
    }

    MarketplaceRules rules() {
        return new MarketplaceRules(
                25, 1 << 20, hours, Duration.ofHours(lateHours), 0, LARGEST, this != READ_BACK, true, unknown);
    }
}
