/**
 * Google Cloud: metering by Service Control, or by the agent {@code ubbagent} beside the product.
 *
 * <p>Owns requests and the reading of answers. Does not own what to bill and when. Invariants: an operation's id is the record's key,
 * so that sending it again counts once; what the agent may have queued is never sent again.
 */
@NullMarked
package org.apportion.gcp;

import org.jspecify.annotations.NullMarked;
