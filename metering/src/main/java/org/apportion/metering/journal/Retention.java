package org.apportion.metering.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Drops samples that nobody needs any more. The period keeps their number, their digest and the usage computed from them;
 * charges and events are never dropped.
 *
 * @param keepPeriods the latest closed periods of an account keep their samples, at least 1
 * @param dispute how long after the last change of any of its charges a period keeps its samples; what a customer or a
 *     marketplace may still question
 */
public record Retention(int keepPeriods, Duration dispute) {
    private static final int MAX_PERIODS_AT_ONCE = 1_000;

    public Retention {
        if (keepPeriods < 1 || dispute.isNegative()) {
            throw new IllegalArgumentException("Retention keeps at least one period, and disputes last some time.");
        }
    }

    /**
     * Drops the samples that counted in periods whose charges are all settled for long enough. Late and contradicting samples
     * stay.
     *
     * @return how many samples were dropped
     */
    public int apply(Journal journal, MeteredProduct account) {
        return journal.<Integer>change(change -> {
            Instant settledBefore = change.now().minus(dispute);
            PeriodRows periods = new PeriodRows(change.handle());
            List<ClosedPeriod> kept = periods.latest(account, keepPeriods);
            int dropped = 0;
            for (ClosedPeriod period : periods.settled(account, settledBefore, MAX_PERIODS_AT_ONCE)) {
                if (!kept.contains(period)) {
                    dropped += compact(period, change, periods);
                }
            }
            return dropped;
        });
    }

    private static int compact(ClosedPeriod period, Change change, PeriodRows periods) {
        int dropped = new SampleRows(change.handle()).drop(period.account(), period.period());
        periods.compacted(period.account(), period.period(), change.now());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("from", period.period().start().toString());
        detail.put("to", period.period().end().toString());
        detail.put("samples", dropped);
        detail.put("inputs", period.inputsDigest());
        change.log().add(period.account().subject(), "samples_compacted", detail);
        return dropped;
    }
}
