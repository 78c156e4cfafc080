/**
 * Usage from Prometheus: any PromQL as a named metric with resource and consumer labels, hour by hour; and how much of a
 * metered product is in use now.
 *
 * <p>Owns: queries, range requests, window semantics, login, the files of a fetch. Does not own: what a metric means to a rule, and
 * reading the files. Invariants: an hour without a value has no row; a value keeps its digits; a sample stands in one hour;
 * credentials go only to the configured address.
 */
@NullMarked
package org.apportion.prometheus;

import org.jspecify.annotations.NullMarked;
