package org.apportion.metering.aggregation;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.apportion.metering.Products.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeriodUsageTest {
    private static final MeteringPeriod DAY =
            new MeteringPeriod(Instant.parse("2027-03-01T00:00:00Z"), Instant.parse("2027-03-02T00:00:00Z"));

    private static MetricUsage usage(MeteringModes modes, SamplePolicy policy, UsageMetric metric, UsageReading... r) {
        return new PeriodUsage(Products.daily(modes, policy, metric), DAY, List.of(r))
                .usages()
                .get(0);
    }

    private static UsageMetric cores(UsageAggregation aggregation, long minimum) {
        return metric("cores", aggregation, ConsumptionReporting.VOLUME, minimum, band("d", 0, -1));
    }

    private static SamplePolicy missing(SamplePolicy.Missing missing) {
        return new SamplePolicy(SamplePolicy.Late.IGNORE, Duration.ZERO, missing);
    }

    @ParameterizedTest
    @CsvSource({"AVERAGE, 4", "MAXIMUM, 4.5", "CURRENT, 2.5", "SUM, 10", "MINIMUM, 2.5", "UNIQUE_MAXIMUM, 7"})
    void aSampleOf3And45InOneHourAnd25InTheNextIs(UsageAggregation aggregation, BigDecimal expected) {
        // average: 10 / 3 = 3.33, rounded up; unique maximum: 4.5 of the first hour + 2.5 of the second
        MetricUsage usage = usage(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                cores(aggregation, 0),
                reading("2027-03-01T08:55:00Z", "cores", "4.5"),
                reading("2027-03-01T08:00:00Z", "cores", "3"),
                reading("2027-03-01T09:00:00Z", "cores", "2.5"));

        assertThat(usage.billable()).isEqualByComparingTo(expected);
    }

    @Test
    void anAverageKeepsDigitsBeyondTwoToThe53() {
        MetricUsage usage = usage(
                MeteringModes.COMPAT,
                SamplePolicy.STANDARD,
                cores(UsageAggregation.AVERAGE, 0),
                reading("2027-03-01T08:00:00Z", "cores", "9007199254740993"),
                reading("2027-03-01T09:00:00Z", "cores", "9007199254740993"));

        assertThat(usage.billable()).isEqualByComparingTo("9007199254740993");
    }

    @Test
    void aPeriodHoldsItsStartAndNotItsEnd() {
        MetricUsage usage = usage(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                cores(UsageAggregation.SUM, 0),
                reading("2027-03-01T00:00:00Z", "cores", "1"),
                reading("2027-03-02T00:00:00Z", "cores", "10"));

        assertThat(usage.billable()).isEqualByComparingTo("1");
    }

    @Test
    void aMinimumCountsOnlyIfThereIsUsage() {
        UsageMetric metric = cores(UsageAggregation.MAXIMUM, 5);

        assertThat(usage(
                                MeteringModes.DOCUMENTED,
                                SamplePolicy.STANDARD,
                                metric,
                                reading("2027-03-01T08:00:00Z", "cores", "0"))
                        .billable())
                .isZero();
        assertThat(usage(
                                MeteringModes.DOCUMENTED,
                                SamplePolicy.STANDARD,
                                metric,
                                reading("2027-03-01T08:00:00Z", "cores", "2"))
                        .billable())
                .isEqualByComparingTo("5");
    }

    @Test
    void inCompatAMinimumCountsAlways() {
        MetricUsage usage = usage(MeteringModes.COMPAT, SamplePolicy.STANDARD, cores(UsageAggregation.MAXIMUM, 5));

        assertThat(usage.billable()).isEqualByComparingTo("5");
        assertThat(usage.coverage()).isEqualTo(new Coverage(0, 24));
        assertThat(usage.rule()).isEqualTo("maximum of 0 samples, minimum consumption 5");
    }

    @Test
    void aSampleWithoutTheMetricSaysNothingInDocumentedAndZeroInCompat() {
        UsageReading with = reading("2027-03-01T08:00:00Z", "cores", "4");
        UsageReading without = reading("2027-03-01T09:00:00Z", "other", "1");
        UsageMetric metric = cores(UsageAggregation.AVERAGE, 0);

        assertThat(usage(MeteringModes.DOCUMENTED, SamplePolicy.STANDARD, metric, with, without)
                        .billable())
                .isEqualByComparingTo("4");
        assertThat(usage(MeteringModes.COMPAT, SamplePolicy.STANDARD, metric, with, without)
                        .billable())
                .isEqualByComparingTo("2");
    }

    @Test
    void negativeUsageIsNoUsage() {
        assertThat(usage(
                                MeteringModes.DOCUMENTED,
                                SamplePolicy.STANDARD,
                                cores(UsageAggregation.SUM, 0),
                                reading("2027-03-01T08:00:00Z", "cores", "-3"))
                        .billable())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"FLAG, 8", "HOLD_LAST, 32", "INTERPOLATE, 20", "ZERO, 8"})
    void aGapIsFilledAsThePolicySays(SamplePolicy.Missing policy, BigDecimal sum) {
        // between 16 and 20 o'clock: 2, 2, 2 (hold last) or 3, 4, 5 (interpolate); after it: 6, 6, 6 (hold last)
        MetricUsage usage = usage(
                MeteringModes.DOCUMENTED,
                missing(policy),
                cores(UsageAggregation.SUM, 0),
                reading("2027-03-01T16:00:00Z", "cores", "2"),
                reading("2027-03-01T20:00:00Z", "cores", "6"));

        assertThat(usage.measured()).isEqualByComparingTo(sum);
        assertThat(usage.coverage()).isEqualTo(new Coverage(2, 24));
    }

    @Test
    void zerosCountInAnAverage() {
        MetricUsage usage = usage(
                MeteringModes.DOCUMENTED,
                missing(SamplePolicy.Missing.ZERO),
                cores(UsageAggregation.AVERAGE, 0),
                reading("2027-03-01T12:00:00Z", "cores", "24"));

        // 24 over the day's 24 hours
        assertThat(usage.samples()).isEqualTo(24);
        assertThat(usage.billable()).isEqualByComparingTo("1");
    }

    @Test
    void aReportedDimensionIsAggregatedOnItsOwn() {
        UsageReading first = dimensions("2027-03-01T08:00:00Z", Map.of("small", BigDecimal.ONE));
        UsageReading second =
                dimensions("2027-03-01T09:00:00Z", Map.of("small", BigDecimal.TEN, "large", BigDecimal.ONE));

        MetricUsage usage = usage(
                MeteringModes.DOCUMENTED,
                SamplePolicy.STANDARD,
                metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.PER_DIMENSION, band("small", -1, -1)),
                first,
                second);

        assertThat(usage.perDimension())
                .containsOnly(Map.entry("small", BigDecimal.TEN), Map.entry("large", BigDecimal.ONE));
    }

    @Test
    void aDimensionHoldsItsLastValueFromBeforeThePeriod() {
        UsageReading before = dimensions("2027-02-28T23:00:00Z", Map.of("small", BigDecimal.valueOf(24)));
        UsageReading late = dimensions("2027-03-01T12:00:00Z", Map.of("large", BigDecimal.valueOf(4)));
        ProductListing nodes = Products.daily(
                MeteringModes.DOCUMENTED,
                missing(SamplePolicy.Missing.HOLD_LAST),
                metric("nodes", UsageAggregation.AVERAGE, ConsumptionReporting.PER_DIMENSION, band("small", -1, -1)));

        // 24 for twelve of the day's 24 hours, then 4 of the other for twelve
        assertThat(perDimension(nodes, before, late))
                .isEqualTo(Map.of("small", BigDecimal.valueOf(12), "large", BigDecimal.valueOf(2)));
        assertThat(perDimension(nodes, before)).isEqualTo(Map.of("small", BigDecimal.valueOf(24)));
        UsageReading atOnce = dimensions("2027-03-01T00:00:00Z", Map.of("large", BigDecimal.valueOf(4)));
        assertThat(perDimension(nodes, before, atOnce)).isEqualTo(Map.of("large", BigDecimal.valueOf(4)));
    }

    private static Map<String, BigDecimal> perDimension(
            ProductListing product, UsageReading before, UsageReading... readings) {
        return new PeriodUsage(product, DAY, List.of(readings), Optional.of(before))
                .usages()
                .get(0)
                .perDimension();
    }

    private static UsageReading dimensions(String at, Map<String, BigDecimal> values) {
        return new UsageReading(Instant.parse(at), Map.of(), Map.of("nodes", values), Optional.empty());
    }

    @Test
    void aYearOfFiveMinuteSamplesTakesLessThanASecond() {
        List<UsageReading> readings = new ArrayList<>();
        Instant start = Instant.parse("2027-01-01T00:00:00Z");
        for (int i = 0; i < 105_120; i++) {
            readings.add(new UsageReading(
                    start.plusSeconds(300L * i),
                    Map.of("cores", BigDecimal.valueOf(i % 7)),
                    Map.of(),
                    Optional.empty()));
        }
        MeteringPeriod year = new MeteringPeriod(start, Instant.parse("2028-01-01T00:00:00Z"));
        long begin = System.nanoTime();

        List<MetricUsage> usages = new PeriodUsage(
                        Products.daily(
                                MeteringModes.DOCUMENTED,
                                missing(SamplePolicy.Missing.HOLD_LAST),
                                cores(UsageAggregation.AVERAGE, 0)),
                        year,
                        readings)
                .usages();

        assertThat(usages.get(0).billable()).isEqualByComparingTo("3");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
}
