package org.apportion.metering.journal;

import java.time.Duration;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerTransaction;

/** Proof that the writer of a transaction is the only one who may meter. */
public interface Fence {
    /** One lease per ledger: two processes with the same ledger never meter at the same time, whatever they are configured for. */
    String LEASE = "metering";

    /** Larger than that of every holder before; above zero. */
    long token();

    /**
     * Makes sure, until the transaction ends, that this is still the holder.
     *
     * @throws org.apportion.model.ApportionException {@code LEDGER_LEASE_LOST}
     */
    void require(LedgerTransaction transaction);

    static Fence of(Lease lease) {
        return new Fence() {
            @Override
            public long token() {
                return lease.token();
            }

            @Override
            public void require(LedgerTransaction transaction) {
                lease.require(transaction);
            }
        };
    }

    /**
     * Takes the lease that every process that meters must hold.
     *
     * @throws org.apportion.model.ApportionException {@code LEDGER_BUSY} if another one holds it for longer than {@code wait}
     */
    static Lease acquire(Ledger ledger, Duration wait) {
        return ledger.leases().acquire(LEASE, wait, Holder.current());
    }
}
