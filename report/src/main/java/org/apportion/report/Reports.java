package org.apportion.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.ledger.period.Periods;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.Organization;
import org.apportion.spi.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about costs, usage and runs. Reading disturbs nobody: it takes no lease, mends nothing and sees only what a
 * committed run or import has named. One thread uses it at a time; each question is answered from one consistent state.
 *
 * <p>Charges and prices are those of each month's newest committed run. Who owned a consumer on a day is asked of the directory
 * as it is configured now. Amounts of different currencies are never added.
 *
 * <p>All failures are {@link ApportionException}s: {@code REPORT_*}, or what ledger, lake and engine refuse.
 */
public final class Reports implements AutoCloseable {
    private final ReportSession session;

    private Reports(ReportSession session) {
        this.session = session;
    }

    /**
     * Opens ledger and lake for reading.
     *
     * @param ledgerAddress JDBC address with user and password
     */
    public static Reports open(Configuration configuration, Secret ledgerAddress) {
        return new Reports(ReportSession.open(configuration, ledgerAddress));
    }

    /** Months that have a committed run, in order. */
    public List<BillingMonth> months() {
        return session.committedMonths();
    }

    /** The months that are closed, and when each was closed first. */
    public Map<BillingMonth, Instant> closings() {
        return session.ledger().read(transaction -> {
            Periods periods = new Periods(transaction);
            Map<BillingMonth, Instant> closings = new TreeMap<>();
            periods.closed()
                    .forEach(period -> closings.put(
                            period.month(),
                            periods.history(period.month()).get(0).changedAt()));
            return closings;
        });
    }

    /** The units of a month: those of its closing, or today's while it is open. */
    public Organization organization(BillingMonth month) {
        return session.books().organization(month);
    }

    /**
     * Sums by any words. The columns are the words with {@code _} for {@code -}, then amount, currency and share of the
     * currency's total.
     *
     * @throws ApportionException {@code REPORT_NO_RUN} if none of the months has a run, {@code REPORT_WORD_UNKNOWN}
     */
    public ReportTable costs(CostQuery query) {
        return new CostReport(session).answer(query);
    }

    /**
     * The largest single charges with their ids.
     *
     * @throws ApportionException as {@link #costs}
     */
    public ReportTable charges(ChargeQuery query) {
        return new ChargeReport(session).answer(query);
    }

    /**
     * What reached no unit, by reason, with its share of the bill and what would mend it.
     *
     * @param top how many rows per currency, the largest first; 0 shows all
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public ReportTable unallocated(BillingMonth month, int top) {
        return new UnallocatedReport(session).answer(month, top);
    }

    /**
     * What would allocate the largest unallocated costs of a month, as YAML for the configuration, with the cost that it places.
     *
     * @param top how many per currency, the largest first; 0 tries all
     * @param unit who takes what nothing speaks for; null leaves that out
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public String suggestions(BillingMonth month, int top, @Nullable String unit) {
        return new Suggestions(session, month, unit).yaml(top);
    }

    /**
     * How much of the cost, and how many resources, have a value for a tag: columns key, the words, cost, tagged, share,
     * in_conflict, currency, resources, tagged_resources, resource_share.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}, {@code REPORT_WORD_UNKNOWN}
     */
    public ReportTable coverage(CoverageQuery query) {
        return new CoverageReport(session).answer(query);
    }

    /**
     * Sums of usage samples by any words, kept apart by metric and unit of measure. Needs no run.
     *
     * @throws ApportionException {@code REPORT_WORD_UNKNOWN}
     */
    public ReportTable usage(UsageQuery query) {
        return new UsageReport(session).answer(query);
    }

    /**
     * Who made the costs of a unit and service change most between two months: columns unit, service, contributor, before,
     * amount, currency. A contributor is the consumer, or the resource where a rule named its owner.
     *
     * @param before a month earlier than {@code month}
     * @param each how many contributors per unit, service and currency
     * @throws ApportionException {@code REPORT_QUESTION_UNREADABLE} if the months are not in order
     */
    public ReportTable contributors(BillingMonth before, BillingMonth month, int each) {
        return new ContributorReport(session).answer(before, month, each);
    }

    /**
     * Why costs changed between two months or two runs: columns are the words, before, after, change, then its parts usage, mix,
     * price and other, which add up to it exactly (see {@code Effects}), and currency.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}, {@code REPORT_NOT_FOUND}, {@code REPORT_WORD_UNKNOWN}
     */
    public ReportTable compare(CompareQuery query) {
        return new CompareReport(session).answer(query);
    }

    /**
     * List, contracted, effective and billed cost per commitment and unit: columns commitment, type, part (used, unused, or the
     * charge category, such as purchase), unit, the four costs, saved (contracted less effective cost of what was used) and
     * currency. Cost without a commitment is there too, so that each column adds up to the month.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public ReportTable commitments(BillingMonth month) {
        return new CommitmentReport(session).answer(month);
    }

    /** The newest runs first, one row per run and currency. Instants are UTC. */
    public ReportTable runs(int limit) {
        return new RunReport(session).answer(limit);
    }

    /** Every month that was run or closed, with its state, sums and corrections, one row per month and currency. */
    public ReportTable periods() {
        return new PeriodReport(session).periods();
    }

    /**
     * The unit statement of a closed month as it was frozen.
     *
     * @throws ApportionException {@code REPORT_NOT_CLOSED}
     */
    public ReportTable statement(BillingMonth month) {
        return new PeriodReport(session).statement(month);
    }

    /**
     * What a month's run booked for closed months, per unit: what changed, why and by which delivery.
     *
     * @param byCharge one row per charge instead of one per unit, service and cause
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public ReportTable corrections(BillingMonth month, boolean byCharge) {
        return new CorrectionReport(session).answer(month, byCharge);
    }

    /**
     * What a month's run asks of units for closed months, by changed costs and by changed prices: a row per price line.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public ReportTable pricedCorrections(BillingMonth month) {
        return new PricedCorrectionReport(session).answer(month);
    }

    /**
     * A month on one page.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}
     */
    public MonthSummary summary(BillingMonth month) {
        return new SummaryReport(session).answer(month);
    }

    /**
     * Tells why an amount is what it is, down to file and row, and computes it again.
     *
     * @param what id of a charge (or its first six digits or more); {@code unit:<id> <month>}; {@code record:<x_RecordId>}; or
     *     {@code <file>:<row>} with the name of a delivered file, or the end of its path. Without a month the newest that fits
     * @throws ApportionException {@code REPORT_NOT_FOUND}, {@code REPORT_AMBIGUOUS}, {@code REPORT_QUESTION_UNREADABLE}, {@code
     *     REPORT_NO_RUN}; {@code REPORT_RECOMPUTED_DIFFERS} if the amount does not follow from its records although the
     *     configuration is the run's
     */
    public ExplanationNode explain(String what) {
        return new Explain(session).answer(what, Optional.empty());
    }

    /** As {@link #explain(String)}, in one month. */
    public ExplanationNode explain(String what, BillingMonth month) {
        return new Explain(session).answer(what, Optional.of(month));
    }

    /**
     * Writes the charges of a window as OpenMetrics text with the times at which they arose, row by row, for {@code promtool tsdb
     * create-blocks-from openmetrics}. The numbers are exact: as decimals they add up to the charges.
     *
     * @throws ApportionException {@code REPORT_NO_RUN}, {@code REPORT_WORD_UNKNOWN}, {@code REPORT_QUESTION_UNREADABLE}
     * @throws java.io.UncheckedIOException if the text cannot be written
     */
    public MetricsExport.Written exportMetrics(MetricsExport.Query query, Appendable out) {
        return new MetricsExport(session).write(query, out);
    }

    /**
     * Writes all hours of some days in the metrics of ccloud-chargeback-helper, as its scrapes would have told them, also of days
     * that may still change. The sum is that of the chargeback metric.
     *
     * @param from first UTC day
     * @param to day after the last one
     * @throws ApportionException {@code REPORT_CURRENCIES_MIXED}
     * @throws java.io.UncheckedIOException if the text cannot be written
     */
    public MetricsExport.Written exportHelperMetrics(
            LocalDate from, LocalDate to, MetricsSettings.Hourly settings, Appendable out) {
        return new HelperExport(session, settings).write(from, to, out);
    }

    @Override
    public void close() {
        session.close();
    }
}
