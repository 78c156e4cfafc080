package org.apportion.metering.tick;

import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;

/** What can go wrong with metering as a whole. */
public enum MeterError implements ErrorCode {
    /** No marketplace is named, so nobody could be told. */
    METER_MARKETPLACE_MISSING(ErrorKind.CONFIG),
    /** A plugin that is named is not installed. */
    METER_PLUGIN_UNKNOWN(ErrorKind.CONFIG),
    /** Two accounts would take each other's hours at the marketplace. */
    METER_RESOURCE_SHARED(ErrorKind.CONFIG),
    /** The marketplace refused the test call at start. */
    METER_ACCESS_REFUSED(ErrorKind.PROVIDER),
    /** Documents of an adapter are there but cannot be taken over, or tell more than the ledger knows. */
    METER_TAKEOVER_FAILED(ErrorKind.DATA),
    /** The documents that are to be taken over were written a moment ago, so an adapter may still run. */
    METER_ADAPTER_RUNS(ErrorKind.RESOURCE),
    /** A product, customer, period or charge that nobody knows. */
    METER_UNKNOWN(ErrorKind.USAGE),
    /** The port for health and metrics cannot be opened. */
    METER_PORT_TAKEN(ErrorKind.RESOURCE);

    private final ErrorKind kind;

    MeterError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
