package org.apportion.cli;

import java.time.ZoneOffset;
import java.util.Optional;
import org.apportion.model.BillingMonth;
import org.apportion.report.MetricsExport;

/**
 * Which samples of a Prometheus are those of a month that was loaded.
 *
 * @param name begins the names of the files in which is kept what was loaded
 */
record FedSamples(String name, boolean isByBillingMonth) {
    private static final int SECOND_BEFORE = 1;

    /** The charges of a bill, which has a label for it. */
    static FedSamples ofBills(MetricsExport.Step step) {
        return new FedSamples(step.metric(), true);
    }

    /** The metrics of ccloud-chargeback-helper, which have no label for the bill: those of the month's days. */
    static FedSamples ofHelper() {
        return new FedSamples("confluent_cloud", false);
    }

    /**
     * Samples to delete.
     *
     * @param selector of series
     * @param start of the time in Unix seconds, inclusive; empty for all
     * @param end likewise, inclusive
     */
    record Selection(String selector, Optional<Long> start, Optional<Long> end) {}

    /** Whatever was scraped has a job; what was loaded has none, so that only this goes. */
    Selection of(BillingMonth month) {
        return isByBillingMonth
                ? new Selection(name + "{billing_month=\"" + month + "\"}", Optional.empty(), Optional.empty())
                : new Selection(
                        "{__name__=~\"" + name + "_.+\",job=\"\"}",
                        Optional.of(month.firstDay().atStartOfDay().toEpochSecond(ZoneOffset.UTC)),
                        Optional.of(month.endDay().atStartOfDay().toEpochSecond(ZoneOffset.UTC) - SECOND_BEFORE));
    }
}
