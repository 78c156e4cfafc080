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

    /**
     * @param records complete for the question
     * @param grain what each of them sums
     */
    record Told(List<AcceptedRecord> records, Grain grain) implements ReadBack {
        public Told {
            records = List.copyOf(records);
        }

        /** Records one by one. */
        public Told(List<AcceptedRecord> records) {
            this(records, Grain.RECORD);
        }
    }

    /** What one line of an answer stands for. */
    enum Grain {
        /** One record. */
        RECORD,
        /** All records of a UTC day; the slot is its midnight. */
        DAY
    }

    /**
     * One accepted record.
     *
     * @param slot start of the hour, or the timestamp, under which the service keeps it
     * @param recordId empty where the service does not tell
     */
    record AcceptedRecord(String dimension, Instant slot, BigDecimal quantity, String recordId) {
        private static final int MOST_DIGITS = 200;

        /** @throws IllegalArgumentException if the quantity has so many digits or zeros that it cannot be added or printed */
        public AcceptedRecord {
            if (quantity.precision() > MOST_DIGITS || Math.abs((long) quantity.scale()) > MOST_DIGITS) {
                throw new IllegalArgumentException("A quantity has at most " + MOST_DIGITS + " digits.");
            }
        }
    }
}
