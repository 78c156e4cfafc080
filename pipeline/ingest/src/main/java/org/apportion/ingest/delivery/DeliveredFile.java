package org.apportion.ingest.delivery;

import java.time.Instant;

/**
 * A file as part of a delivery.
 *
 * @param name path as delivered
 * @param sha256 hash of its bytes
 * @param reading fingerprint of how it was read: mapping, options, constants. The same bytes read otherwise give other rows
 * @param modified time of last change, UTC
 */
public record DeliveredFile(String name, String sha256, String reading, Instant modified) {
    /** The name without folders. */
    public String fileName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
