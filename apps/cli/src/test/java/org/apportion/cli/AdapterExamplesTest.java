package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.metering.document.PlainJson;
import org.apportion.spi.metering.DocumentStore.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two example files of csp-billing-adapter's documentation, unchanged, over a simulated year: after each tick the documents are those
 * that its text describes.
 */
final class AdapterExamplesTest {
    private static final Path FILES = Path.of("../config/src/test/resources/metering/accepted");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SPARSE = Duration.ofHours(23);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The days on which clocks of America and Europe are set, and the turn of the year. */
    private static final Set<String> WHOLE =
            Set.of("2027-01-01", "2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07", "2027-12-31");

    /** Days that pass at the file's own query interval, days of bills among them. */
    private static boolean isWhole(LocalDate day) {
        return WHOLE.contains(day.toString())
                || day.getMonthValue() % 3 == 0 && day.getDayOfMonth() == day.lengthOfMonth();
    }

    /** In memory where the system has such a folder: thousands of ticks write documents and a ledger. */
    static final class FastFolder implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "examples")
                    : Files.createTempDirectory("examples");
        }
    }

    @TempDir(factory = FastFolder.class)
    private Path folder = Path.of("");

    /** jobs rise from 0 to 99 and begin again; users fall from 40 to 1. */
    private static Map<String, BigDecimal> usage(Instant at) {
        long hours = at.getEpochSecond() / 3_600;
        Map<String, BigDecimal> usage = new TreeMap<>();
        usage.put("jobs", BigDecimal.valueOf(hours % 100));
        usage.put("users", BigDecimal.valueOf(40 - hours % 40));
        return usage;
    }

    @Test
    void monthsByVolume() throws IOException {
        Path yaml = FILES.resolve("monthly-volume.yaml");
        Instant start = Instant.parse("2027-01-31T09:30:00Z");
        DocumentedAdapter documented = documented(yaml, start);
        try (ExampleInstallation installation = new ExampleInstallation(yaml, folder, start)) {
            installation.start();
            ticks(installation, documented, start.plus(Duration.ofDays(366)));

            // 31 January to 28 February, 31 March, …: 12 months, of which the first is free; two dimensions each.
            assertThat(installation.marketplace.billed()).hasSize(22);
            assertThat(installation.marketplace.mistakes()).isEmpty();
        }
    }

    @Test
    void fixedDatesAndAverages() throws IOException {
        Path yaml = FILES.resolve("fixed-average.yaml");
        Instant start = Instant.parse("2026-12-20T08:00:00Z");
        DocumentedAdapter documented = documented(yaml, start);
        try (ExampleInstallation installation = new ExampleInstallation(yaml, folder, start)) {
            installation.start();
            ticks(installation, documented, Instant.parse("2028-01-01T01:00:00Z"));

            // The product is not asked (no_data_query): each sample is the minimum of 5, which is in the first tier.
            assertThat(installation.marketplace.billed())
                    .extracting(each ->
                            each.record().dimension() + "=" + each.record().quantity())
                    .containsExactly("tier_1=5", "tier_1=5");
            assertThat(installation.document(Document.ARCHIVE)).isEmpty();
        }
    }

    @Test
    void aTickWhoseProductFailsTellsItAndTheNextTickForgetsIt() throws IOException {
        Path yaml = FILES.resolve("monthly-volume.yaml");
        Instant start = Instant.parse("2027-03-01T00:00:00Z");
        DocumentedAdapter documented = documented(yaml, start);
        String failed =
                "Usage data retrieval failed: Error making the request to http://localhost:8080/metrics: status 500";
        try (ExampleInstallation installation = new ExampleInstallation(yaml, folder, start)) {
            installation.start();
            for (int i = 1; i <= 62 * 24; i += 6) {
                Instant at = start.plus(HOUR.multipliedBy(i));
                boolean fails = i % 5 == 0 || at.equals(documented.nextBill());
                step(
                        installation,
                        documented,
                        at,
                        fails ? Optional.empty() : Optional.of(usage(at)),
                        fails ? List.of(failed) : List.of());
            }
            assertThat(installation.marketplace.billed()).hasSize(2);
        }
    }

    @Test
    void aTrialWithAHistoryIsToldAndBilled() throws IOException {
        Path yaml = FILES.resolve("monthly-volume.yaml");
        Instant start = Instant.parse("2027-03-01T00:00:00Z");
        Map<String, Object> bill = Map.of(
                "billing_time", "2027-02-28T00:00:07+00:00",
                "billing_status", Map.of("jobs_tier_1", Map.of("record_id", "r-1", "status", "succeeded")),
                "billed_usage", Map.of("jobs_tier_1", BigDecimal.valueOf(7)),
                "usage_records", List.of());
        Files.writeString(folder.resolve("archive.json"), PlainJson.of(List.of(bill)));
        Files.writeString(
                folder.resolve("cache.json"),
                "{\"adapter_start_time\": \"2027-03-01T00:00:00+00:00\", \"next_bill_time\":"
                        + " \"2027-04-01T00:00:00+00:00\", \"next_reporting_time\": \"2027-03-01T01:00:00+00:00\","
                        + " \"usage_records\": [], \"last_bill\": {}, \"trial_remaining\": 1}");
        DocumentedAdapter documented = documented(yaml, start);
        documented.hasHistory(bill);
        try (ExampleInstallation installation = new ExampleInstallation(yaml, folder, start)) {
            installation.start();
            Instant first = start.plus(SPARSE);
            step(
                    installation,
                    documented,
                    first,
                    Optional.of(usage(first)),
                    List.of("Free trial is active but archive contains metering history. Usage will be billed for the"
                            + " previous cycle."));
            ticks(installation, documented, start.plus(Duration.ofDays(40)));

            assertThat(installation.marketplace.billed()).hasSize(2);
        }
    }

    @Test
    void inCompatTheDocumentsHaveTheFormsOfTheProgram() throws IOException {
        for (String name : List.of("monthly-volume.yaml", "fixed-average.yaml")) {
            Path place = Files.createDirectory(folder.resolve(name));
            Path yaml = Files.writeString(
                    place.resolve("config.yaml"), Files.readString(FILES.resolve(name)) + "\nmode: compat\n");
            Instant start = Instant.parse("2026-11-15T12:00:00Z");
            DocumentedAdapter documented = new DocumentedAdapter(
                    yaml, start, place.resolve("archive.json").toString());
            try (ExampleInstallation installation = new ExampleInstallation(yaml, place, start)) {
                installation.start();
                ticks(installation, documented, start.plus(Duration.ofDays(70)));

                assertThat(installation.marketplace.billed()).as(name).isNotEmpty();
            }
        }
    }

    private DocumentedAdapter documented(Path yaml, Instant start) throws IOException {
        return new DocumentedAdapter(yaml, start, folder.resolve("archive.json").toString());
    }

    /** Ticks at the file's own interval on whole days and around the end of a period, each 23 hours otherwise. */
    private static void ticks(ExampleInstallation installation, DocumentedAdapter documented, Instant until)
            throws IOException {
        Duration own = documented.queryInterval();
        for (Instant at = installation.clock.instant().plus(own); at.isBefore(until) && !documented.isOver(); ) {
            step(installation, documented, at, Optional.of(usage(at)), List.of());
            boolean near = !documented.isOver() && at.plus(SPARSE).isAfter(documented.nextBill());
            at = near || isWhole(day(at)) || isWhole(day(at.plus(SPARSE))) ? at.plus(own) : at.plus(SPARSE);
        }
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static void step(
            ExampleInstallation installation,
            DocumentedAdapter documented,
            Instant at,
            Optional<Map<String, BigDecimal>> said,
            List<String> errors)
            throws IOException {
        installation.tick(at, said);
        documented.tick(at, said, errors);
        same("cache", at, installation.document(Document.CACHE), Optional.of(documented.cache()));
        same("csp-config", at, installation.document(Document.CSP_CONFIG), Optional.of(documented.cspConfig()));
        same("archive", at, installation.document(Document.ARCHIVE), documented.archive());
    }

    private static void same(String name, Instant at, Optional<String> document, Optional<?> expected) {
        assertThat(document.map(AdapterExamplesTest::tree))
                .as("%s of %s", name, at)
                .isEqualTo(expected.map(value -> tree(PlainJson.of(value))));
    }

    private static JsonNode tree(@Nullable String json) {
        return JSON.readTree(json);
    }
}
