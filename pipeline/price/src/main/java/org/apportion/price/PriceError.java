package org.apportion.price;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** Why a month cannot be priced. Each is documented in {@code docs/reference/errors.md}. */
public enum PriceError implements ErrorCode {
    /** A currency has to be converted and no rate of the pair lies on or before the day. */
    PRICE_RATE_MISSING(ErrorKind.CONFIG),
    /** Two different rates of one pair on one day. */
    PRICE_RATE_TWICE(ErrorKind.CONFIG),
    /** Two entries of one id, or two components of one source, hold on the same day. */
    PRICE_OVERLAP(ErrorKind.CONFIG),
    /** A price object names another one that is not there. */
    PRICE_REFERENCE_UNKNOWN(ErrorKind.CONFIG),
    /** The parts of a component stand for more than the whole. */
    PRICE_SHARES_TOO_LARGE(ErrorKind.CONFIG),
    /** Usage comes in another unit than the price is made for. */
    PRICE_USAGE_UNIT(ErrorKind.CONFIG),
    /** A component that is re-sold contains itself. */
    PRICE_RESALE_CYCLE(ErrorKind.CONFIG),
    /** What is asked and what is credited for a resale do not add up to zero: a mistake of Apportion. */
    PRICE_RESALE_BROKEN(ErrorKind.INTERNAL),
    /** The lines' cost differs from the allocated cost: a mistake of Apportion. */
    PRICE_SUM_BROKEN(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    PriceError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
