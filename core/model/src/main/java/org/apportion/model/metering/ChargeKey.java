package org.apportion.model.metering;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What makes a metered charge the same charge, however often it is planned or sent.
 *
 * @param product name of the product in the configuration
 * @param customer the customer's billing id, empty where the marketplace knows the customer by where the product runs
 * @param dimension the listing's dimension
 * @param revision 0 for the period's bill; an adjustment counts up
 */
public record ChargeKey(String product, String customer, String dimension, MeteringPeriod period, int revision) {
    public ChargeKey {
        if (product.isEmpty() || dimension.isEmpty()) {
            throw new IllegalArgumentException("A charge names its product and its dimension.");
        }
        if (revision < 0) {
            throw new IllegalArgumentException("A revision is not negative: " + revision + ".");
        }
    }

    /**
     * The idempotency key: 64 lower-case hex digits, the SHA-256 of the key's parts, each written as its length in UTF-8
     * bytes, a colon and its text. It never changes, because marketplaces remember it.
     */
    public String idempotencyKey() {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(
                product,
                customer,
                dimension,
                period.start().toString(),
                period.end().toString(),
                Integer.toString(revision))) {
            text.append(part.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(part);
        }
        return HexFormat.of().formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
