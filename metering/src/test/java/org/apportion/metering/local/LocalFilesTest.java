package org.apportion.metering.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.DocumentStore;
import org.apportion.spi.metering.DocumentStore.Document;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ReadBack;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFilesTest {
    private static final Instant AT = Instant.parse("2027-01-31T10:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private DocumentStore store() {
        return new LocalDocumentStoreProvider().open(Map.of("folder", folder.toString()), Map.of());
    }

    private Marketplace marketplace() {
        return new LocalMarketplaceProvider()
                .open(new MarketplaceSettings(
                        "p", Optional.empty(), Map.of("folder", folder.toString()), Map.of(), InstantSource.system()));
    }

    private static MeterRecord record(String key, long quantity) {
        return new MeterRecord(key, "d", BigDecimal.valueOf(quantity), AT, Map.of());
    }

    @Test
    void aDocumentIsReplacedAsAWholeAndTheOneBeforeIsKept() throws IOException {
        DocumentStore store = store();
        assertThat(store.read(Document.CACHE)).isEmpty();

        store.write(Document.CACHE, "{\"n\": 1}");
        store.write(Document.CACHE, "{\"n\": 2}");

        assertThat(store.read(Document.CACHE)).contains("{\"n\": 2}");
        assertThat(folder.resolve("cache.json.previous")).content().isEqualTo("{\"n\": 1}");
        assertThat(store.archiveLocation()).endsWith("/archive.json");
    }

    @Test
    void aDamagedDocumentIsNeverTakenForNone() throws IOException {
        Files.writeString(folder.resolve("csp-config.json"), "{\"timestamp\": ");
        Files.writeString(folder.resolve("archive.json"), "");

        assertThatThrownBy(() -> store().read(Document.CSP_CONFIG))
                .hasMessageContaining("METER_DOCUMENT_UNREADABLE")
                .hasMessageContaining("it is not JSON");
        assertThatThrownBy(() -> store().read(Document.ARCHIVE)).hasMessageContaining("it is empty");
    }

    @Test
    void aDocumentThatCannotBeWrittenIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("cache.json/in-its-place"));

        assertThatThrownBy(() -> store().write(Document.CACHE, "{}"))
                .hasMessageStartingWith("METER_DOCUMENT_UNWRITABLE " + folder.resolve("cache.json")
                        + ": the document cannot be written (")
                .hasMessageEndingWith(
                        "). Check the folder's permissions and free space; it is written again at the next tick.");
    }

    @Test
    void anUnknownSettingIsAMistake() {
        assertThatThrownBy(() -> new LocalDocumentStoreProvider().open(Map.of("foldr", "x"), Map.of()))
                .hasMessageContaining("METER_LOCAL_SETTING store local foldr");
    }

    @Test
    void aRecordIsAcceptedOnceAlsoByANewProcess() {
        List<MeterAnswer> first = marketplace().meter(List.of(record("k", 3), record("l", 4)));
        List<MeterAnswer> again = marketplace().meter(List.of(record("k", 3), record("l", 5)));

        assertThat(first).allMatch(MeterAnswer.Accepted.class::isInstance);
        assertThat(again.get(0)).isInstanceOf(MeterAnswer.DuplicateSame.class);
        assertThat(again.get(1)).isInstanceOf(MeterAnswer.DuplicateOther.class);
        ReadBack told = marketplace().readBack("d", AT, AT.plusSeconds(1));
        assertThat(((ReadBack.Told) told).records()).hasSize(2);
    }

    @Test
    void aLineThatWasCutByAPowerCutWasNotAccepted() throws IOException {
        marketplace().meter(List.of(record("k", 3)));
        Path file = folder.resolve("metered.ndjson");
        Files.writeString(file, Files.readString(file) + "{\"key\":\"l\",\"dim");

        assertThat(marketplace().meter(List.of(record("l", 4))).get(0)).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(marketplace().checkAccess(List.of("d"))).isInstanceOf(AccessCheck.Granted.class);
    }

    @Test
    void theLinesOfACsvFileAreToldOnceAndItsNewOnesAfterwards() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"),
                "reporting_time,users,nodes\n2027-01-31T10:00:00Z,3,\n2027-01-31 11:00:00+00:00,4,2.5\n");
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

        assertThat(usage.readAll())
                .extracting(UsageReading::metrics)
                .containsExactly(
                        Map.of("users", new BigDecimal(3)),
                        Map.of("users", new BigDecimal(4), "nodes", new BigDecimal("2.5")));
        Files.writeString(file, Files.readString(file) + "2027-01-31T12:00:00Z,5,1\n");
        assertThat(usage.readAll()).hasSize(1);
        assertThat(usage.readAll()).isEmpty();
    }

    @Test
    void aFileThatWasRolledIsReadFromItsBeginning() throws IOException {
        Path file = folder.resolve("usage.csv");
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());
        String heading = "reporting_time,users\n";
        String ten = "2027-01-31T10:00:00Z,3\n";
        String eleven = "2027-01-31T11:00:00Z,4\n";
        String noon = "2027-01-31T12:00:00Z,5\n";
        Files.writeString(file, heading + ten + eleven);
        assertThat(usage.readAll()).hasSize(2);
        Files.writeString(file, heading + eleven + noon);
        assertThat(usage.readAll())
                .extracting(reading -> reading.reportedAt().toString())
                .contains("2027-01-31T12:00:00Z");
        Files.writeString(file, heading + noon + ten + eleven);
        assertThat(usage.readAll()).hasSize(3);
        assertThat(usage.readAll()).isEmpty();
    }

    @Test
    void aLineThatIsJustBeingWrittenIsReadWhenItIsWhole() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"),
                "\uFEFFreporting_time,users\n2027-01-31T10:00:00Z,3\n2027-01-31T11:00:00Z,12");
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

        assertThat(usage.readAll()).hasSize(1);
        Files.writeString(file, Files.readString(file) + "34\n");
        assertThat(usage.readAll())
                .extracting(UsageReading::metrics)
                .containsExactly(Map.of("users", new BigDecimal(1234)));
    }

    @Test
    void aJsonFileIsToldAsOfWhenItWasWritten() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.json"), "{\"usage_metrics\": [{\"usage_metric\": \"users\", \"count\": 3}]}");
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

        UsageReading reading = usage.read();

        assertThat(reading.metrics()).containsEntry("users", new BigDecimal(3));
        assertThat(reading.reportedAt())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant());
    }

    @Test
    void aLineThatCannotBeUsedIsToldUntilItIsMendedAndTheOthersAreRead() throws IOException {
        Path file = folder.resolve("usage.csv");
        String before = "reporting_time,users\n2027-01-31T10:00:00Z,3\n2027-01-31T11:00:00Z,";
        String after = "\n2027-01-31T12:00:00Z,5\n";
        Files.writeString(file, before + "1e-99999" + after);
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

        assertThat(usage.readAll()).hasSize(2);
        assertThat(usage.complaints()).containsExactly("The samples cannot be used: line 3: '1e-99999' is no number.");
        assertThat(usage.readAll()).isEmpty();
        assertThat(usage.complaints()).hasSize(1);
        Files.writeString(file, before + "4" + after);
        assertThat(usage.readAll())
                .extracting(reading -> reading.metrics().get("users"))
                .contains(new BigDecimal(4));
        assertThat(usage.complaints()).isEmpty();
    }

    @Test
    void ofManyLinesThatCannotBeUsedTheFirstAreTold() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"), "reporting_time,users\n" + "2027-01-31T10:00:00Z,many\n".repeat(22));
        ProductUsage usage =
                new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

        assertThat(usage.readAll()).isEmpty();
        assertThat(usage.complaints()).hasSize(21).last().isEqualTo("2 more lines of the file cannot be used either.");
    }

    @Test
    void aLineThatIsNoSampleIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("usage.csv"), "reporting_time,users\n2027-01-31T10:00:00Z,many\n");

        assertThatThrownBy(() -> new SampleFile(file).read())
                .hasMessageContaining("METER_SAMPLES_UNREAD " + file
                        + ":2: The samples cannot be used: line 2: 'many' is no number.");
    }

    @Test
    void aMetricThatStandsTwiceInTheHeadingIsAMistake() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"), "reporting_time,users,gb,users\n2027-01-31T10:00:00Z,8,1,800\n");

        assertThatThrownBy(() -> new SampleFile(file).read())
                .hasMessageContaining("line 1: the heading has 'users' twice");
    }

    @Test
    void aCellThatIsNoNumberIsShownInPart() throws IOException {
        Path file = Files.writeString(
                folder.resolve("usage.csv"), "reporting_time,users\n2027-01-31T10:00:00Z," + "9".repeat(3_000) + "\n");

        assertThatThrownBy(() -> new SampleFile(file).read())
                .hasMessageContaining("line 2: '" + "9".repeat(40) + "…' is no number");
    }

    @Test
    void whatHasNoEndIsNotRead() {
        for (String name : List.of("usage.csv", "usage.json")) {
            Path file = folder.resolve(name);
            assertThat(file.toFile().mkdir()).isTrue();
            ProductUsage usage =
                    new FileUsageProvider().open(Map.of("path", file.toString()), Map.of(), InstantSource.system());

            assertThatThrownBy(usage::readAll)
                    .hasMessageContaining("METER_SAMPLES_UNREAD " + file)
                    .hasMessageContaining("it is no file");
        }
    }
}
