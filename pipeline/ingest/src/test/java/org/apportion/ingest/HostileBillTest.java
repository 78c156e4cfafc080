package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills that contradict themselves. */
class HostileBillTest {
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
    void aHeadingThatStandsTwiceIsRefusedWithBothPlacesEvenIfTheColumnsAgree() {
        String bill = new FocusBill().row(0, "vm-1", "1.5").toString();
        here.bill("oct.csv", withColumn(bill, "BilledCost", "1.5"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_HEADING_DOUBLED ")
                .hasMessageContaining("oct.csv: The heading BilledCost stands over more than one column: 11, 17.");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void headingsThatDifferInCaseOnlyAreOneHeading() {
        here.bill("oct.csv", withColumn(new FocusBill().row(0, "vm-1", "1.5").toString(), "billedcost", "9"));

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_HEADING_DOUBLED ")
                .hasMessageContaining("BilledCost stands over more than one column: 11, 17.");
    }

    @Test
    void aDoubledColumnThatNobodyReadsIsKeptUnderAnotherName() {
        here.bill("oct.csv", withColumn(new FocusBill().row(0, "vm-1", "1.5").toString(), "Extra", "y"));

        run();

        assertThat(here.costs("concat_ws(' ', x_SourceColumns['Extra'], x_SourceColumns['Extra_2'])"))
                .containsExactly("x0 y");
    }

    @Test
    void aDoubledHeadingOfAUsageFileIsRefused() {
        here.bill("usage.csv", "hour,resource,consumer,metric,value,unit,value\n2026-10-01T00:00:00Z,c,a,cpu,1,h,2\n");

        assertThatThrownBy(() -> here.run(Installation.usage(here.bills(), Map.of(), Map.of())))
                .hasMessageStartingWith("IMPORT_HEADING_DOUBLED ")
                .hasMessageContaining("The heading value stands over more than one column: 5, 7.");
    }

    @Test
    void aHeadingLineRepeatedInTheMiddleIsLeftOut() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-1", "1")
                        .raw(FocusBill.HEADING)
                        .row(1, "vm-2", "2")
                        .toString());

        ImportReport report = run();

        assertThat(report.rejected()).isZero();
        assertThat(here.costs("concat_ws(' ', x_Row, BilledCost::INT)")).containsExactly("1 1", "3 2");
    }

    @Test
    void aPeriodThatEndsBeforeItStartsIsRejectedAndAMomentIsKept() throws IOException {
        String row =
                new FocusBill().row(5, "vm-1", "1").toString().lines().toList().get(1);
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-0", "4")
                        .raw(row.replace("2026-10-01T06:00:00Z", "2026-10-01T04:00:00Z"))
                        .raw(row.replace("2026-10-01T06:00:00Z", "2026-10-01T05:00:00Z"))
                        .toString());

        ImportReport report = run();

        assertThat(report.rejected()).isEqualTo(1);
        assertThat(here.costs("x_Row")).containsExactly("1", "3");
        assertThat(Files.readAllLines(report.files().get(0).rejects().orElseThrow())
                        .get(1))
                .endsWith(",2,ChargePeriodEnd,ROW_PERIOD_REVERSED,ends before it starts");
    }

    @Test
    void aSumBeyondThirtyEightDigitsNamesColumnCurrencyAndSize() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-1", "99999999999999999999")
                        .row(1, "vm-2", "99999999999999999999")
                        .toString());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_SUM_TOO_LARGE ")
                .hasMessageContaining("oct.csv: The magnitudes of BilledCost in EUR add up to about 2.00E+20, but exact"
                        + " sums with 18 decimals end below 1E+20.");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void aSumJustBelowIsExact() {
        here.bill(
                "oct.csv",
                new FocusBill()
                        .row(0, "vm-1", "90000000000000000000")
                        .row(1, "vm-2", "9999999999999999999.999999999999999999")
                        .toString());

        // 90,000,000,000,000,000,000 + 9,999,999,999,999,999,999.999...: 38 digits, all nines.
        assertThat(run().slices().get(0).sums().get(0).total().toPlainString())
                .isEqualTo("99999999999999999999.999999999999999999");
    }

    @Test
    void largeUsageIsKeptExactly() {
        String most = "99999999999999999999";
        here.bill("usage.csv", "hour,resource,consumer,metric,value\n2026-10-01T00:00:00Z,c,a,cpu," + most + "\n");

        here.run(Installation.usage(here.bills(), Map.of(), Map.of()));

        assertThat(here.samples("value")).containsExactly(most + ".000000000");
    }

    @Test
    void linksThatLeadInACircleHideNoFile() throws IOException {
        here.bill("2026/oct.csv", new FocusBill().row(0, "vm-1", "1").toString());
        Files.createSymbolicLink(here.bills().resolve("2026/up"), here.bills());
        Files.createSymbolicLink(here.bills().resolve("self.csv"), here.bills().resolve("self.csv"));

        run();
        here.run(Installation.focus(here.bills().resolve("**.csv")));

        assertThat(here.costs("x_Row")).containsExactly("1");
    }

    @Test
    void aColumnNamedLikeTheEnginesOwnRowNumberHidesNoRow() {
        here.bill(
                "oct.csv",
                withColumn(
                        new FocusBill().row(0, "vm-1", "1").row(1, "vm-2", "2").toString(), "RowId", "42"));

        run();

        assertThat(here.costs("concat_ws(' ', x_Row, ResourceId, x_SourceColumns['RowId'])"))
                .containsExactly("1 vm-1 42", "2 vm-2 42");
    }

    @Test
    void eachRowHasItsOwnTagsHoweverOftenTheirTextRepeatsOrIsMissing() {
        String pay =
                new FocusBill().row(0, "vm-1", "1").toString().lines().toList().get(1);
        String tags = "\"{\"\"team\"\": \"\"pay\"\"}\"";
        here.bill(
                "oct.csv",
                new FocusBill()
                        .raw(pay)
                        .raw(pay.replace("vm-1", "vm-2").replace(tags, ""))
                        .raw(pay.replace("vm-1", "vm-3").replace("pay", "shop"))
                        .raw(pay.replace("vm-1", "vm-4"))
                        .raw(pay.replace("vm-1", "vm-5").replace(tags, "{}"))
                        .raw(pay.replace("vm-1", "vm-6").replace(tags, "\"{ \"\"team\"\":\"\"pay\"\" }\""))
                        .toString());

        run();

        assertThat(here.costs("ResourceId || ' ' || coalesce(Tags['team'], '-')"))
                .containsExactly("vm-1 pay", "vm-2 -", "vm-3 shop", "vm-4 pay", "vm-5 -", "vm-6 pay");
        // The same tags however written, and none however said: 3 contexts of one account.
        assertThat(here.costs("x_TagContext")).doesNotContain("null");
        assertThat(here.costs("x_TagContext").stream().distinct()).hasSize(3);
    }

    @Test
    void badDatesAreRejectedWithColumnAndReasonAndAByteOrderMarkIsNoPartOfTheHeading() throws IOException {
        String row =
                new FocusBill().row(5, "vm-1", "1").toString().lines().toList().get(1);
        here.bill(
                "oct.csv",
                "\uFEFF"
                        + new FocusBill()
                                .raw(row)
                                .raw(row.replace("2026-10-01T05:00:00Z", "2026-13-45"))
                                .raw(row.replace("2026-10-01T06:00:00Z", "soon")));

        ImportReport report = run();

        assertThat(here.costs("x_Row")).containsExactly("1");
        assertThat(Files.readAllLines(report.files().get(0).rejects().orElseThrow()))
                .hasSize(3)
                .anyMatch(line -> line.contains(",2,ChargePeriodStart,ROW_TIME_UNREADABLE,"))
                .anyMatch(line -> line.contains(",3,ChargePeriodEnd,ROW_TIME_UNREADABLE,"));
    }

    /** Each is a way of mixing line ends that programs, or people with an editor, bring about. */
    @ParameterizedTest
    @ValueSource(strings = {"last row", "heading", "every second row", "doubled", "empty last row", "carriage return"})
    void rowsThatEndInDifferentWaysAreReadAsIfTheyEndedInOne(String way) {
        FocusBill rows = new FocusBill();
        for (int hour = 0; hour < 24; hour++) {
            rows.row(hour, "vm-" + hour, "1.5");
        }
        String bill = rows.toString().replace("x0\n", "\"x\ny\"\n");
        here.bill("oct.csv", mixed(bill, way));

        ImportReport report = run();

        assertThat(report.files().get(0).rejects()).isEmpty();
        assertThat(here.costs("count(*)")).containsExactly("24");
        assertThat(here.costs("sum(BilledCost) = 36")).containsExactly("true");
        assertThat(here.costs("count(*) FILTER (x_SourceColumns['Extra'] = 'x' || chr(10) || 'y')"))
                .containsExactly("8");
        assertThat(here.costs("max(x_Row)")).containsExactly("24");
    }

    @Test
    void aMalformedRowOfAFileThatMixesLineEndsIsTheOnlyOneRejected() throws IOException {
        String bill = new FocusBill()
                .row(0, "vm-0", "1.5")
                .raw("cut,off")
                .row(2, "vm-2", "2.5")
                .row(3, "vm-3", "4")
                .toString();
        here.bill("oct.csv", mixed(bill, "heading"));

        ImportReport report = run();

        assertThat(here.costs("x_Row || ' ' || ResourceId")).containsExactlyInAnyOrder("1 vm-0", "3 vm-2", "4 vm-3");
        assertThat(Files.readAllLines(report.files().get(0).rejects().orElseThrow()))
                .hasSize(2)
                .anyMatch(line -> line.contains(",2,") && line.contains("ROW_MALFORMED"));
    }

    /** The same bill with other line ends; those in its quoted cells stay. */
    private static String mixed(String bill, String way) {
        String[] lines = bill.split("\n(?!y\")");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            boolean other = switch (way) {
                case "last row" -> i == lines.length - 1;
                case "heading" -> i == 0;
                case "every second row" -> i % 2 == 0;
                default -> true;
            };
            String end = switch (way) {
                case "doubled" -> "\r\r\n";
                case "carriage return" -> i == lines.length - 2 ? "\r" : "\n";
                default -> other ? "\r\n" : "\n";
            };
            text.append(lines[i]).append(end);
        }
        return text + (way.equals("empty last row") ? "\n" : "");
    }

    @Test
    void aLineBeyondTheReadersLimitIsNamedAndNothingChanges() {
        String row =
                new FocusBill().row(5, "vm-1", "1").toString().lines().toList().get(1);
        here.bill(
                "oct.csv",
                new FocusBill()
                        .raw(row + "x".repeat(40_000_000))
                        .row(6, "vm-2", "1")
                        .toString());

        assertThatThrownBy(this::run)
                .hasMessageStartingWith("IMPORT_LINE_TOO_LONG ")
                .hasMessageContaining("oct.csv");
        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void aTruncatedParquetFileIsNamedAndNothingChanges() throws IOException {
        Path whole = root.resolve("whole.parquet");
        here.engine()
                .execute("COPY (SELECT i AS BilledCost, hash(i) AS h FROM range(100000) t(i)) TO '" + whole
                        + "' (FORMAT parquet)");
        byte[] bytes = Files.readAllBytes(whole);
        Files.createDirectories(here.bills());
        Files.write(here.bills().resolve("oct.parquet"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(this::run).hasMessageContaining("_FILE_DAMAGED ").hasMessageContaining("oct.parquet");
    }

    private ImportReport run() {
        return here.run(Installation.focus(here.bills()));
    }

    /** The bill with one more column at its end, the same in each row. */
    private static String withColumn(String bill, String heading, String value) {
        String[] lines = bill.split("\n");
        StringBuilder text =
                new StringBuilder(lines[0]).append(',').append(heading).append('\n');
        for (int i = 1; i < lines.length; i++) {
            text.append(lines[i]).append(',').append(value).append('\n');
        }
        return text.toString();
    }
}
