package org.apportion.metering.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apportion.metering.audit.PartsDigest;

/** A period that is about to be closed, checked. */
record Closing(PeriodClose close, int samples, String planDigest) {

    /** Empty if the close has no terms. */
    String termsDigest() {
        return close.terms().isEmpty() ? "" : PartsDigest.of(List.of(close.terms()));
    }

    /** Two plans with the same charges and quantities have the same digest, in whatever order. */
    static String planDigest(PeriodClose close) {
        List<String> parts = new ArrayList<>();
        parts.add(close.kind().name());
        close.charges().stream()
                .sorted(Comparator.comparing(charge -> charge.key().dimension()))
                .forEach(charge -> {
                    parts.add(charge.key().dimension());
                    parts.add(ChargeRows.quantity(charge.quantity()));
                });
        return PartsDigest.of(parts);
    }
}
