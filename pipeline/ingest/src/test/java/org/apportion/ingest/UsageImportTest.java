package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.source.SourceDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageImportTest {
    private static final String HEADING = "hour,resource,consumer,metric,value,unit\n";

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

    @Test
    void samplesAreRoundedHalfEvenToNineDecimals() {
        here.bill(
                "usage.csv",
                HEADING
                        + "2026-10-01T00:00:00Z,c,a,cpu,0.0000000005,h\n"
                        + "2026-10-01T01:00:00Z,c,a,cpu,0.0000000015,h\n"
                        + "2026-10-01T02:00:00Z,c,a,cpu,0.00000000150001,h\n"
                        + "2026-10-01T03:00:00Z,c,a,cpu,0.0000000025,h\n"
                        + "2026-10-01T04:00:00Z,c,a,cpu,1E-9,h\n");

        run(Map.of(), Map.of());

        assertThat(here.samples("concat_ws(' ', hour(hour), value)"))
                .containsExactly("0 0.000000000", "1 0.000000002", "2 0.000000002", "3 0.000000002", "4 0.000000001");
    }

    @Test
    void samplesOfParquetAreThoseOfCsv() throws IOException {
        Files.createDirectories(here.bills());
        here.engine()
                .execute(
                        "COPY (SELECT TIMESTAMP '2026-10-01 00:00:00' AS hour, 'c' AS resource, 'a' AS consumer, 'cpu' AS"
                                + " metric, CAST(1.0000000005 AS DECIMAL(20, 10)) AS value, 'h' AS unit UNION ALL SELECT"
                                + " TIMESTAMP '2026-10-01 01:00:00', 'c', 'b', 'cpu', 2.5, 'h') TO '"
                                + here.bills().resolve("usage.parquet") + "' (FORMAT parquet)");

        run(Map.of(), Map.of());

        assertThat(here.samples("concat_ws(' ', consumer, hour, value, unit, x_Row)"))
                .containsExactly("a 2026-10-01 00:00:00 1.000000000 h 1", "b 2026-10-01 01:00:00 2.500000000 h 2");
    }

    /** A line appended to a file of another system. */
    @Test
    void samplesOfAFileThatMixesLineEndsAreRead() {
        here.bill(
                "usage.csv",
                HEADING.replace("\n", "\r\n")
                        + "2026-10-01T00:00:00Z,c,a,cpu,1,h\r\n2026-10-01T01:00:00Z,c,a,cpu,2,h\r\n"
                        + "2026-10-01T02:00:00Z,c,\"b\",cpu,4,h\n");

        ImportReport report = run(Map.of(), Map.of());

        assertThat(here.samples("concat_ws(' ', consumer, value, x_Row)"))
                .containsExactly("a 1.000000000 1", "a 2.000000000 2", "b 4.000000000 3");
        assertThat(report.files().get(0).rejects()).isEmpty();
    }

    @Test
    void samplesWithOneKeyAreSummedAndCounted() {
        here.bill(
                "usage.csv",
                HEADING
                        + "2026-10-01T00:10:00Z,c,a,cpu,1,h\n"
                        + "2026-10-01T00:50:00Z,c,a,cpu,2.5,h\n"
                        + "2026-10-01T00:00:00Z,c,b,cpu,4,h\n");

        ImportReport report = run(Map.of(), Map.of());

        assertThat(here.samples("concat_ws(' ', consumer, hour, value, x_Row)"))
                .containsExactly("a 2026-10-01 00:00:00 3.500000000 1", "b 2026-10-01 00:00:00 4.000000000 3");
        assertThat(report.notes()).anyMatch(note -> note.contains("1 sample with the key of another one"));
        assertThat(report.slices().get(0).sums().get(0).total()).isEqualByComparingTo("7.5");
    }

    @Test
    void negativeMissingAndUnreadableValuesAreRejected() throws IOException {
        here.bill(
                "usage.csv",
                HEADING
                        + "2026-10-01T00:00:00Z,c,a,cpu,-1,h\n"
                        + "2026-10-01T00:00:00Z,c,a,cpu,NaN,h\n"
                        + "2026-10-01T00:00:00Z,c,a,cpu,,h\n"
                        + "yesterday,c,a,cpu,1,h\n"
                        + "2026-10-01T00:00:00Z,c,,cpu,1,h\n"
                        + "2026-10-01T00:00:00Z,c,a,cpu,0,h\n");

        ImportReport report = run(Map.of(), Map.of());

        assertThat(report.rejected()).isEqualTo(5);
        assertThat(here.samples("value")).containsExactly("0.000000000");
        assertThat(Files.readAllLines(report.files().get(0).rejects().orElseThrow())
                        .get(1))
                .endsWith(",1,value,ROW_VALUE_NEGATIVE,The value is negative; usage is zero or more.");
    }

    @Test
    void fieldsCanHaveOtherNamesOrBeConstants() {
        here.bill("usage.csv", "Time;Pod;Ns;CPU\n01.10.2026 02:00;p;shop;1.5\n");

        run(
                Map.of("metric", "cpu_core_hours", "unit", "core-hours"),
                Map.of(
                        "hour-column",
                        "time",
                        "resource-column",
                        "Pod",
                        "consumer-column",
                        "Ns",
                        "value-column",
                        "CPU",
                        "time-format",
                        "dd.MM.yyyy HH:mm",
                        "time-zone",
                        "Europe/Berlin"));

        assertThat(here.samples("concat_ws(' ', hour, resource, consumer, metric, value, unit)"))
                .containsExactly("2026-10-01 00:00:00 p shop cpu_core_hours 1.500000000 core-hours");
    }

    @Test
    void aMissingFieldNamesAllThatAreMissing() {
        here.bill("usage.csv", "hour,resource,amount\n2026-10-01T00:00:00Z,c,1\n");

        assertThatThrownBy(() -> run(Map.of(), Map.of()))
                .hasMessageStartingWith("IMPORT_COLUMN_MISSING ")
                .hasMessageContaining("Column consumer, metric, value is absent (found 3 columns).");
    }

    @Test
    void unitsOfOneMetricMustAgree() {
        here.bill("usage.csv", HEADING + "2026-10-01T00:00:00Z,c,a,mem,1,GiB\n2026-10-01T01:00:00Z,c,a,mem,1000,MiB\n");

        assertThatThrownBy(() -> run(Map.of(), Map.of()))
                .hasMessageStartingWith("IMPORT_UNITS_MIXED usage 2026-10 all: Metric mem comes in GiB and in MiB.");
    }

    @Test
    void usageFallsIntoTheMonthOfItsHourAndIsReplacedPerMonth() {
        here.bill("usage.csv", HEADING + "2026-09-30T23:00:00Z,c,a,cpu,1,h\n2026-10-01T00:00:00Z,c,a,cpu,2,h\n", 1_000);
        run(Map.of(), Map.of());
        here.bill("usage.csv", HEADING + "2026-09-30T23:00:00Z,c,a,cpu,1,h\n2026-10-01T00:00:00Z,c,a,cpu,3,h\n", 2_000);

        ImportReport report = run(Map.of(), Map.of());

        assertThat(report.slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED, Verdict.REPLACED);
        assertThat(report.slices().get(0).changes()).isEmpty();
        assertThat(here.samples("concat_ws(' ', x_UsageMonth, value)"))
                .containsExactly("2026-09 1.000000000", "2026-10 3.000000000");
    }

    @Test
    void filesWithMostlyTheSameSamplesStopTheImport() {
        String samples = HEADING + "2026-10-01T00:00:00Z,c,a,cpu,1,h\n2026-10-01T01:00:00Z,c,a,cpu,2,h\n";
        here.bill("one.csv", samples);
        here.bill("two.csv", samples + "2026-10-01T02:00:00Z,c,a,cpu,3,h\n");

        assertThatThrownBy(() -> run(Map.of(), Map.of()))
                .hasMessageStartingWith("IMPORT_FILES_OVERLAP usage 2026-10 all");
    }

    @Test
    void filesThatLoseAllTheirSamplesEmptyTheirSlices() {
        here.bill("d1.csv", HEADING + "2026-10-01T00:00:00Z,c,a,cpu,1,h\n", 1_000);
        here.bill("d2.csv", HEADING + "2026-10-02T00:00:00Z,c,a,cpu,2,h\n", 1_000);
        here.bill("d3.csv", HEADING + "2026-10-03T00:00:00Z,c,a,cpu,3,h\n", 1_000);
        here.run(byFile("usage", here.bills()));
        here.bill("d2.csv", HEADING, 2_000);
        here.bill("d3.csv", HEADING, 2_000);

        ImportReport report = here.run(byFile("usage", here.bills()));

        assertThat(report.slices())
                .extracting(slice -> slice.key().slice() + " " + slice.verdict())
                .containsExactlyInAnyOrder("d1.csv UNCHANGED", "d2.csv REPLACED", "d3.csv REPLACED");
        assertThat(here.samples("value")).containsExactly("1.000000000");
        assertThat(here.run(byFile("usage", here.bills())).slices())
                .extracting(SliceReport::verdict)
                .containsOnly(Verdict.UNCHANGED);

        here.bill("d3.csv", HEADING + "2026-10-03T00:00:00Z,c,a,cpu,4,h\n", 3_000);
        here.run(byFile("usage", here.bills()));
        assertThat(here.samples("value")).containsExactly("1.000000000", "4.000000000");
    }

    @Test
    void aFileWhoseRowsCannotBeReadDoesNotEmptyItsSlice() {
        here.bill("d1.csv", HEADING + "2026-10-01T00:00:00Z,c,a,cpu,1,h\n", 1_000);
        here.run(byFile("usage", here.bills()));
        here.bill("d1.csv", HEADING + "yesterday,c,a,cpu,1,h\n", 2_000);
        here.run(byFile("usage", here.bills()));
        assertThat(here.samples("value")).containsExactly("1.000000000");
    }

    @Test
    void aMetricOfTwoSourcesIsToldBecauseItIsAdded() {
        here.bill("one/u.csv", HEADING + "2026-10-01T00:00:00Z,c,a,cpu,1,h\n2026-10-01T00:00:00Z,c,b,mem,1,h\n");
        here.bill("two/u.csv", HEADING + "2026-10-01T00:00:00Z,c,b,cpu,1,h\n2026-10-01T01:00:00Z,c,b,mem,1,h\n");
        assertThat(here.run(byFile("one", here.bills().resolve("one"))).notes()).isEmpty();

        ImportReport report = here.run(byFile("two", here.bills().resolve("two")));

        assertThat(report.notes())
                .containsExactly(
                        "cpu of 2026-10 comes from two and from one for 1 hour of the same resources, and both are added; "
                                + "hours that only one of them has weigh less. Leave out one of the sources");
    }

    private static SourceDefinition byFile(String id, Path path) {
        return new SourceDefinition(
                id,
                SourceDefinition.Kind.USAGE,
                List.of(path.toString()),
                "auto",
                Optional.empty(),
                SourceDefinition.Slicing.FILE,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                "apportion.yaml:1:1");
    }

    private ImportReport run(Map<String, String> constants, Map<String, String> options) {
        return here.run(Installation.usage(here.bills(), constants, options));
    }
}
