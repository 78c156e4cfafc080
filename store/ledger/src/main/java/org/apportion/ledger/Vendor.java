package org.apportion.ledger;

import org.apportion.model.ApportionException;

/** The databases that a ledger can live in. */
enum Vendor {
    SQLITE("sqlite", "jdbc:sqlite:"),
    POSTGRESQL("postgresql", "jdbc:postgresql:");

    private final String id;
    private final String prefix;

    Vendor(String id, String prefix) {
        this.id = id;
        this.prefix = prefix;
    }

    String id() {
        return id;
    }

    static Vendor of(String address) {
        for (Vendor vendor : values()) {
            if (address.startsWith(vendor.prefix)) {
                return vendor;
            }
        }
        throw new ApportionException(
                LedgerError.LEDGER_ADDRESS_UNKNOWN,
                "ledger",
                "the address starts neither with jdbc:sqlite: nor with jdbc:postgresql:.",
                "Correct the ledger's address in the configuration.");
    }

    /** The address as messages may show it: without user, password and options. */
    String place(String address) {
        String rest = address.substring(prefix.length());
        int options = rest.indexOf('?');
        String bare = options < 0 ? rest : rest.substring(0, options);
        int user = bare.indexOf('@');
        return this == SQLITE || user < 0 ? bare : "//" + bare.substring(user + 1);
    }
}
