package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days on which clocks change have 23 or 25 hours; an hour is an hour of UTC, and no usage gets lost or doubled. */
class LocalDaysTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 23", "2026-10-25, 25", "2026-10-26, 24"})
    void hoursWithTheirOffsetsAreAsManyAsTheDayHas(LocalDate day, int hours) {
        int written = usage(day, DateTimeFormatter.ISO_OFFSET_DATE_TIME);

        here.run(Installation.usage(here.bills(), Map.of(), Map.of()));

        assertThat(written).isEqualTo(hours);
        assertThat(here.samples("hour")).hasSize(hours).doesNotHaveDuplicates();
        assertThat(here.samples("value::DECIMAL(9,0)")).containsOnly("1");
    }

    /** Without an offset the hour from two to three of the long day stands twice: both fall into one hour of UTC and are added. */
    @Test
    void theDoubledHourOfALocalTimeIsAdded() {
        usage(LocalDate.of(2026, 10, 25), DateTimeFormatter.ISO_LOCAL_DATE_TIME);

        here.run(Installation.usage(here.bills(), Map.of(), Map.of("time-zone", "Europe/Zurich")));

        assertThat(here.samples("hour")).hasSize(24).doesNotHaveDuplicates();
        assertThat(here.samples("value::DECIMAL(9,0)"))
                .containsOnlyOnce("2")
                .filteredOn("1"::equals)
                .hasSize(23);
    }

    /**
     * East of UTC the first hours of a bill are September in UTC, west of it its last ones November; they are on the bill of October
     * all the same, whether the file holds texts or times of their own type.
     */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, false, 2026-09-30 22:00:00, 2026-10-31 22:30:00",
        "Europe/Berlin, true, 2026-09-30 22:00:00, 2026-10-31 22:30:00",
        "America/New_York, false, 2026-10-01 04:00:00, 2026-11-01 03:30:00",
        "America/New_York, true, 2026-10-01 04:00:00, 2026-11-01 03:30:00"
    })
    void aBillInLocalTimeIsOfTheMonthInWhichItBeganThere(String zone, boolean isTyped, String first, String last) {
        bill(
                "SELECT 3 AS \"BilledCost\", 'EUR' AS \"BillingCurrency\", TIMESTAMP '2026-10-01 00:00:00' AS"
                        + " \"ChargePeriodStart\" UNION ALL SELECT 5, 'EUR', TIMESTAMP '2026-10-31 23:30:00'",
                isTyped);

        ImportReport report = here.run(local(zone, Map.of()));

        assertThat(report.slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.key().month()).hasToString("2026-10"));
        assertThat(here.costs("BilledCost::DECIMAL(9,0) || ' from ' || ChargePeriodStart"))
                .containsExactly("3 from " + first, "5 from " + last);
    }

    @ParameterizedTest
    @CsvSource({"Europe/Berlin, false", "Europe/Berlin, true", "America/New_York, false", "America/New_York, true"})
    void aDayIsTheWholeLocalDayInTextsAndInDates(String zone, boolean isTyped) {
        bill(
                "SELECT 3 AS \"BilledCost\", 'EUR' AS \"BillingCurrency\", DATE '2026-10-01' AS \"ChargePeriodStart\"",
                isTyped);

        here.run(local(zone, Map.of()));

        assertThat(here.costs("x_BillingMonth || ' of ' || (ChargePeriodEnd - ChargePeriodStart)"))
                .containsExactly("2026-10 of 1 day");
    }

    /** The bill's period has its offset, only its rows do not. */
    @ParameterizedTest
    @CsvSource({"Europe/Berlin, false", "Europe/Berlin, true", "America/New_York, false", "America/New_York, true"})
    void aBillWhosePeriodBeginsAMonthOfUtcIsOfThatMonth(String zone, boolean isTyped) {
        bill(
                "SELECT 3 AS \"BilledCost\", 'EUR' AS \"BillingCurrency\", TIMESTAMP '2026-10-14 09:00:00' AS"
                        + " \"ChargePeriodStart\"",
                isTyped);

        here.run(local(zone, Map.of("BillingPeriodStart", "2026-10-01T00:00:00Z")));

        assertThat(here.costs("x_BillingMonth || ' from ' || BillingPeriodStart"))
                .containsExactly("2026-10 from 2026-10-01 00:00:00");
    }

    /** As text or with types of their own. */
    private void bill(String select, boolean isTyped) {
        Path file = here.bill(isTyped ? "october.parquet" : "october.csv", "");
        here.engine()
                .execute("COPY (" + select + ") TO '" + file + "' "
                        + (isTyped ? "(FORMAT parquet)" : "(FORMAT csv, HEADER)"));
    }

    private SourceDefinition local(String zone, Map<String, String> constants) {
        return new SourceDefinition(
                "local",
                Kind.COST,
                List.of(here.bills().toString()),
                "generic",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                constants,
                Map.of("time-zone", zone),
                List.of(),
                "apportion.yaml:1:1");
    }

    /** One sample of one core for each hour of a local day. */
    private int usage(LocalDate day, DateTimeFormatter form) {
        StringBuilder text = new StringBuilder("hour,resource,consumer,metric,value,unit\n");
        int hours = 0;
        ZonedDateTime end = day.plusDays(1).atStartOfDay(ZURICH);
        for (ZonedDateTime hour = day.atStartOfDay(ZURICH); hour.isBefore(end); hour = hour.plusHours(1)) {
            text.append(form.format(hour)).append(",vm,team,cpu,1,core-hours\n");
            hours++;
        }
        here.bill("usage.csv", text.toString());
        return hours;
    }
}
