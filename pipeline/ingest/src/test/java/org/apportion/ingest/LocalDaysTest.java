package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
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
