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

    /** The first two hours of a bill from Berlin are September in UTC; they are on the bill of October all the same. */
    @Test
    void aBillInLocalTimeIsOfTheMonthInWhichItBeganThere() {
        here.bill(
                "october.csv",
                "BilledCost,BillingCurrency,ChargePeriodStart\n3,EUR,2026-10-01 00:00:00\n5,EUR,2026-10-31 23:30:00\n");

        ImportReport report = here.run(new SourceDefinition(
                "local",
                Kind.COST,
                List.of(here.bills().toString()),
                "generic",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                Map.of("time-zone", "Europe/Berlin"),
                List.of(),
                "apportion.yaml:1:1"));

        assertThat(report.slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.key().month()).hasToString("2026-10"));
        assertThat(here.costs("BilledCost::DECIMAL(9,0)")).containsExactlyInAnyOrder("3", "5");
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
