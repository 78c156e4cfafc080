package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.PortableHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostImportTest {
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
    void aBillBecomesCostRecordsWithExactSums() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-1", "0.1234567890123456")
                        .row(1, "vm-2", "-0.1")
                        .toString());

        ImportReport report = run();

        assertThat(report.slices()).hasSize(1);
        assertThat(report.slices().get(0).verdict()).isEqualTo(Verdict.NEW);
        // 0.1234567890123456 - 0.1 = 0.0234567890123456
        BigDecimal sum = new BigDecimal("0.0234567890123456");
        assertThat(report.slices().get(0).sums())
                .containsExactly(new Contribution(Installation.october(), "EUR", 2, sum, sum));
        assertThat(here.costs("BilledCost")).containsExactly("-0.100000000000000000", "0.123456789012345600");
    }

    @Test
    void whatCountsInsteadOfAColumnThatFocusDemandsIsToldOncePerSource() {
        for (String day : List.of("1", "2", "3")) {
            here.bill(
                    "oct-" + day + ".csv",
                    new FocusBill()
                            .row(0, "vm-" + day, "1")
                            .toString()
                            .replace("ChargeCategory", "ChargeCatgory")
                            .replace("EffectiveCost", "Effective"));
        }

        ImportReport report = run();

        assertThat(report.notes())
                .map(note -> note.replace(here.bills() + "/", ""))
                .containsExactly(
                        "oct-1.csv (and 2 more files) has no column EffectiveCost, which FOCUS demands: BilledCost counts as"
                                + " its effective cost, so what is paid in advance is charged in the month of its purchase",
                        "oct-1.csv (and 2 more files) has no column ChargeCategory, which FOCUS demands: each of its rows"
                                + " counts as Usage, so no rule finds a tax, a credit or a purchase in it");
        assertThat(here.costs("EffectiveCost = 1 AND ChargeCategory = 'Usage'")).containsOnly("true");
    }

    @Test
    void aConstantOfTheSourceIsNoMissingColumn() {
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "1").toString().replace("ChargeCategory", "Kind"));

        ImportReport report = here.run(Installation.focus(here.bills(), Map.of("ChargeCategory", "Purchase")));

        assertThat(report.notes()).isEmpty();
        assertThat(here.costs("ChargeCategory")).containsExactly("Purchase");
    }

    /** U+001F separates the cells of a row while they are imported. */
    @Test
    void aControlCharacterInACellIsKept() {
        String row = new FocusBill().row(0, "vm-1", "1.5").toString().replace("Compute", "Com\u001Fpute");
        here.bill("oct.csv", new FocusBill().row(1, "vm-0", "1").toString() + row.split("\n")[1] + "\n");

        run();

        assertThat(here.costs("ServiceName || ' ' || BilledCost || ' ' || x_Row"))
                .containsExactlyInAnyOrder("Compute 1.000000000000000000 1", "Com\u001Fpute 1.500000000000000000 2");
    }

    @Test
    void derivedColumnsFollowFromTheRow() {
        Path file = here.bill(
                "oct.csv",
                new FocusBill().row(0, "vm-1", "-0.000000000000000001").toString());
        ImportReport report = run();
        String fileId = report.files().get(0).fileId();

        // -1e-18 is -1 unit of 1e-12 and a rest of 999,999e-18.
        assertThat(here.costs("concat_ws(' ', x_BilledUnits, x_BilledRest, x_Row, x_BillingMonth, x_Slice)"))
                .containsExactly("-1 999999 1 2026-10 all");
        assertThat(here.costs("x_SourceColumns['Extra']")).containsExactly("x0");
        assertThat(here.costs("SubAccountId")).containsExactly("000123456789");
        assertThat(here.costs("x_RecordId")).containsExactly("" + PortableHash.of(fileId, "1", "0"));
        // Tags {team=pay}, no resource group, the two accounts.
        assertThat(here.costs("x_TagContext"))
                .containsExactly("" + PortableHash.of("4:team3:pay", null, "000123456789", "bill"));
        assertThat(file).exists();
    }

    @Test
    void aCostBeyondTheUnitRangeHasNoUnits() {
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "10000000").toString());
        run();

        assertThat(here.costs("coalesce(x_BilledUnits, -1)")).containsExactly("-1");
        assertThat(here.costs("BilledCost")).containsExactly("10000000.000000000000000000");
    }

    @Test
    void unreadableRowsAreListedAndTheOthersImported() throws IOException {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-1", "1")
                        .row(1, "vm-2", "a lot")
                        .raw("only,three,cells")
                        .row(2, "=cmd()", "2")
                        .row(3, "vm-4", "")
                        .toString());

        ImportReport report = run();

        assertThat(report.rejected()).isEqualTo(3);
        assertThat(here.costs("concat_ws(' ', x_Row, BilledCost::INT)")).containsExactly("1 1", "4 2");
        assertThat(Files.readAllLines(report.files().get(0).rejects().orElseThrow()))
                .hasSize(4)
                .anyMatch(line -> line.contains(",3,") && line.contains("ROW_MALFORMED"))
                .anyMatch(line -> line.contains(",2,BilledCost,"))
                .anyMatch(line -> line.contains(",5,BilledCost,"))
                .noneMatch(line -> line.contains("a lot"));
    }

    @Test
    void rejectsOfAKnownFileAreStillReported() {
        here.bill(
                "oct.csv",
                new FocusBill().row(0, "vm-1", "1").row(1, "vm-2", "x").toString());
        run();

        ImportReport again = run();

        assertThat(again.rejected()).isEqualTo(1);
        assertThat(again.changed()).isFalse();
        assertThat(again.files().get(0).readNow()).isFalse();
    }

    @Test
    void accountIdsDamagedByASpreadsheetAreRefused() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row("2026-10", 0, "7.51831E+11", "EUR", "vm-1", "1")
                        .toString());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_ACCOUNT_ID_DAMAGED ")
                .hasMessageContaining("7.51831E+11 (SubAccountId)");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void aMissingMandatoryColumnStopsWithTheNumberOfColumnsFound() {
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "1").toString().replace("BilledCost", "Price"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_COLUMN_MISSING ")
                .hasMessageContaining("(found 16 columns)")
                .hasMessageContaining("BilledCost");
    }

    @Test
    void currenciesAreKeptApart() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row("2026-10", 0, "1", "EUR", "vm-1", "1")
                        .row("2026-10", 1, "1", "USD", "vm-1", "2")
                        .row("2026-10", 2, "1", "EUR", "vm-1", "3")
                        .toString());

        assertThat(run().slices().get(0).sums())
                .extracting(Contribution::measure, sum -> sum.total().toPlainString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("EUR", "4"),
                        org.assertj.core.groups.Tuple.tuple("USD", "2"));
    }

    @Test
    void aFileOfTwoMonthsBecomesTwoSlicesAndAMonthCanBeChosen() {
        here.bill(
                "bills.csv",
                new FocusBill()
                        .row("2026-09", 0, "1", "EUR", "vm-1", "1")
                        .row("2026-10", 1, "1", "EUR", "vm-1", "2")
                        .toString());

        ImportReport october = here.run(Installation.focus(here.bills()), ImportRequest.of(Installation.october()));
        assertThat(october.slices())
                .extracting(slice -> slice.key().month().toString())
                .containsExactly("2026-10");
        assertThat(here.costs("x_BillingMonth")).containsExactly("2026-10");

        assertThat(run().slices()).extracting(SliceReport::verdict).containsExactly(Verdict.NEW, Verdict.UNCHANGED);
        assertThat(here.costs("x_BillingMonth")).containsExactly("2026-09", "2026-10");
    }

    @Test
    void gzipZipAndOtherEncodingsGiveTheSameRows() throws IOException {
        String one = new FocusBill().row(0, "vm-1", "1").toString();
        String two = new FocusBill().row(1, "größe", "2").toString().replace("\n", "\r\n");
        String three = new FocusBill().row(2, "vm-3", "3").toString();
        Files.createDirectories(here.bills());
        Files.write(here.bills().resolve("one.csv.gz"), gzip(one));
        Files.write(here.bills().resolve("two.csv"), two.getBytes(Charset.forName("windows-1252")));
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(here.bills().resolve("three.zip")))) {
            zip.putNextEntry(new ZipEntry("three.csv"));
            zip.write(three.getBytes(StandardCharsets.UTF_8));
        }

        ImportReport report = run();

        assertThat(here.costs("concat_ws(' ', ResourceId, BilledCost::INT)"))
                .containsExactly("größe 2", "vm-1 1", "vm-3 3");
        assertThat(report.notes()).anyMatch(note -> note.contains("windows-1252"));
    }

    @Test
    void aCutGzipIsRefusedAndNothingChanges() throws IOException {
        FocusBill bill = new FocusBill();
        for (int hour = 0; hour < 600; hour++) {
            bill.row(hour, "vm-" + hour * 7919 % 1009, hour * 31 % 97 + ".5");
        }
        byte[] whole = gzip(bill.toString());
        Files.createDirectories(here.bills());
        Files.write(here.bills().resolve("oct.csv.gz"), Arrays.copyOf(whole, whole.length - 50));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_FILE_DAMAGED ")
                .hasMessageContaining("oct.csv.gz");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void emptyFilesAndFilesWithoutRowsAreOnlyNoted() {
        here.bill("empty.csv", "");
        here.bill("heading.csv", FocusBill.HEADING + "\n");
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "1").toString());

        ImportReport report = run();

        assertThat(report.slices()).hasSize(1);
        assertThat(report.notes())
                .anyMatch(note -> note.endsWith("empty.csv is empty"))
                .anyMatch(note -> note.endsWith("heading.csv holds no readable rows"));
    }

    @Test
    void equalRowsOfOneDeliveryAreKeptAndReported() {
        String row =
                new FocusBill().row(0, "vm-1", "1").toString().lines().toList().get(1);
        here.bill(
                "oct.csv",
                new FocusBill().raw(row).raw(row).raw(row).row(1, "vm-2", "1").toString());

        ImportReport report = run();

        assertThat(here.costs("x_Row")).hasSize(4);
        assertThat(report.notes()).anyMatch(note -> note.contains("2 records equal to another one"));
    }

    @Test
    void filesWithMostlyTheSameRowsStopTheImport() {
        FocusBill early = new FocusBill().row(0, "vm-1", "1").row(1, "vm-1", "2");
        here.bill("to-10-02.csv", early.toString());
        here.bill("to-10-03.csv", early.row(2, "vm-1", "3").toString());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_FILES_OVERLAP focus 2026-10: Most rows of ")
                .hasMessageContaining("version pattern");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    private ImportReport run() {
        return here.run(Installation.focus(here.bills()));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
