package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.apportion.model.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryImportTest {
    private static final String FIRST =
            new FocusBill().row(0, "vm-1", "1").row(1, "vm-2", "2").toString();
    private static final String RESTATED =
            new FocusBill().row(0, "vm-1", "1.5").row(1, "vm-2", "2").toString();

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
    void theSameContentUnderAnotherNameChangesNothing() {
        here.bill("a/oct.csv", FIRST);
        here.bill("b/copy.csv", FIRST, 5_000);
        here.run(Installation.focus(here.bills().resolve("a")));
        List<String> before = here.wholeLake(Tables.COST_RECORD);

        ImportReport again = here.run(Installation.focus(here.bills().resolve("b")));

        assertThat(again.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.UNCHANGED);
        assertThat(here.wholeLake(Tables.COST_RECORD)).isEqualTo(before);
    }

    @Test
    void theSameContentTwiceInOneFolderCountsOnce() {
        here.bill("oct.csv", FIRST);
        here.bill("oct (1).csv", FIRST);

        ImportReport report = here.run(Installation.focus(here.bills()));

        assertThat(here.costs("x_Row")).hasSize(2);
        assertThat(report.notes()).anyMatch(note -> note.contains("has the same content as"));
    }

    @Test
    void aFileOverwrittenLaterReplacesItsSliceAndTellsWhatChanged() {
        here.bill("oct.csv", FIRST, 1_000);
        here.run(Installation.focus(here.bills()));
        here.bill("oct.csv", RESTATED, 2_000);

        ImportReport report = here.run(Installation.focus(here.bills()));

        assertThat(report.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
        assertThat(report.slices().get(0).changes())
                .containsExactly(
                        new Change("000123456789", "Compute", "EUR", 2, 2, new BigDecimal("3"), new BigDecimal("3.5")));
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("1.5", "2.0");
    }

    @Test
    void theReplacedContentUnderAnotherNameIsOlder() {
        here.bill("oct.csv", FIRST, 1_000);
        here.run(Installation.focus(here.bills()));
        here.bill("oct.csv", RESTATED, 2_000);
        here.run(Installation.focus(here.bills()));
        here.bill("old/oct.csv", FIRST, 9_000);

        ImportReport report = here.run(Installation.focus(here.bills().resolve("old")));

        assertThat(report.slices()).extracting(SliceReport::verdict).containsExactly(Verdict.OLDER);
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("1.5", "2.0");
    }

    @Test
    void theNewestVersionWinsInAnyOrderOfImport() {
        here.bill("oct_v9.csv", FIRST);
        here.bill("late/oct_v10.csv", RESTATED);
        SourceDefinition nine = versioned(here.bills().resolve("*.csv"));
        SourceDefinition ten = versioned(here.bills().resolve("late"));

        assertThat(here.run(ten).slices()).extracting(SliceReport::verdict).containsExactly(Verdict.NEW);
        assertThat(here.run(nine).slices()).extracting(SliceReport::verdict).containsExactly(Verdict.OLDER);
        assertThat(here.run(versioned(here.bills())).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.OLDER, Verdict.UNCHANGED);
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("1.5", "2.0");
    }

    @Test
    void aDifferentDeliveryThatNothingOrdersStopsUntilItIsDeclaredNewer() {
        here.bill("a/oct.csv", FIRST);
        here.bill("b/bill.csv", RESTATED, 5_000);
        here.run(Installation.focus(here.bills().resolve("a")));
        SourceDefinition other = Installation.focus(here.bills().resolve("b"));

        assertThatThrownBy(() -> here.run(other)).hasMessageStartingWith("IMPORT_ORDER_UNKNOWN focus 2026-10 all");
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("1.0", "2.0");

        assertThat(here.run(other, ImportRequest.ALL.replacing()).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED);
        assertThat(here.costs("BilledCost::DECIMAL(9,1)")).containsExactly("1.5", "2.0");
    }

    @Test
    void aNewMonthInTheFolderLeavesTheOtherMonthsAlone() {
        here.bill(
                "sep.csv",
                new FocusBill().row("2026-09", 0, "1", "EUR", "vm-1", "1").toString());
        here.run(Installation.focus(here.bills()));
        here.bill("oct.csv", FIRST);

        assertThat(here.run(Installation.focus(here.bills())).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.UNCHANGED, Verdict.NEW);
    }

    @Test
    void eachFileIsReplacedByItselfWhereTheSourceSlicesByFile() {
        SourceDefinition source = Installation.source("focus", here.bills().toString(), Slicing.FILE, null);
        here.bill("a.csv", FIRST, 1_000);
        here.bill("b.csv", new FocusBill().row(5, "vm-9", "7").toString(), 1_000);
        here.run(source);
        here.bill("a.csv", RESTATED, 2_000);

        assertThat(here.run(source).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED, Verdict.UNCHANGED);
        assertThat(here.costs("concat_ws(' ', x_Slice, BilledCost::DECIMAL(9,1))"))
                .containsExactly("a.csv 1.5", "a.csv 2.0", "b.csv 7.0");
    }

    @Test
    void aFileRenamedIntoAnotherSliceIsADuplicate() {
        SourceDefinition source = Installation.source("focus", here.bills().toString(), Slicing.FILE, null);
        Path first = here.bill("a.csv", FIRST);
        here.run(source);
        assertThat(first.toFile().renameTo(here.bills().resolve("renamed.csv").toFile()))
                .isTrue();

        assertThat(here.run(source).slices()).extracting(SliceReport::verdict).containsExactly(Verdict.DUPLICATE);
        assertThat(here.costs("x_Row")).hasSize(2);
    }

    @Test
    void twoSlicesOfOneContentCountOnceUntilOneOfThemChanges() {
        SourceDefinition source = Installation.source("focus", here.bills().toString(), Slicing.FILE, null);
        here.bill("a.csv", FIRST, 1_000);
        here.bill("b.csv", FIRST, 1_000);
        assertThat(here.run(source).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.NEW, Verdict.DUPLICATE);
        assertThat(here.costs("x_Row")).hasSize(2);

        here.bill("a.csv", new FocusBill().row(5, "vm-9", "7").toString(), 2_000);
        assertThat(here.run(source).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED, Verdict.NEW);
        assertThat(here.costs("x_Slice")).containsExactly("a.csv", "b.csv", "b.csv");
    }

    @Test
    void anotherMappingVersionOrConstantReadsTheSameFileAnew() {
        here.bill("oct.csv", FIRST.replace("Compute", ""));
        SourceDefinition plain = Installation.focus(here.bills());
        here.run(plain);
        SourceDefinition withConstant = new SourceDefinition(
                plain.id(),
                plain.kind(),
                plain.paths(),
                plain.mapping(),
                plain.inlineMapping(),
                plain.slicing(),
                plain.versionPattern(),
                java.util.Map.of("InvoiceId", "I-1"),
                plain.options(),
                plain.listedCosts(),
                plain.place());

        assertThat(here.run(withConstant).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED);
        assertThat(here.costs("InvoiceId")).containsExactly("I-1", "I-1");
    }

    @Test
    void aFailureWhileWritingLeavesTheOldSlice() {
        here.bill("oct.csv", FIRST, 1_000);
        here.run(Installation.focus(here.bills()));
        List<String> before = here.wholeLake(Tables.COST_RECORD);
        // The month's second file overlaps, which is found only after both were written.
        here.bill("oct.csv", RESTATED, 2_000);
        here.bill(
                "part.csv",
                new FocusBill()
                        .row(0, "vm-1", "1.5")
                        .row(1, "vm-2", "2")
                        .row(3, "x", "1")
                        .toString(),
                2_000);

        assertThatThrownBy(() -> here.run(Installation.focus(here.bills())))
                .hasMessageStartingWith("IMPORT_FILES_OVERLAP");

        assertThat(here.wholeLake(Tables.COST_RECORD)).isEqualTo(before);
        assertThat(here.run(Installation.focus(here.bills().resolve("oct.csv"))).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED);
    }

    private static SourceDefinition versioned(Path path) {
        return Installation.source("focus", path.toString(), Slicing.FILE_SET, "_(?<version>v\\d+)\\.csv$");
    }

    @Test
    void aChangedMappingFileOrTableOfItReadsTheSameBillAgain() throws IOException {
        here.bill("oct.csv", "Kunde,Leistung,Datum,Betrag\n1,7,2026-10-01,5.00\n");
        Path mapping = root.resolve("mine.yaml");
        Path table = Files.writeString(root.resolve("names.csv"), "nr,name\n7,Disk\n");
        String text = """
                mapping: mine
                extends: generic
                detect: {headings: [Kunde, Leistung]}
                dates: [yyyy-MM-dd]
                fields: {cost: [Betrag], start: [Datum]}
                columns:
                  SubAccountId: Kunde
                  BillingCurrency: {value: EUR}
                  ServiceName: {lookup: names, by: Leistung, take: name}
                """;
        Files.writeString(mapping, text);
        SourceDefinition source = Installation.mapped("mine", here.bills(), mapping);
        here.run(source);
        assertThat(here.run(source).changed()).isFalse();

        Files.writeString(table, "nr,name\n7,Disc\n");
        assertThat(here.run(source).slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
        assertThat(here.costs("ServiceName")).containsExactly("Disc");

        Files.writeString(mapping, text.replace("SubAccountId", "BillingAccountId"));
        assertThat(here.run(source).slices()).extracting(SliceReport::verdict).containsExactly(Verdict.REPLACED);
        assertThat(here.costs("BillingAccountId")).containsExactly("1");
    }
}
