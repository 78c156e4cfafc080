package org.apportion.metering.tick;

import org.apportion.model.metering.MeterRecord;
import org.apportion.testkit.marketplace.Faults;

/** Marketplaces of which one dimension does not work. */
final class Faulty {
    private Faulty() {}

    /** Asks to come back with the records of one dimension, for ever. */
    static Faults throttled(String dimension) {
        return new Faults() {
            @Override
            public Fault next(MeterRecord record) {
                return record.dimension().equals(dimension) ? Fault.THROTTLED : Fault.NONE;
            }

            @Override
            public boolean readBackFails() {
                return false;
            }
        };
    }
}
