package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.DeliveryLog;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeWriter;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files never count twice because their source was given another id. */
class RenamedSourceTest {
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
    void filesThatCountUnderAnIdThatIsNotConfiguredAreRefusedAndNothingIsWritten() {
        here.bill("oct.csv", row("2026-10", 0, "10"));
        here.run(named("cloud"));
        here.bill("more.csv", row("2026-10", 1, "5"));
        List<String> before = here.wholeLake(Tables.COST_RECORD);

        here.removeFromConfiguration("cloud");
        assertThatThrownBy(() -> here.run(named("clowd")))
                .hasMessageStartingWith(
                        "IMPORT_SOURCE_RENAMED clowd 2026-10: " + here.bills().resolve("oct.csv")
                                + " counts already as a file of source cloud, which is not in the configuration and holds 10 EUR"
                                + " of this month")
                .hasMessageContaining("apportion maintain forget --source cloud");

        assertThat(here.wholeLake(Tables.COST_RECORD)).isEqualTo(before);
        assertThat(here.ledger()
                        .<Integer>read(
                                tx -> new DeliveryLog(tx).history("clowd").size()))
                .isZero();
    }

    @Test
    void otherFilesOrAnotherMonthOrTwoConfiguredSourcesAreNotRefused() {
        here.bill("oct.csv", row("2026-10", 0, "10"));
        here.run(named("cloud"));
        assertThat(verdicts(here.run(named("second")))).containsExactly(Verdict.NEW);

        here.removeFromConfiguration("cloud");
        here.removeFromConfiguration("second");
        here.bill("oct.csv", row("2026-11", 0, "10"));
        assertThat(verdicts(here.run(named("third")))).containsExactly(Verdict.NEW);
    }

    /** A month-to-date export is overwritten each day, so that its bytes are others when the source has its new id. */
    @Test
    void aFileThatWasOverwrittenBetweenTheTwoIdsIsRefusedToo() {
        here.bill("oct.csv", row("2026-10", 0, "100"));
        here.run(named("cloud"));
        here.bill("oct.csv", row("2026-10", 0, "103"), 2_000);
        List<String> before = here.wholeLake(Tables.COST_RECORD);

        here.removeFromConfiguration("cloud");
        assertThatThrownBy(() -> here.run(named("aws")))
                .hasMessageStartingWith(
                        "IMPORT_SOURCE_RENAMED aws 2026-10: " + here.bills().resolve("oct.csv")
                                + " has the name of a file that counts already, with other content, as one of source cloud, which"
                                + " is not in the configuration and holds 100 EUR of this month")
                .hasMessageContaining("apportion maintain forget --source cloud")
                .hasMessageEndingWith("give this file another name.");

        assertThat(here.wholeLake(Tables.COST_RECORD)).isEqualTo(before);
        takeOut("cloud", true);
        assertThat(verdicts(here.run(named("aws")))).containsExactly(Verdict.NEW);
        assertThat(here.costs("BilledCost::DECIMAL(9,0)")).containsExactly("103");
    }

    @Test
    void aNameThatBothSourcesHaveSinceBothWereConfiguredIsNoObstacle() {
        here.bill("a/export.csv", row("2026-10", 0, "10"));
        here.bill("b/export.csv", row("2026-10", 1, "20"));
        here.run(named("first", "a"));
        here.run(named("second", "b"));

        here.removeFromConfiguration("first");
        here.bill("b/export.csv", row("2026-10", 1, "21"), 2_000);
        assertThat(verdicts(here.run(named("second", "b")))).containsExactly(Verdict.REPLACED);
        here.bill("b/export.csv", row("2026-11", 1, "5"), 3_000);
        here.bill("b/october.csv", row("2026-10", 1, "21"), 3_000);
        assertThat(verdicts(here.run(named("third", "b")))).containsOnly(Verdict.NEW);
    }

    /** A bill whose hours count as usage of their cost, too. */
    @Test
    void aFileThatCountsElsewhereAsUsageMayCountAsABill() {
        here.bill(
                "oct.csv",
                "hour,resource,consumer,metric,value,unit,BilledCost,BillingCurrency,ChargePeriodStart\n"
                        + "2026-10-01T00:00:00Z,vm-1,team,cost,10,EUR,10,EUR,2026-10-01T00:00:00Z\n");
        here.run(Installation.usage(here.bills(), Map.of(), Map.of()));
        here.removeFromConfiguration("usage");

        assertThat(verdicts(here.run(generic("bill")))).containsExactly(Verdict.NEW);
        assertThat(here.samples("value::DECIMAL(9,0)")).containsExactly("10");
        assertThat(here.costs("BilledCost::DECIMAL(9,0)")).containsExactly("10");

        here.removeFromConfiguration("bill");
        assertThatThrownBy(() -> here.run(generic("bills")))
                .hasMessageStartingWith("IMPORT_SOURCE_RENAMED bills 2026-10: ");
    }

    @Test
    void usageOfAnIdThatIsNotConfiguredIsRefusedToo() {
        here.bill("usage.csv", "hour,resource,consumer,metric,value,unit\n2026-10-01T00:00:00Z,c,a,cpu,2,h\n");
        SourceDefinition usage = Installation.usage(here.bills(), Map.of(), Map.of());
        here.run(usage);
        here.removeFromConfiguration("usage");

        assertThatThrownBy(() -> here.run(new SourceDefinition(
                        "metrics",
                        usage.kind(),
                        usage.paths(),
                        usage.mapping(),
                        usage.inlineMapping(),
                        usage.slicing(),
                        usage.versionPattern(),
                        usage.constants(),
                        usage.options(),
                        usage.listedCosts(),
                        usage.place())))
                .hasMessageStartingWith("IMPORT_SOURCE_RENAMED metrics 2026-10: ")
                .hasMessageContaining("holds 2 cpu of this month");
    }

    @Test
    void afterAWithdrawalTheSameFilesCountAgainAsOnceBefore() {
        here.bill("oct.csv", row("2026-10", 0, "10"));
        here.run(named("cloud"));
        List<String> before = here.wholeLake(Tables.COST_RECORD);
        takeOut("cloud", true);
        assertThat(here.wholeLake(Tables.COST_RECORD)).isEmpty();

        assertThat(verdicts(here.run(named("cloud")))).containsExactly(Verdict.NEW);

        assertThat(here.wholeLake(Tables.COST_RECORD)).isEqualTo(before);
        assertThat(verdicts(here.run(named("cloud")))).containsExactly(Verdict.UNCHANGED);
    }

    private void takeOut(String source, boolean withdrawn) {
        try (LakeWriter writer =
                here.lake().write(ImportSettings.below(here.data()).patience())) {
            LakeCommit commit = writer.replace(Content.COST.table(), List.of(Map.of("x_Source", source)), List.of());
            here.ledger().useTransaction(transaction -> {
                writer.name(transaction, List.of(commit), "forget");
                if (withdrawn) {
                    new DeliveryLog(transaction).withdraw(source, Optional.empty());
                }
            });
        }
    }

    private SourceDefinition named(String id) {
        return Installation.source(id, here.bills().toString(), Slicing.FILE_SET, null);
    }

    private SourceDefinition named(String id, String folder) {
        return Installation.source(id, here.bills().resolve(folder).toString(), Slicing.FILE_SET, null);
    }

    private SourceDefinition generic(String id) {
        return new SourceDefinition(
                id,
                Kind.COST,
                List.of(here.bills().toString()),
                "generic",
                Optional.empty(),
                Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                "apportion.yaml:1:1");
    }

    private static String row(String month, int hour, String cost) {
        return new FocusBill().row(month, hour, "1", "EUR", "vm-1", cost).toString();
    }

    private static List<Verdict> verdicts(ImportReport report) {
        return report.slices().stream().map(SliceReport::verdict).toList();
    }
}
