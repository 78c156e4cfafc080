package org.apportion.metering.journal;

import java.util.Locale;

/** Where a charge stands. The transitions between them are in the sending package. */
public enum ChargeState {
    /** Frozen, not yet sent. */
    PLANNED(false),
    /** An attempt is under way, or the process died during it. */
    SENDING(false),
    /** The answer of an attempt was lost. */
    UNKNOWN(false),
    /** To be sent again, unchanged, later. */
    RETRY_AT(false),
    /** Billed. */
    ACCEPTED(true),
    /** The marketplace had accepted the same before: billed. */
    DUPLICATE_SAME(true),
    /** Another record holds its resource, dimension and hour: a dispute for an operator. */
    DUPLICATE_OTHER(false),
    /** Refused for good; parked for an operator. */
    REJECTED(false),
    /** Too old for the marketplace, and not to be dated anew; for an operator. */
    EXPIRED(false),
    /** Whether it was billed cannot be found out; for an operator. */
    PARKED(false),
    /** Nothing to send: quantity zero at a marketplace that takes none. */
    ZERO(true),
    /** Given up by an operator. */
    WAIVED(true);

    private final boolean settled;

    ChargeState(boolean settled) {
        this.settled = settled;
    }

    /** Nothing more will happen. */
    public boolean settled() {
        return settled;
    }

    /** The marketplace has billed it. */
    public boolean billed() {
        return this == ACCEPTED || this == DUPLICATE_SAME;
    }

    /** Waits for a person. */
    public boolean needsOperator() {
        return this == DUPLICATE_OTHER || this == REJECTED || this == EXPIRED || this == PARKED;
    }

    /** The word in the ledger and in output. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ChargeState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
