/**
 * What a metered product needs without any cloud: documents in a folder, a marketplace that is a file, usage over HTTP.
 *
 * <p>Owns: the files {@code cache.json}, {@code csp-config.json} and {@code archive.json}, the file of accepted records, the
 * adapter's format of usage answers. Does not own: what is in the documents, when anything is asked or sent. Invariants: a
 * file is replaced whole and survives a power cut; a damaged file is never taken for an absent one; an answer is read up to a
 * limit and a deadline.
 */
@NullMarked
package org.apportion.metering.local;

import org.jspecify.annotations.NullMarked;
