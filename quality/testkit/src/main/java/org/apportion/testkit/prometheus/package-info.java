/**
 * A Prometheus for tests: the real program where it is installed.
 *
 * <p>Owns: starting and stopping it on the loopback address, loading OpenMetrics files. Does not own: what is loaded. Invariants: a test
 * that needs it says so when it is skipped; nothing outlives the test.
 */
@NullMarked
package org.apportion.testkit.prometheus;

import org.jspecify.annotations.NullMarked;
