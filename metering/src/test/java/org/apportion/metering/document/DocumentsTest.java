package org.apportion.metering.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.ArchiveRetention;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;

final class DocumentsTest {
    private static final Instant AT = Instant.parse("2027-01-31T10:00:00.25Z");

    @Test
    void jsonIsThatOfPython() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a \"b\"\\", Arrays.asList(1, new BigDecimal("2.50"), true, null, List.of(), Map.of()));
        value.put("é\u007f\n", "😀");

        assertThat(PlainJson.of(value))
                .isEqualTo("{\"a \\\"b\\\"\\\\\": [1, 2.50, true, null, [], {}], \"\\u00e9\\u007f\\n\":"
                        + " \"\\ud83d\\ude00\"}");
    }

    @Test
    void timesHaveMicrosecondsOnlyIfTheyAreNotZero() {
        assertThat(Dates.text(AT)).isEqualTo("2027-01-31T10:00:00.250000+00:00");
        assertThat(Dates.text(AT.minusMillis(250))).isEqualTo("2027-01-31T10:00:00+00:00");
    }

    @Test
    void timesAreReadInWhateverFormTheyWereLeft() {
        Instant expected = Instant.parse("2027-01-31T10:00:00Z");
        for (String text : List.of(
                "2027-01-31T10:00:00+00:00",
                "2027-01-31 12:00:00+02:00",
                "2027-01-31T10:00:00Z",
                "2027-01-31T10:00:00")) {
            assertThat(Dates.parse(text)).as(text).contains(expected);
        }
        assertThat(Dates.parse("20270131")).contains(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(Dates.parse("soon")).isEmpty();
    }

    @Test
    void anArchiveEntryHasTheDocumentedShape() {
        Bill bill = new Bill(
                new MeteringPeriod(AT.minusSeconds(60), AT),
                AT,
                Map.of("users", BigDecimal.TEN),
                List.of(
                        new Bill.Line("a", new BigDecimal("10.0"), "r-1", ""),
                        new Bill.Line("b", BigDecimal.ONE, "", "InvalidDimension")),
                List.of(new UsageReading(
                        AT.minusSeconds(1), Map.of("users", new BigDecimal("10")), Map.of(), Optional.of("cpe:/o:x"))));

        assertThat(PlainJson.of(Documents.archiveEntry(bill, MeteringModes.DOCUMENTED)))
                .isEqualTo("{\"billing_time\": \"2027-01-31T10:00:00.250000+00:00\", \"billing_status\": {\"a\":"
                        + " {\"record_id\": \"r-1\", \"status\": \"succeeded\"}, \"b\": {\"error\":"
                        + " \"InvalidDimension\", \"status\": \"failed\"}}, \"billed_usage\": {\"a\": 10, \"b\": 1},"
                        + " \"usage_records\": [{\"users\": 10, \"reporting_time\":"
                        + " \"2027-01-31T09:59:59.250000+00:00\", \"base_product\": \"cpe:/o:x\"}]}");
    }

    @Test
    void anArchiveKeepsTheNewestThatFit() {
        List<Map<String, Object>> entries = List.of(Map.of("n", 1), Map.of("n", 2), Map.of("n", 3));

        assertThat(Documents.archive(entries, new ArchiveRetention(2, -1))).contains("[{\"n\": 2}, {\"n\": 3}]");
        assertThat(Documents.archive(entries, new ArchiveRetention(3, 20))).contains("[{\"n\": 2}, {\"n\": 3}]");
        assertThat(Documents.archive(entries, new ArchiveRetention(3, 19))).contains("[{\"n\": 3}]");
        assertThat(Documents.archive(entries, new ArchiveRetention(3, 2))).contains("[]");
        assertThat(Documents.archive(entries, new ArchiveRetention(3, 1))).isEmpty();
        assertThat(Documents.archive(entries, new ArchiveRetention(0, -1))).isEmpty();
    }
}
