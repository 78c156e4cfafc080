/**
 * Where this process listens: health, metrics, and events that tell usage.
 *
 * <p>Owns: how long a request may take to arrive. Does not own: what is answered. Invariant: whoever sends half a request holds no thread
 * for longer than that.
 */
@NullMarked
package org.apportion.metering.listening;

import org.jspecify.annotations.NullMarked;
