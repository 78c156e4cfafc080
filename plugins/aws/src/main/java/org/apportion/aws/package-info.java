/**
 * Amazon Web Services: marketplace metering ({@code MeterUsage}, {@code BatchMeterUsage}) and the identity of the instance.
 *
 * <p>Owns requests, signing and the reading of answers. Does not own what to bill and when: the metering room does. Invariant:
 * a metering call is made once; what may have been accepted is told as unknown.
 */
@NullMarked
package org.apportion.aws;

import org.jspecify.annotations.NullMarked;
