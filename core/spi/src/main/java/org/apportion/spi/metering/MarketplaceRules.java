package org.apportion.spi.metering;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The rules of a metering service that decide how charges are sent.
 *
 * @param recordsPerCall above zero
 * @param bytesPerCall size of a request's body, above zero
 * @param oneRecordPerHour whether a second record of the same resource, dimension and UTC hour is a duplicate
 * @param lateWindow how far in the past a record's timestamp may lie
 * @param quantityScale decimals a quantity may have; 0 for whole numbers
 * @param largestQuantity of one record
 * @param acceptsZero whether a record with quantity zero is accepted (a heartbeat)
 * @param replaces whether a record replaces what was told before of its dimension, so that running totals may be told; false
 *     where records are added up, as all known cloud marketplaces do
 * @param unknown how an attempt whose answer was lost is resolved
 */
public record MarketplaceRules(
        int recordsPerCall,
        int bytesPerCall,
        boolean oneRecordPerHour,
        Duration lateWindow,
        int quantityScale,
        BigDecimal largestQuantity,
        boolean acceptsZero,
        boolean replaces,
        UnknownOutcome unknown) {

    /** @throws IllegalArgumentException if nothing would keep a record that is sent again from being billed twice */
    public MarketplaceRules {
        if (unknown == UnknownOutcome.READ_BACK && !oneRecordPerHour) {
            throw new IllegalArgumentException(
                    "A record that is read back in vain is sent again while the first request may"
                            + " still be under way: only a service of one record per hour takes one of the two. Say PARK.");
        }
    }

    /** How an attempt whose answer was lost is resolved. */
    public enum UnknownOutcome {
        /** The service recognizes the same key, quantity and timestamp: send the same again. */
        RESEND_SAME,
        /**
         * The service tells what it accepted: read back, and send the same again only if it is not there. Only with
         * {@code oneRecordPerHour}.
         */
        READ_BACK,
        /** Neither: an operator decides; it is never sent again on its own. */
        PARK
    }
}
