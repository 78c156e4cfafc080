/**
 * What providers say about their own deliveries: manifests of AWS billing exports and Azure Cost Management exports.
 *
 * <p>Owns: which files belong to a delivery, how old it is, whether it is whole. Does not own: reading the files, what the ledger
 * remembers. Invariants: of several runs for one export and month only the newest counts; if one of its files is absent or has
 * another length nothing is imported.
 */
@NullMarked
package org.apportion.ingest.manifest;

import org.jspecify.annotations.NullMarked;
