package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;
import org.apportion.testkit.marketplace.Faults;
import org.apportion.testkit.marketplace.StrictMarketplace;

/** Rules of services. */
enum Services {
    /** As AWS: keys, hours, six hours. */
    KEYS_AND_HOURS(UnknownOutcome.RESEND_SAME, true, 6),
    /** As Google Service Control: keys only. */
    KEYS(UnknownOutcome.RESEND_SAME, false, 24),
    /** Hours and reading back, a day. */
    READ_BACK(UnknownOutcome.READ_BACK, true, 24),
    /** As Azure: hours, identical records, sums of days, no zeros, six decimals. */
    AZURE(UnknownOutcome.RESEND_SAME, true, 24),
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
        boolean zeros = this != READ_BACK && this != AZURE;
        int scale = this == AZURE ? 6 : 0;
        return new MarketplaceRules(
                25, 1 << 20, hours, Duration.ofHours(lateHours), scale, LARGEST, zeros, this != AZURE, unknown);
    }

    StrictMarketplace open(InstantSource clock, Duration readBackLag, Faults faults) {
        return this == AZURE
                ? StrictMarketplace.ofDays(rules(), clock, readBackLag, faults)
                : new StrictMarketplace(rules(), clock, readBackLag, faults);
    }
}
