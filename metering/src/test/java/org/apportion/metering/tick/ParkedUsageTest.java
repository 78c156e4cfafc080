package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.journal.JournalProof;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.metering.sending.Operator;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of parked usage: by an operator's word, and with late samples. Periods are hours from 10:00. */
final class ParkedUsageTest extends AdjustedHours {
    private static final UsageMetric SMALL_NODES =
            metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 0, 10));
    private static final Duration SOON = Duration.ofMinutes(1);

    private List<String> problems = List.of();

    @AfterEach
    void theJournalIsWhatItsEventsTell() {
        assertThat(problems).isEmpty();
    }

    /** Twelve nodes in the first hour, of which no dimension takes any. */
    private Company parked() {
        Company company = company(SMALL_NODES);
        closeFirstHour(company, "nodes", 12);
        return company;
    }

    private Company billedAsLarge() {
        Company company = parked();
        company.restart(adjusting(ALL_NODES));
        company.tick(SOON);
        assertThat(billed(company)).containsExactly("large=12");
        return company;
    }

    private static WaitingUsage waiting(Company company) {
        List<WaitingUsage> waiting = new JournalView(company.ledger).waitingUsage();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private static void waive(Company company) {
        new Operator(company.ledger, "ann").waiveParked(waiting(company).id(), "a lie");
    }

    private static void billAs(Company company, String dimension) {
        new Operator(company.ledger, "ann")
                .billParked(
                        waiting(company).id(),
                        usage -> ParkedSplit.as(dimension, 0, usage, TagWeights.of(List.of()), "ann", "agreed"),
                        "agreed");
    }

    private TickReport late(Company company, String at, long nodes) {
        comesIn(company, at, "nodes", nodes);
        TickReport report = company.tick(SOON);
        problems = JournalProof.problems(company.ledger);
        return report;
    }

    @Test
    void whatIsGivenUpIsToldNoMoreAndBilledByNoDimensionThatComesLater() {
        Company company = parked();
        waive(company);
        assertThat(company.tick(SOON).errors()).isEmpty();
        company.restart(adjusting(ALL_NODES));
        company.tick(SOON);
        problems = JournalProof.problems(company.ledger);
        assertThat(billed(company)).isEmpty();
    }

    @Test
    void whatAnOperatorOrdersIsBilledOnceAsThatDimension() {
        Company company = parked();
        billAs(company, "small");
        company.tick(SOON);
        company.restart(adjusting(ALL_NODES));
        company.tick(SOON);
        problems = JournalProof.problems(company.ledger);
        assertThat(billed(company)).containsExactly("small=12");
    }

    @Test
    void lateSamplesRaiseWhatWasParkedAndBilled() {
        Company company = billedAsLarge();
        TickReport report = late(company, "2027-01-01T10:30:00Z", 30);
        assertThat(report.errors()).isEmpty();
        late(company, "2027-01-01T10:31:00Z", 31);
        late(company, "2027-01-01T10:32:00Z", 5);
        assertThat(billed(company)).containsExactly("large=12", "large=18", "large=1");
    }

    @Test
    void lateSamplesRaiseWhatAnOperatorOrdered() {
        Company company = parked();
        billAs(company, "small");
        company.tick(SOON);
        late(company, "2027-01-01T10:30:00Z", 30);
        assertThat(billed(company)).containsExactly("small=12", "small=18");
    }

    @Test
    void lateSamplesOfUsageThatWasGivenUpAreToldUntilTheyAreSettled() {
        Company company = parked();
        waive(company);
        String told =
                "With late samples the usage of 'nodes' from 2027-01-01T10:00:00Z that was parked (12) would be 30"
                        + " instead of 12; it was given up and no more.";
        assertThat(late(company, "2027-01-01T10:30:00Z", 30).errors())
                .singleElement()
                .asString()
                .startsWith(told);
        assertThat(company.tick(SOON).differences()).isEqualTo(1);
        assertThat(billed(company)).isEmpty();
    }

    @Test
    void whatNoDimensionTakesAloneIsToldUntilItIsSettled() {
        Company company = billedAsLarge();
        company.restart(adjusting(SMALL_NODES));
        assertThat(late(company, "2027-01-01T10:30:00Z", 30).errors())
                .singleElement()
                .asString()
                .contains("would be 30 instead of 12; 12 of it is billed and no more.");
        assertThat(billed(company)).containsExactly("large=12");
    }

    @Test
    void lateSamplesLowerWhatIsParkedAndWaits() {
        Company company =
                company(metric("nodes", UsageAggregation.AVERAGE, ConsumptionReporting.VOLUME, band("small", 0, 10)));
        closeFirstHour(company, "nodes", 14);
        late(company, "2027-01-01T10:30:00Z", 10);
        assertThat(waiting(company).usage().usage()).isEqualByComparingTo("12");
    }

    @Test
    void parkedUsageThatWouldNotWaitAnyMoreIsToldAndStays() {
        Company company =
                company(metric("nodes", UsageAggregation.AVERAGE, ConsumptionReporting.VOLUME, band("small", 0, 10)));
        closeFirstHour(company, "nodes", 14);
        assertThat(late(company, "2027-01-01T10:30:00Z", 2).errors())
                .anyMatch(error -> error.contains("would not have to wait; it stays parked until somebody decides."));
        assertThat(waiting(company).usage().usage()).isEqualByComparingTo("14");
    }
}
