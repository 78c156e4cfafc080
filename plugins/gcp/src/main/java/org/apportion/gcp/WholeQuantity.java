package org.apportion.gcp;

import java.math.BigDecimal;
import java.util.Optional;
import org.apportion.http.Digests;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.MeterAnswer;

/** Both ways take 64-bit whole numbers. */
final class WholeQuantity {
    static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private WholeQuantity() {}

    /** The refusal of a record that cannot be written so. */
    static Optional<MeterAnswer> refused(MeterRecord record) {
        BigDecimal quantity = record.quantity();
        boolean whole = quantity.signum() == 0 || quantity.stripTrailingZeros().scale() <= 0;
        return whole && quantity.compareTo(LARGEST) <= 0
                ? Optional.empty()
                : Optional.of(new MeterAnswer.Rejected(
                        "NotSendable", "not sent: the quantity is not a 64-bit whole number.", Digests.none()));
    }
}
