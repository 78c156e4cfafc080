package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.ReportingCycle;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Products whose periods are hours from 10:00, asked each 20 minutes; late samples are adjusted. Each test ends with a chain that holds. */
abstract class AdjustedHours {
    static final Duration QUERY = Duration.ofMinutes(20);
    static final MeteredProduct ACCOUNT = new MeteredProduct("shop", "");
    static final UsageMetric ALL_NODES = metric(
            "nodes",
            UsageAggregation.MAXIMUM,
            ConsumptionReporting.VOLUME,
            band("small", 0, 10),
            band("large", 11, -1));

    @TempDir
    private Path folder = Path.of("");

    private Optional<Company> open = Optional.empty();

    @BeforeEach
    void noneIsOpen() {
        open = Optional.empty();
    }

    @AfterEach
    void theChainHolds() {
        open.ifPresent(company -> {
            assertThat(AuditChain.verify(company.ledger).problems()).isEmpty();
            company.close();
        });
    }

    static ProductListing adjusting(UsageMetric... metrics) {
        return Products.of(
                new BillingCycle(BillingInterval.HOURLY, List.of(), Optional.empty(), 0),
                new ReportingCycle(QUERY, Optional.empty(), false),
                MeteringModes.DOCUMENTED,
                new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG),
                metrics);
    }

    final Company company(UsageMetric... metrics) {
        return company(Faults.none(), metrics);
    }

    final Company company(Faults faults, UsageMetric... metrics) {
        Company company = new Company(folder, adjusting(metrics), "2027-01-01T10:00:00Z", Company.rules(), faults);
        open = Optional.of(company);
        return company;
    }

    static UsageReading says(Instant at, String metric, long value) {
        return new UsageReading(at, Map.of(metric, BigDecimal.valueOf(value)), Map.of(), Optional.empty());
    }

    /** A sample that comes in by itself, as if the process had ended right after it. */
    static void comesIn(Company company, String at, String metric, long value) {
        Journal.open(company.ledger, Fences.open(1)).addSample(ACCOUNT, says(Instant.parse(at), metric, value));
    }

    static List<String> billed(Company company) {
        return company.marketplace.billed().stream()
                .map(each -> each.record().dimension() + "="
                        + each.record().quantity().toPlainString())
                .toList();
    }

    static void closeFirstHour(Company company, String metric, long value) {
        company.using(at -> says(at, metric, value));
        company.meter.start();
        company.tick(QUERY);
        company.using(at -> says(at, metric, 1));
        company.tick(QUERY.multipliedBy(2));
    }
}
