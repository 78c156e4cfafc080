/**
 * Strict object stores on the loopback address: what a client may rely on, and nothing else. They refuse what the real ones refuse and
 * break off where a test says so.
 */
@NullMarked
package org.apportion.testkit.objects;

import org.jspecify.annotations.NullMarked;
