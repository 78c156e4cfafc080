package org.apportion.metering.journal;

import java.util.ArrayList;
import java.util.List;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.model.metering.MeteringPeriod;

/**
 * What late samples would change in a closed period's bill that a marketplace cannot take back. It is told at each tick until a
 * person says that it is settled, or until later samples end it.
 *
 * @param id digest of account, period and what is told: whoever settles it has seen it, and another one is told anew
 * @param told sentences, at least one
 * @param settled whether a person has said so
 */
public record Difference(String id, MeteredProduct account, MeteringPeriod period, List<String> told, boolean settled) {
    /** Characters of the id that people type. */
    private static final int SHORT = 12;

    public Difference {
        told = List.copyOf(told);
    }

    /** One that was just found. */
    static Difference found(MeteredProduct account, MeteringPeriod period, List<String> told) {
        List<String> parts = new ArrayList<>(List.of(account.subject(), Instants.text(period.start())));
        parts.addAll(told);
        return new Difference(PartsDigest.of(parts), account, period, told, false);
    }

    /** The beginning of the id, which people type. */
    public String shortId() {
        return id.substring(0, SHORT);
    }

    /** Its sentences with its id. */
    public String text() {
        return String.join(" ", told) + " (difference " + shortId() + ", told until it is settled)";
    }
}
