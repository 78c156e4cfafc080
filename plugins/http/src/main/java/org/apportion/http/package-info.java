/**
 * One HTTP toolbox for plugins: a deadline on every call, a classification of what may have reached the other side, repetition of
 * what is safe to repeat, redaction of secrets, digests of bodies, exact numbers in JSON.
 *
 * <p>Owns no knowledge of any provider and keeps no state between calls but the connections. A call that changes something
 * at the other side is never repeated here.
 */
@NullMarked
package org.apportion.http;

import org.jspecify.annotations.NullMarked;
