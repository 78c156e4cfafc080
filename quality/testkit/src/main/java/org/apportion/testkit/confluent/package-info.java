/**
 * Confluent Cloud for tests: a strict fake of its Costs API, object APIs and Metrics API, spoken to over real HTTP.
 *
 * <p>Owns the documented limits of those interfaces. Does not own any client. Invariant: what the fake accepts, the service would
 * accept; where documentation is silent the fake refuses.
 */
@NullMarked
package org.apportion.testkit.confluent;

import org.jspecify.annotations.NullMarked;
