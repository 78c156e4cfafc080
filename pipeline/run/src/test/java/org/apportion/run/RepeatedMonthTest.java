package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.ledger.Run;
import org.apportion.ledger.RunState;
import org.apportion.model.BillingMonth;
import org.apportion.model.table.TableSchema;
import org.apportion.model.table.Tables;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doing it again, with the same bill, with another one, and with what cannot be done at all. */
class RepeatedMonthTest {
    @TempDir
    Path folder;

    @AfterEach
    void heal() {
        FaultyEngine.heal();
    }

    @Test
    void theSameAgainChangesNoRowAndNoByte() {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        Map<String, List<String>> lake = lake(company);
        Map<String, String> files = published(company);
        try (Workspace workspace = company.open()) {
            assertThat(SmallCompany.imports(workspace)).noneMatch(ImportResult::changed);

            MonthResult again = SmallCompany.run(workspace);

            assertThat(again.runId()).isEqualTo("2026-10-2");
        }
        assertThat(lake(company)).isEqualTo(lake);
        assertThat(published(company)).isEqualTo(files);
        assertThat(company.text("out/2026-10/charges.csv.manifest.json")).contains("\"run\": \"2026-10-2\"");
    }

    @Test
    void aRestatedBillReplacesTheOldOneAndTellsWhatChanged() {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        company.write("bills/october.csv", SmallCompany.bill("12.00"), 2_000);
        try (Workspace workspace = company.open()) {
            ImportResult.Slice slice =
                    SmallCompany.imports(workspace).get(0).slices().get(0);

            assertThat(slice.outcome()).isEqualTo("replaced");
            assertThat(slice.changes())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("Kafka")
                    .contains("16", "18", "EUR");
            SmallCompany.run(workspace);
            assertThat(SmallCompany.charges(workspace))
                    .contains("2026-10-01 principal:alice 9 EUR", "2026-10-01 principal:bob 3 EUR")
                    .hasSize(11);
        }
        assertThat(company.text("out/2026-10/summary.csv")).contains("Shop,shop,100,,,Kafka,usage,EUR,15");
    }

    @Test
    void anOlderBillNeverReplacesANewerOne() {
        SmallCompany company = SmallCompany.in(folder);
        company.configure("mapping: focus", "mapping: focus\n    version-pattern: october-(?<version>\\d+)");
        company.remove("bills/october.csv");
        company.write("bills/october-2.csv", SmallCompany.bill("12.00"), 1_000);
        company.importAndRun();
        company.remove("bills/october-2.csv");
        company.write("bills/october-1.csv", SmallCompany.bill("8.00"), 2_000);
        try (Workspace workspace = company.open()) {
            ImportResult.Slice slice =
                    SmallCompany.imports(workspace).get(0).slices().get(0);

            assertThat(slice.outcome()).isEqualTo("older");
            assertThat(slice.changed()).isFalse();
            SmallCompany.run(workspace);
            assertThat(SmallCompany.charges(workspace)).contains("2026-10-01 principal:alice 9 EUR");
        }
    }

    @Test
    void rejectedRowsAreListedAndTheRestIsCharged() throws IOException {
        SmallCompany company = SmallCompany.in(folder);
        String good = SmallCompany.bill(SmallCompany.KAFKA_1ST);
        String bad = SmallCompany.row("EUR", "2026-10-01T00", "2026-10-01T01", "Usage", "Kafka", "events", "ten", "");
        company.write("bills/october.csv", good + bad, 1_000);
        try (Workspace workspace = company.open()) {
            ImportResult bills = SmallCompany.imports(workspace).get(0);

            assertThat(bills.rejected()).isEqualTo(1);
            assertThat(Files.readString(bills.rejects().get(0))).contains(",7,BilledCost,");
            assertThat(SmallCompany.run(workspace).counts().records()).isEqualTo(6);
        }
    }

    @Test
    void aMonthWithoutRecordsSaysSoAndLeavesNoRun() {
        SmallCompany company = SmallCompany.in(folder);
        try (Workspace workspace = company.open()) {
            MonthRun run = new MonthRun(workspace, SmallCompany.settings(false), Progress.NONE);

            assertThatThrownBy(() -> run.run(BillingMonth.of(2026, 9)))
                    .hasMessageStartingWith("RUN_NO_RECORDS 2026-09:");
            assertThat(runs(workspace)).isEmpty();
        }
        assertThat(company.file("out")).doesNotExist();
    }

    @Test
    void aDryRunCalculatesAndKeepsNothing() {
        SmallCompany company = SmallCompany.in(folder);
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            List<Path> before = files(company.file("data/lake"));

            MonthResult result =
                    new MonthRun(workspace, SmallCompany.settings(true), Progress.NONE).run(SmallCompany.OCTOBER);

            assertThat(result.committed()).isFalse();
            assertThat(result.counts().charges()).isEqualTo(11);
            assertThat(files(company.file("data/lake"))).isEqualTo(before);
            assertThat(runs(workspace)).isEmpty();
            assertThat(SmallCompany.rows(workspace, Tables.CHARGE)).isEmpty();
        }
        assertThat(company.file("out")).doesNotExist();
    }

    @Test
    void aFailedProofPublishesNothingAndNamesTheDifference() {
        SmallCompany company = SmallCompany.in(folder);
        company.importAndRun();
        Map<String, List<String>> lake = lake(company);
        Map<String, String> files = published(company);
        company.write("bills/october.csv", SmallCompany.bill("12.00"), 2_000);
        FaultyEngine.written = (file, select) -> file.contains("/lake/charge/")
                ? "SELECT * FROM (" + select + ") WHERE consumer <> 'alice' ORDER BY ALL"
                : select;
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);

            assertThatThrownBy(() -> SmallCompany.run(workspace))
                    .hasMessageStartingWith("RUN_PROOF_FAILED 2026-10: ")
                    .hasMessageContaining("2 differences")
                    .hasMessageContaining("18 billed, 9 charged");

            Run failed = runs(workspace).get(0);
            assertThat(failed.state()).isEqualTo(RunState.FAILED);
            assertThat(failed.errorCode()).isEqualTo("RUN_PROOF_FAILED");
            assertThat(failed.result().proofs()).anyMatch(proof -> !proof.passed());
        }
        assertThat(lake(company)).isEqualTo(lake);
        assertThat(published(company)).isEqualTo(files);
    }

    @Test
    void aMistakeNobodyForesawEndsTheRunAndIsRecorded() {
        SmallCompany company = SmallCompany.in(folder);
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);
            FaultyEngine.beforeWrite = () -> {
                throw new UnsupportedOperationException("row of Alice");
            };

            assertThatThrownBy(() -> SmallCompany.run(workspace)).isInstanceOf(UnsupportedOperationException.class);

            Run run = workspace
                    .ledger()
                    .read(transaction -> transaction.runs().latest(1))
                    .get(0);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.errorCode()).isEqualTo("RUN_FAILED");
            assertThat(run.message()).contains("UnsupportedOperationException").doesNotContain("Alice");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAndTheRunCounts() throws IOException {
        SmallCompany company = SmallCompany.in(folder);
        Files.createDirectories(company.file("out/2026-10/summary.csv/in-the-way"));
        try (Workspace workspace = company.open()) {
            SmallCompany.imports(workspace);

            assertThatThrownBy(() -> SmallCompany.run(workspace)).hasMessageStartingWith("PUBLISH_NOT_WRITABLE ");

            assertThat(runs(workspace)).extracting(Run::state).containsExactly(RunState.COMMITTED);
        }
        Files.delete(company.file("out/2026-10/summary.csv/in-the-way"));
        Files.delete(company.file("out/2026-10/summary.csv"));
        assertThat(company.importAndRun().outputs()).hasSize(4);
    }

    @Test
    void theSecondProcessIsToldWhoHoldsTheLake() {
        SmallCompany company = SmallCompany.in(folder);
        try (Workspace first = company.open();
                Workspace second = company.open()) {
            SmallCompany.imports(first);
            try (var writer = first.lake().write(Duration.ZERO)) {
                assertThat(writer).isNotNull();
                MonthRun impatient =
                        new MonthRun(second, new MonthRun.RunSettings("test", Duration.ZERO, false), Progress.NONE);
                assertThatThrownBy(() -> impatient.run(SmallCompany.OCTOBER))
                        .hasMessageStartingWith("LEDGER_BUSY lake: ")
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid());
            }
            assertThat(SmallCompany.run(second).committed()).isTrue();
        }
    }

    private static List<Run> runs(Workspace workspace) {
        return workspace.ledger().read(tx -> tx.runs().latest(10));
    }

    static Map<String, List<String>> lake(SmallCompany company) {
        try (Workspace workspace = company.open()) {
            return lake(workspace);
        }
    }

    /** All rows that runs write, by table. */
    static Map<String, List<String>> lake(Workspace workspace) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (TableSchema table : List.of(
                Tables.RECORD_GROUP, Tables.CHARGE, Tables.CHARGE_HOUR, Tables.RESOLVED_TAG, Tables.PRICE_LINE)) {
            rows.put(table.name(), SmallCompany.rows(workspace, table));
        }
        return rows;
    }

    /** Each published file with its bytes; of a manifest all but the run. */
    static Map<String, String> published(SmallCompany company) {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files(company.file("out"))) {
            try {
                String bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                contents.put(
                        file.getFileName().toString(),
                        bytes.replaceAll("\"run\": \"2026-10-\\d+\"", "\"run\": \"...\""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return contents;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
