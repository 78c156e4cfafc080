package org.apportion.testkit.marketplace;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apportion.model.metering.MeterRecord;

/** What goes wrong between a caller and a {@link StrictMarketplace}. */
public interface Faults {

    /** What happens to one record of a call. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** The request never arrives, and the caller cannot know. */
        REQUEST_LOST,
        /** The record is processed, but the caller does not learn how. */
        REPLY_LOST,
        /** The caller gives up; the request arrives later, when the test says so. */
        REQUEST_DELAYED,
        /** The network delivers the request twice; the caller gets the second answer. */
        REQUEST_TWICE,
        /** The service asks to come back. */
        THROTTLED
    }

    Fault next(MeterRecord record);

    /** Whether reading back fails this time. */
    boolean readBackFails();

    /** Nothing ever goes wrong. */
    static Faults none() {
        return random(new SplittableRandom(0), 0);
    }

    /** Each record meets a fault with this chance in percent, all faults alike. */
    static Faults random(RandomGenerator random, int percent) {
        return new Faults() {
            @Override
            public Fault next(MeterRecord record) {
                Fault[] faults = Fault.values();
                return hits() ? faults[1 + random.nextInt(faults.length - 1)] : Fault.NONE;
            }

            @Override
            public boolean readBackFails() {
                return hits();
            }

            private boolean hits() {
                return random.nextInt(100) < percent;
            }
        };
    }
}
