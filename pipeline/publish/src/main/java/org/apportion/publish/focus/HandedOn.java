package org.apportion.publish.focus;

import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.FocusDataset;

/**
 * A file of a provider with Invoice Detail, Contract Commitment or Billing Period.
 *
 * @param file all its rows, named as it was delivered
 */
public record HandedOn(FocusDataset dataset, CheckedFile file) {}
