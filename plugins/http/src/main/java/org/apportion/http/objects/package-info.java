/**
 * Brings the objects of a store (S3, Azure Blob, Google Cloud Storage) into local files.
 *
 * <p>Owns: what is new, resume, verification, the state of what was brought. Does not own: the protocol of a store, which files count
 * for an import. Invariants: a file under its final name is one whole version of its object; nothing is brought twice while it is
 * unchanged; a listing that does not end is an error, never a partial success.
 */
@NullMarked
package org.apportion.http.objects;

import org.jspecify.annotations.NullMarked;
