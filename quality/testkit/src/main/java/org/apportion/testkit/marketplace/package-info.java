/**
 * Marketplaces for tests: strict fakes of the metering services, spoken to over real HTTP, and compatibility kits for the
 * contracts of metering.
 *
 * <p>Owns the documented rules of the services, each stated at its fake. Does not own any plugin and knows none: a fake serves any
 * client, in any language. Invariant: what a fake accepts, the service would accept; where documentation is silent the fake refuses.
 */
@NullMarked
package org.apportion.testkit.marketplace;

import org.jspecify.annotations.NullMarked;
