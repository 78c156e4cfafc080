/**
 * Import: delivered files become cost records and usage samples of the lake.
 *
 * <p>Owns: the steps of an import and its report. Does not own: the meaning of a provider's columns (mapping), files and
 * snapshots of the lake (lake), what is done with records. Invariants: an import counts as a whole or not at all; importing
 * the same again changes nothing; what was written adds up to what was read.
 */
@NullMarked
package org.apportion.ingest;

import org.jspecify.annotations.NullMarked;
