/**
 * Microsoft Azure: the metering service of the commercial marketplace, tokens, and the identity of the instance.
 *
 * <p>Owns requests and the reading of answers. Does not own what to bill and when. Invariant: a metering call is made once; the
 * service's rule of one event per hour makes it safe to send the same event again, and its accepted message tells whose it was.
 */
@NullMarked
package org.apportion.azure;

import org.jspecify.annotations.NullMarked;
