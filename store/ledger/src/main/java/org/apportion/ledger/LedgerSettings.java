package org.apportion.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import org.apportion.spi.Secret;

/**
 * Where the ledger is.
 *
 * @param address JDBC address, {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://…}; may hold a user and password, so it
 *     is never printed whole
 * @param clock tells the time of leases and names
 */
public record LedgerSettings(Secret address, InstantSource clock) {

    public static LedgerSettings of(String address) {
        return new LedgerSettings(new Secret(() -> address), InstantSource.system());
    }

    /**
     * Checks the address without connecting.
     *
     * @throws org.apportion.model.ApportionException {@code LEDGER_ADDRESS_UNKNOWN}
     */
    public void requireKnown() {
        Vendor.of(address.reveal());
    }

    /** A SQLite file; it and its folder are created if absent. */
    public static LedgerSettings file(Path file) {
        return of("jdbc:sqlite:" + file);
    }
}
