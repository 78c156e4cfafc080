package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.Retention;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;

/** Late samples and usage that fits nowhere: billed once, or told. Periods are hours from 10:00, asked each 20 minutes. */
final class LateAndParkedTest extends AdjustedHours {
    private static final UsageMetric USERS =
            metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1));
    private static final UsageMetric SMALL_NODES =
            metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 0, 10));

    private static UsageReading reports(Instant at, Map<String, BigDecimal> dimensions) {
        return new UsageReading(at, Map.of(), Map.of("tests", dimensions), Optional.empty());
    }

    @Test
    void aLateSampleIsAdjustedAlsoIfTheProcessEndedRightAfterItCameIn() {
        Company company = company(USERS);
        closeFirstHour(company, "users", 3);
        comesIn(company, "2027-01-01T10:30:00Z", "users", 8);

        company.restart(company.listing);
        assertThat(company.tick(QUERY).notes())
                .contains("Late samples of the period from 2027-01-01T10:00:00Z add to its bill: seats=5.");
        company.tick(Duration.ofMinutes(1));

        assertThat(billed(company)).containsExactly("seats=3", "seats=5");
    }

    @Test
    void aLateSampleIsBilledByTheListingOfItsTime() {
        Company company = company(USERS);
        closeFirstHour(company, "users", 3);
        comesIn(company, "2027-01-01T10:30:00Z", "users", 8);

        company.restart(adjusting(
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("people", 0, -1))));
        company.tick(Duration.ofMinutes(1));

        assertThat(billed(company)).containsExactly("seats=3", "seats=5");
    }

    @Test
    void manyLateSamplesOfAPeriodAreOneAdjustment() {
        Company company = company(USERS);
        closeFirstHour(company, "users", 3);
        comesIn(company, "2027-01-01T10:30:00Z", "users", 8);
        comesIn(company, "2027-01-01T10:31:00Z", "users", 9);

        company.tick(QUERY);

        assertThat(billed(company)).containsExactly("seats=3", "seats=6");
    }

    @Test
    void usageIsParkedOnlyWithThePeriodThatIsClosed() {
        Company company = company(SMALL_NODES);
        company.using(at -> says(at, "nodes", 12));
        company.meter.start();
        company.tick(QUERY);
        company.ledger.useTransaction(tx -> tx.handle()
                .execute("CREATE TRIGGER cut BEFORE INSERT ON meter_period BEGIN SELECT RAISE(ABORT, 'cut'); END"));
        company.using(at -> says(at, "nodes", 1));
        company.tick(QUERY.multipliedBy(2));
        company.ledger.useTransaction(tx -> tx.handle().execute("DROP TRIGGER cut"));

        company.restart(adjusting(ALL_NODES));
        company.tick(Duration.ofMinutes(1));
        company.tick(Duration.ofMinutes(1));

        assertThat(billed(company)).containsExactly("large=12");
    }

    @Test
    void aLateSampleBillsNoUsageThatIsParked() {
        Company company = company(SMALL_NODES);
        closeFirstHour(company, "nodes", 12);
        comesIn(company, "2027-01-01T10:30:00Z", "nodes", 4);

        company.restart(adjusting(ALL_NODES));
        company.tick(Duration.ofMinutes(1));
        company.tick(Duration.ofMinutes(1));

        assertThat(billed(company)).containsExactly("large=12");
    }

    @Test
    void aLateSampleRaisesWhatIsParked() {
        Company company = company(SMALL_NODES);
        closeFirstHour(company, "nodes", 12);
        comesIn(company, "2027-01-01T10:30:00Z", "nodes", 14);

        assertThat(company.tick(Duration.ofMinutes(1)).errors())
                .containsExactly("No matching volume dimension found for 'nodes'=14");
        company.restart(adjusting(ALL_NODES));
        assertThat(company.tick(Duration.ofMinutes(1)).notes())
                .contains("Parked usage of 'nodes' of the period from 2027-01-01T10:00:00Z is billed: large=14.");

        assertThat(billed(company)).containsExactly("large=14");
    }

    @Test
    void eachReportedDimensionThatIsNotListedIsParkedAndBilledOnceItIs() {
        UsageMetric one = metric("tests", UsageAggregation.SUM, ConsumptionReporting.PER_DIMENSION, band("a", -1, -1));
        UsageMetric all = metric(
                "tests",
                UsageAggregation.SUM,
                ConsumptionReporting.PER_DIMENSION,
                band("a", -1, -1),
                band("b", -1, -1),
                band("c", -1, -1));
        Company company = company(one);
        company.using(
                at -> reports(at, Map.of("a", BigDecimal.ONE, "b", BigDecimal.valueOf(2), "c", BigDecimal.valueOf(3))));
        company.meter.start();
        company.tick(QUERY);
        company.using(at -> reports(at, Map.of()));
        assertThat(company.tick(QUERY.multipliedBy(2)).errors()).hasSize(2);
        assertThat(billed(company)).containsExactly("a=1");

        company.restart(adjusting(all));
        company.tick(Duration.ofMinutes(1));

        assertThat(billed(company)).containsExactlyInAnyOrder("a=1", "b=2", "c=3");
    }

    @Test
    void aLateSampleOfAPeriodWhoseSamplesAreGoneBillsNothing() {
        Company company =
                company(metric("users", UsageAggregation.AVERAGE, ConsumptionReporting.VOLUME, band("seats", 0, -1)));
        closeFirstHour(company, "users", 3);
        company.clock.advance(Duration.ofDays(2));
        company.tick(QUERY);
        company.tick(QUERY);
        company.tick(QUERY);
        new Retention(1, Duration.ofHours(2)).apply(Journal.open(company.ledger, Fences.open(1)), ACCOUNT);
        int before = billed(company).size();
        comesIn(company, "2027-01-01T10:30:00Z", "users", 50);

        assertThat(company.tick(Duration.ofMinutes(1)).errors())
                .containsExactly(
                        "The sample of 2027-01-01T10:30:00Z belongs to a period that is too old to be adjusted.");
        assertThat(billed(company)).hasSize(before);
    }
}
