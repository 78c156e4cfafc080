/**
 * A billing month as plain values: records, usage samples, resolved tags, directory and rules; a generator of hostile ones;
 * and their way into an engine as tables of the lake.
 *
 * <p>Owns: test data. Does not own: reading files, resolving tags, allocating. Invariants: the same seed gives the same month
 * on every machine; a record's group and tag context follow from its own columns.
 */
@NullMarked
package org.apportion.testkit.month;

import org.jspecify.annotations.NullMarked;
