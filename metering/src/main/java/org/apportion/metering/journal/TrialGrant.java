package org.apportion.metering.journal;

import java.time.Instant;
import org.apportion.model.metering.MeteringPeriod;

/**
 * A free trial. An account gets one, for ever.
 *
 * @param grantId chosen by whoever grants it, such as {@code first-start}
 * @param period in which usage is not billed
 */
public record TrialGrant(MeteredProduct account, String grantId, MeteringPeriod period, Instant grantedAt) {}
