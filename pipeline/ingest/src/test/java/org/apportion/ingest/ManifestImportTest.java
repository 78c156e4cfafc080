package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider's manifest says about a delivery counts: its files, its age, whether it is whole. */
class ManifestImportTest {
    private static final String PART_1 = new FocusBill().row(0, "vm-1", "1").toString();
    private static final String PART_2 = new FocusBill().row(1, "vm-2", "2").toString();
    private static final String PART_2_RESTATED =
            new FocusBill().row(1, "vm-2", "2.5").toString();

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
    void ofTwoAssembliesTheOneWithTheLaterManifestCounts() {
        assembly("aaa", 1_000, PART_1, PART_2);
        run();
        assembly("000", 2_000, PART_1, PART_2_RESTATED);

        ImportReport report = run();

        assertThat(report.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
        assertThat(here.costs("BilledCost")).hasSize(2).anyMatch(cost -> cost.startsWith("2.5"));
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void aDeliveryThatShrinksReplacesTheLargerOneWholeAndTellsIt() {
        assembly("aaa", 1_000, PART_1, PART_2);
        run();
        assembly("bbb", 2_000, PART_1);

        ImportReport report = run();

        assertThat(report.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
        assertThat(report.slices().get(0).changes())
                .anySatisfy(change -> assertThat(change.recordsAfter()).isLessThan(change.recordsBefore()));
        assertThat(here.costs("BilledCost")).hasSize(1);
    }

    /** The manifest as the fetch of cost details writes it. */
    @Test
    void fetchedCostDetailsCountAsAWholeByTheTimeTheyWereAskedFor() {
        costDetails("20261104T060000Z", "2026-11-04T06:00:00Z", PART_1, PART_2);
        run();
        costDetails("20261105T060000Z", "2026-11-05T06:00:00Z", PART_1, PART_2_RESTATED);

        assertThat(run().slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);

        assertThat(here.costs("BilledCost")).hasSize(2).anyMatch(cost -> cost.startsWith("2.5"));
    }

    private void costDetails(String time, String submitted, String... parts) {
        StringBuilder blobs = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            String name = "actual-202610-000" + i + ".csv";
            here.bill("actual/202610/" + time + "/" + name, parts[i]);
            blobs.append(i == 0 ? "" : ",")
                    .append("{\"blobName\":\"" + name + "\",\"byteCount\":" + parts[i].length() + "}");
        }
        here.bill(
                "actual/202610/" + time + "/manifest.json",
                "{\"exportConfig\":{\"exportName\":\"cost-details\",\"resourceId\":\"cost-details://subscriptions/1\","
                        + "\"type\":\"ActualCost\"},\"runInfo\":{\"submittedTime\":\"" + submitted + "\","
                        + "\"startDate\":\"2026-10-01T00:00:00Z\",\"endDate\":\"2026-10-31T00:00:00Z\"},\"blobs\":["
                        + blobs + "]}");
    }

    @Test
    void anOlderManifestThanTheImportedOneNeverReplaces() {
        assembly("new", 2_000, PART_1, PART_2_RESTATED);
        run();
        here.bill("cur/oct/new/cur-Manifest.json", amazon("new", "x"), 500);
        assembly("old", 1_000, PART_1, PART_2);

        ImportReport report = run();

        assertThat(report.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.OLDER);
        assertThat(here.costs("BilledCost")).anyMatch(cost -> cost.startsWith("2.5"));
    }

    /** Manifests of cost and usage reports say no time; a copy from a backup has that of the copy. */
    @Test
    void anAssemblyThatWasReplacedDoesNotComeBackAsACopy() {
        assembly("aaa", 1_000, PART_1, PART_2);
        run();
        assembly("bbb", 2_000, PART_1, PART_2_RESTATED);
        run();
        here.bill("cur/oct/cur-Manifest.json", amazon("aaa", "cur-00001.csv", "cur-00002.csv"), 3_000);

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_ORDER_UNKNOWN ")
                .hasMessageContaining("imported before and replaced", "--as-newer");

        assertThat(here.costs("BilledCost")).anyMatch(cost -> cost.startsWith("2.5"));
        assembly("ddd", 4_000, PART_1);
        assertThat(run().slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
    }

    @Test
    void aRunOfADayToComeIsRefused() {
        azure("run1", "2026-11-02T06:00:00Z", PART_1, PART_1.length());
        run();
        azure("run2", "2099-11-03T06:00:00Z", PART_2, PART_2.length());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_ORDER_UNKNOWN ")
                .hasMessageContaining("made at 2099-11-03T06:00:00Z, which is yet to come");

        assertThat(here.costs("ResourceId")).containsExactly("vm-1");
    }

    @Test
    void aMissingPartStopsTheWholeImport() {
        here.bill("cur/oct/a/cur-00001.csv", PART_1);
        here.bill("cur/oct/cur-Manifest.json", amazon("a", "cur-00001.csv", "cur-00002.csv"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith(
                        "IMPORT_DELIVERY_INCOMPLETE " + here.bills().resolve("cur/oct/cur-Manifest.json"))
                .hasMessageContaining("Of the 2 files of this delivery 1 are not here as the manifest says:"
                        + " exports/cur/oct/a/cur-00002.csv is absent. Nothing of the source was imported.");
        assertThat(here.costs("x_Row")).isEmpty();

        here.bill("cur/oct/a/cur-00002.csv", PART_2);
        assertThat(run().slices()).extracting(SliceReport::verdict).containsExactly(Verdict.NEW);
    }

    @Test
    void filesWithoutTheirManifestYetAreLeftOutAndTold() {
        assembly("aaa", 1_000, PART_1, PART_2);
        here.bill("cur/oct/bbb/cur-00001.csv", PART_2_RESTATED);

        ImportReport report = run();

        assertThat(here.costs("x_Row")).hasSize(2);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("1 file left out, such as " + here.bills().resolve("cur/oct/bbb/cur-00001.csv"));
    }

    @Test
    void theOptionIgnoreGoesByTheFilesAlone() {
        here.bill("cur/oct/a/cur-00001.csv", PART_1);
        here.bill("cur/oct/cur-Manifest.json", amazon("a", "gone.csv"));

        here.run(source(Map.of("manifests", "ignore")));

        assertThat(here.costs("x_Row")).hasSize(1);
        assertThatThrownBy(() -> here.run(source(Map.of("manifests", "maybe"))))
                .hasMessageContaining("IMPORT_SOURCE_INVALID", "Write obey or ignore.");
    }

    @Test
    void dataExportsNameTheirFilesWithTheBucket() {
        here.bill("data/BILLING_PERIOD=2026-10/2026-11-02T00:00:00.000Z-77/focus-00001.csv", PART_1);
        here.bill("metadata/BILLING_PERIOD=2026-10/focus-Manifest.json", """
                {"exportName": "focus", "billingPeriod": {"start": "2026-10-01T00:00:00.000Z"}, "dataFiles": [
                  "s3://bucket/pre/focus/data/BILLING_PERIOD=2026-10/2026-11-02T00:00:00.000Z-77/focus-00001.csv"]}
                """);

        assertThat(run().slices()).extracting(SliceReport::verdict).containsExactly(Verdict.NEW);
    }

    @Test
    void anAzureRunCountsByTheTimeItWasSubmittedAndItsLengths() {
        azure("run2", "2026-11-03T06:00:00.1234567Z", PART_2_RESTATED, PART_2_RESTATED.length());
        azure("run1", "2026-11-02T06:00:00.1234567Z", PART_1, PART_1.length());

        run();
        assertThat(here.costs("ResourceId")).containsExactly("vm-2");

        azure("run3", "2026-11-04T06:00:00.1234567Z", PART_1, PART_1.length() + 1);
        assertThatThrownBy(this::run).hasMessageContaining("part_0_0001.csv has " + PART_1.length() + " of ");
    }

    @Test
    void aManifestThatIsCutOffIsToldAndOtherJsonIsPassedOver() {
        here.bill("a.csv", PART_1);
        here.bill("own-manifest.json", "{\"files\": []}");
        assertThat(run().slices()).hasSize(1);

        here.bill("cur-Manifest.json", "{\"reportKeys\": [\"a\"");
        assertThatThrownBy(this::run).hasMessageStartingWith("IMPORT_MANIFEST_UNREADABLE ");
        here.bill("cur-Manifest.json", "{\"reportKeys\": [\"../../a.csv\"]}");
        assertThatThrownBy(this::run).hasMessageContaining("It names a file by a path with dots.");
    }

    private void assembly(String id, long written, String... parts) {
        List<String> names = new java.util.ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            names.add("cur-0000" + (i + 1) + ".csv");
            here.bill("cur/oct/" + id + "/" + names.get(i), parts[i]);
        }
        here.bill("cur/oct/" + id + "/cur-Manifest.json", amazon(id, names.toArray(String[]::new)), written);
    }

    private static String amazon(String assembly, String... parts) {
        StringBuilder keys = new StringBuilder();
        for (String part : parts) {
            keys.append(keys.isEmpty() ? "" : ", ").append("\"exports/cur/oct/" + assembly + "/" + part + "\"");
        }
        return "{\n  \"assemblyId\":\"" + assembly + "\",\n  \"account\":\"000123456789\",\n  \"reportName\":\"cur\",\n"
                + "  \"billingPeriod\":{\"start\":\"20261001T000000.000Z\",\"end\":\"20261101T000000.000Z\"},\n"
                + "  \"reportKeys\":[" + keys + "]\n}\n";
    }

    private void azure(String run, String submitted, String part, int bytes) {
        String folder = "actual/20261001-20261031/" + run;
        here.bill(folder + "/part_0_0001.csv", part);
        here.bill(folder + "/manifest.json", """
                {"manifestVersion": "2024-04-01", "byteCount": %d, "blobCount": 1, "dataRowCount": 1,
                 "exportConfig": {"exportName": "actual", "resourceId": "/subscriptions/1", "type": "ActualCost"},
                 "runInfo": {"runId": "%s", "submittedTime": "%s", "startDate": "2026-10-01T00:00:00"},
                 "blobs": [{"blobName": "root/%s/part_0_0001.csv", "byteCount": %d, "dataRowCount": 1}]}
                """.formatted(bytes, run, submitted, folder, bytes));
    }

    private ImportReport run() {
        return here.run(source(Map.of()));
    }

    private SourceDefinition source(Map<String, String> options) {
        return new SourceDefinition(
                "bills",
                Kind.COST,
                List.of(here.bills().toString()),
                "focus",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                options,
                List.of(),
                "apportion.yaml:1:1");
    }
}
