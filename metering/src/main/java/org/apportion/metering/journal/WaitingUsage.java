package org.apportion.metering.journal;

import java.util.List;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.PartsDigest;

/** Parked usage that waits: for a dimension in the file that takes it, or for the word of an operator. */
public record WaitingUsage(MeteredProduct account, ParkedUsage usage) {
    /** Characters of the id that people type. */
    private static final int SHORT = 12;

    /** Digest of account, period, metric and reported dimension: the same however much it comes to be. */
    public String id() {
        return PartsDigest.of(List.of(
                "parked", account.subject(), Instants.text(usage.period().start()), usage.metric(), usage.dimension()));
    }

    /** The beginning of the id, which people type. */
    public String shortId() {
        return id().substring(0, SHORT);
    }

    /** Its sentence with its id. */
    public String text() {
        return usage.error() + " (parked usage " + shortId() + " of the period from "
                + usage.period().start() + ")";
    }
}
