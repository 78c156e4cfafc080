package org.apportion.spi.metering;

/**
 * SHA-256 digests, lower-case hex, of the body of a request and of its answer without credentials; empty where there was
 * none.
 */
public record Evidence(String requestDigest, String responseDigest) {}
