package org.apportion.ledger;

/**
 * One check that a run made of itself, with both sides as text.
 *
 * @param name what was compared, such as {@code records = charges, USD}
 * @param detail more on a difference; empty if there is none
 */
public record RunProof(String name, String expected, String actual, boolean passed, String detail) {}
