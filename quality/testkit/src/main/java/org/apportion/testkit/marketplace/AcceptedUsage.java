package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A record that a fake has accepted and would bill.
 *
 * @param resource customer, resource id or consumer, in the service's words; empty where the service knows it by the caller
 * @param key the client's idempotency key, empty where the service has none
 */
public record AcceptedUsage(
        String resource, String dimension, Instant timestamp, BigDecimal quantity, String recordId, String key) {}
