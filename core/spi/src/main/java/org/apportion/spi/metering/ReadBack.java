package org.apportion.spi.metering;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What a marketplace says it has accepted. */
public sealed interface ReadBack {

    /** The service cannot be asked. */
    record NotOffered() implements ReadBack {}

    /** It can, but not now. */
    record Failed(String message) implements ReadBack {}

    /** @param records complete for the question */
    record Told(List<AcceptedRecord> records) implements ReadBack {
        public Told {
            records = List.copyOf(records);
        }
    }

    /**
     * One accepted record.
     *
     * @param slot start of the hour, or the timestamp, under which the service keeps it
     * @param recordId empty where the service does not tell
     */
    record AcceptedRecord(String dimension, Instant slot, BigDecimal quantity, String recordId) {}
}
