package org.apportion.metering.journal;

import org.apportion.ledger.LedgerTransaction;

/** Fences without a lease. */
public final class Fences {
    private Fences() {}

    /** One that nobody takes over. */
    public static Fence open(long token) {
        return new Fence() {
            @Override
            public long token() {
                return token;
            }

            @Override
            public void require(LedgerTransaction transaction) {
                // held for ever
            }
        };
    }

    /** One that somebody took over. */
    public static Fence lost() {
        return new Fence() {
            @Override
            public long token() {
                return 1;
            }

            @Override
            public void require(LedgerTransaction transaction) {
                throw new IllegalStateException("lost");
            }
        };
    }
}
