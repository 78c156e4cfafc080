package org.apportion.testkit.reference;

import java.math.BigInteger;

/**
 * What one record brings into one cell.
 *
 * @param units whole units of 1e-12
 * @param rest what the record has below a unit, in 1e-18; zero except in its last window
 */
public record Piece(long recordId, BigInteger units, BigInteger rest) {}
