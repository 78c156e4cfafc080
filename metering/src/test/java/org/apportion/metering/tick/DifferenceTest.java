package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Difference;
import org.apportion.metering.journal.JournalProof;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.sending.Operator;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;

/** What late samples would take back is told until somebody settles it. Periods are hours from 10:00, asked each 20 minutes. */
final class DifferenceTest extends AdjustedHours {
    private static String told(Company company) {
        List<Difference> differences = new JournalView(company.ledger).differences();
        assertThat(differences).hasSize(1);
        return differences.get(0).text();
    }

    private Company moved() {
        Company company = company(ALL_NODES);
        closeFirstHour(company, "nodes", 10);
        comesIn(company, "2027-01-01T10:30:00Z", "nodes", 11);
        return company;
    }

    @Test
    void usageThatLateSamplesMoveToAnotherBandIsNotBilledAndToldAtEachTick() {
        Company company = moved();

        TickReport first = company.tick(QUERY);
        TickReport next = company.tick(Duration.ofMinutes(1));

        assertThat(first.errors())
                .singleElement()
                .asString()
                .startsWith("With late samples the period from 2027-01-01T10:00:00Z would be large=11, small=0"
                        + " instead of small=10; a marketplace takes nothing back, so nothing of it is billed."
                        + " (difference ")
                .endsWith(", told until it is settled)");
        assertThat(next.errors()).isEqualTo(first.errors());
        assertThat(next.differences()).isEqualTo(1);
        assertThat(billed(company)).containsExactly("small=10");
    }

    @Test
    void aProcessThatStartsAgainTellsItToo() {
        Company company = moved();
        List<String> errors = company.tick(QUERY).errors();
        company.restart(company.listing);
        assertThat(company.tick(Duration.ofMinutes(1)).errors()).isEqualTo(errors);
    }

    @Test
    void whatAPersonSettledIsToldNoMore() {
        Company company = moved();
        company.tick(QUERY);
        Difference difference = new JournalView(company.ledger).differences().get(0);

        new Operator(company.ledger, "ann").settle(difference.id(), "credited");

        assertThat(company.tick(Duration.ofMinutes(1)))
                .returns(0, TickReport::differences)
                .returns(List.of(), TickReport::errors);
        assertThatThrownBy(() -> new Operator(company.ledger, "ann").settle(difference.id(), "credited"))
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("METER_CHARGE_STATE");
    }

    @Test
    void anotherDifferenceOfAPeriodIsToldThoughTheOneBeforeIsSettled() {
        Company company = moved();
        company.tick(QUERY);
        new Operator(company.ledger, "ann")
                .settle(new JournalView(company.ledger).differences().get(0).id(), "credited");
        comesIn(company, "2027-01-01T10:31:00Z", "nodes", 12);
        company.tick(Duration.ofMinutes(1));
        assertThat(told(company)).contains("would be large=12, small=0 instead of small=10");
    }

    @Test
    void theSameDifferenceAfterFurtherSamplesStaysSettled() {
        Company company = moved();
        company.tick(QUERY);
        new Operator(company.ledger, "ann")
                .settle(new JournalView(company.ledger).differences().get(0).id(), "credited");
        comesIn(company, "2027-01-01T10:31:00Z", "nodes", 4);
        assertThat(company.tick(Duration.ofMinutes(1)).differences()).isZero();
    }

    @Test
    void aDifferenceEndsWithLateSamplesThatBringTheBillBack() {
        Company company =
                company(metric("nodes", UsageAggregation.AVERAGE, ConsumptionReporting.VOLUME, band("small", 0, -1)));
        closeFirstHour(company, "nodes", 10);
        comesIn(company, "2027-01-01T10:30:00Z", "nodes", 4);
        company.tick(QUERY);
        assertThat(told(company)).contains("would be small=7 instead of small=10");
        comesIn(company, "2027-01-01T10:31:00Z", "nodes", 16);
        assertThat(company.tick(Duration.ofMinutes(1)).differences()).isZero();
        assertThat(billed(company)).startsWith("small=10").doesNotContain("small=3");
    }

    /** Three users were refused as seats and billed as machines, beside five machines of their own. */
    @Test
    void aChargeThatWasRemappedIsNoUsageOfItsNewDimension() {
        Company company = company(
                Faulty.throttled("seats"),
                metric("users", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("seats", 0, -1)),
                metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("machines", 0, -1)));
        company.using(at -> both(at, 3, 5));
        company.meter.start();
        company.tick(QUERY);
        company.using(at -> both(at, 0, 0));
        company.tick(QUERY.multipliedBy(2));
        String seats = new JournalView(company.ledger)
                .charges(ChargeFilter.of(ACCOUNT)).stream()
                        .filter(charge -> charge.key().dimension().equals("seats"))
                        .findFirst()
                        .orElseThrow()
                        .id();
        new Operator(company.ledger, "ann").remap(seats, "machines", "renamed");
        comesIn(company, "2027-01-01T10:30:00Z", "nodes", 8);
        assertThat(company.tick(Duration.ofMinutes(1)).differences()).isZero();
        company.tick(Duration.ofMinutes(1));
        assertThat(billed(company)).containsExactly("machines=5", "machines=3", "machines=3");
    }

    @Test
    void aDifferenceThatWasRemovedChangedOrSettledByHandIsFound() {
        Company company = moved();
        company.tick(QUERY);
        String one = "The difference of the period from 2027-01-01T10:00:00Z of shop ";
        sql(company, "UPDATE meter_difference SET settled_at = 'x'");
        assertThat(JournalProof.problems(company.ledger)).containsExactly(one + "was changed.");
        sql(company, "UPDATE meter_difference SET settled_at = '', told = '{\"told\":[\"none\"]}'");
        assertThat(JournalProof.problems(company.ledger)).containsExactly(one + "was changed.");
        sql(company, "DELETE FROM meter_difference");
        assertThat(JournalProof.problems(company.ledger)).containsExactly(one + "is gone; its event is there.");
    }

    private static UsageReading both(Instant at, long users, long nodes) {
        return new UsageReading(
                at,
                Map.of("users", BigDecimal.valueOf(users), "nodes", BigDecimal.valueOf(nodes)),
                Map.of(),
                Optional.empty());
    }

    private static void sql(Company company, String statement) {
        company.ledger.useTransaction(tx -> tx.handle().execute(statement));
    }
}
