package org.apportion.spi.metering;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What a marketplace said about one record. Texts hold no secret. */
public sealed interface MeterAnswer {

    /** Digests of what went over the wire, for the audit chain. */
    Evidence evidence();

    /** Billed now, by this call. */
    record Accepted(String recordId, Evidence evidence) implements MeterAnswer {}

    /** The same record, with the same quantity, was accepted before. */
    record DuplicateSame(String recordId, Evidence evidence) implements MeterAnswer {}

    /**
     * Another record holds this resource, dimension and hour.
     *
     * @param acceptedQuantity of that other record, where the service tells
     */
    record DuplicateOther(Optional<BigDecimal> acceptedQuantity, String message, Evidence evidence)
            implements MeterAnswer {}

    /**
     * Not billed, and the same record will never be.
     *
     * @param code the service's own word, such as {@code InvalidDimension}
     */
    record Rejected(String code, String message, Evidence evidence) implements MeterAnswer {}

    /**
     * Certainly not billed; may be sent again.
     *
     * @param after how long the service asks to wait, where it tells
     */
    record RetryLater(Optional<Duration> after, String message, Evidence evidence) implements MeterAnswer {}

    /** The timestamp is too old for the service. Not billed. */
    record Expired(String message, Evidence evidence) implements MeterAnswer {}

    /** The call may or may not have been accepted: its answer was lost or not understood. */
    record Unknown(String message, Evidence evidence) implements MeterAnswer {}
}
