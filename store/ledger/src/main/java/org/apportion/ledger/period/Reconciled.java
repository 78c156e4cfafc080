package org.apportion.ledger.period;

/**
 * The inputs to which a closed month and its corrections add up.
 *
 * @param run the run that found so: the closing one, or the last that recalculated the month
 * @param inputs fingerprint of these inputs
 */
public record Reconciled(String run, String inputs) {}
