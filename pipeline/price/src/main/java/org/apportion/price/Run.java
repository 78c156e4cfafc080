package org.apportion.price;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Neighboring stretches in one state; not empty. */
record Run<S>(S state, List<Stretch> stretches) {

    LocalDate from() {
        return stretches.get(0).first();
    }

    LocalDate to() {
        return stretches.get(stretches.size() - 1).end();
    }

    BigDecimal total() {
        return stretches.stream().map(Stretch::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
