package org.apportion.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apportion.spi.Secret;

/**
 * How to open the ledger database. References are resolved when a secret is revealed.
 *
 * @param url JDBC address without what user and password say
 */
public record LedgerAccess(Secret url, Optional<String> user, Optional<Secret> password) {
    /** The JDBC address with user and password as its parameters, URL-encoded, as PostgreSQL and MySQL drivers read them. */
    public Secret address() {
        return new Secret(() -> {
            StringBuilder address = new StringBuilder(url.reveal());
            user.ifPresent(name -> append(address, "user", name));
            password.ifPresent(secret -> append(address, "password", secret.reveal()));
            return address.toString();
        });
    }

    private static void append(StringBuilder address, String key, String value) {
        address.append(address.indexOf("?") < 0 ? '?' : '&')
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}
