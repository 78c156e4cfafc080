/**
 * The month of the demo: bills of three clouds and usage samples of Nordwind Outfitters, an invented company, for October 2026.
 *
 * <p>Owns: the contents of {@code examples/demo/bills} and {@code examples/demo/usage}. Does not own: the configuration beside
 * them, which people write and read. Invariants: written from fixed seeds, so every run gives the same bytes before compression;
 * no name, id or amount belongs to anybody.
 */
@NullMarked
package org.apportion.testkit.demo;

import org.jspecify.annotations.NullMarked;
