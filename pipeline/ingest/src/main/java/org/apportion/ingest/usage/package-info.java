/**
 * Usage files into usage samples: hour, resource, consumer, metric, value, unit.
 *
 * <p>Owns: reading and rounding values, summing what has the same key. Does not own: where samples come from, what they are
 * weighed for. Invariants: a sample is unique per metric, resource, hour and consumer in its slice; values are never negative;
 * nothing is added across units.
 */
@NullMarked
package org.apportion.ingest.usage;

import org.jspecify.annotations.NullMarked;
