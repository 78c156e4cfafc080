package org.apportion.ledger;

import java.util.Locale;

/** How far a run is. Only {@code COMMITTED} counts; it never changes again, nor does {@code FAILED}. */
public enum RunState {
    RUNNING,
    COMMITTED,
    FAILED;

    /** The word in the database and in answers: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
