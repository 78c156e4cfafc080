package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names come from bills, so anybody may have written them. */
class HostileTextTest {
    private static final String MOVES_CURSOR = "a\u001b[2J\u001b[1;1Hb\r\n\u0007\u202egnp";

    @TempDir
    Path folder;

    @Test
    void aNameInABillCannotMoveTheCursor() {
        Company company = Company.in(folder);
        company.bill(Company.row("\"Comp\u001b[2Jute\u0007\"", "vm", "4.00", "shop"), 1_000);
        Cli.run("import", "-c", company.config());
        company.bill(Company.row("\"Comp\u001b[2Jute\u0007\"", "vm", "5.00", "shop"), 2_000);

        Cli.Answer answer = Cli.run("import", "-c", company.config());

        assertThat(answer.out()).contains("replaced", "4", "5");
        assertNoControl(answer.out() + answer.err());
    }

    @Test
    void aNameInAnErrorCannotMoveTheCursor() {
        Company company = Company.in(folder);
        company.write("bills/a\u001b[2Jb.csv", "no,bill\n1,2\n", 1_000);

        Cli.Answer answer = Cli.run("import", "-c", company.config());

        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.err()).contains("a\uFFFD[2Jb.csv");
        assertNoControl(answer.out() + answer.err());
    }

    @Test
    void aNameInATableCannotMoveTheCursor() {
        String table = TablePrinter.print(table(MOVES_CURSOR), OutputFormat.table);

        assertNoControl(table);
        assertThat(table.lines()).hasSize(3);
    }

    @Test
    void csvAndJsonOnATerminalCannotMoveTheCursorAndInAFileCsvKeepsTheName() {
        Company company = Company.in(folder);
        String name = "Comp\u001b[2Ju\u009bte";
        company.bill(Company.row("\"" + name + "\"", "vm", "4.00", "shop"), 1_000);
        Cli.run("run", "-m", "2026-10", "-c", company.config());
        String[] asCsv = {"report", "--by", "service", "-o", "csv", "-c", company.config()};
        String[] asJson = {"report", "--by", "service", "-o", "json", "-c", company.config()};

        assertThat(Cli.run(asCsv).out()).contains(name);
        assertThat(Cli.runOnTerminal(asCsv).out()).contains("Comp\uFFFD[2Ju\uFFFDte");
        assertThat(Cli.run(asJson).out()).contains("Comp\\u001b[2Ju\\u009bte");
        assertThat(Cli.runOnTerminal(asJson).out()).isEqualTo(Cli.run(asJson).out());
    }

    @Test
    void aCurrencyAndACauseCannotMoveTheCursor() {
        Company company = Company.in(folder);
        company.bill(Company.row("Compute", "vm", "4.00", "shop").replace(",EUR,", ",E\u001b[2JR,"), 1_000);

        Cli.Answer run = Cli.runOnTerminal("run", "-m", "2026-10", "-c", company.config());
        Cli.Answer failed = Cli.run("explain", "no\u001b[2J-charge", "--verbose", "-c", company.config());

        assertNoControl(run.out() + run.err());
        assertThat(failed.code()).isNotZero();
        assertNoControl(failed.out() + failed.err().replace("\t", ""));
    }

    @Test
    void helpHasColorsOnATerminalOnly() {
        assertThat(Cli.run("--help").out()).doesNotContain("\u001b");
        assertThat(Cli.runOnTerminal("--help").out()).contains("\u001b");
    }

    @Test
    void aNameInCsvStartsNoFormula() {
        for (String start : List.of("=", "+", "-", "@", "\t", "\r", "\n")) {
            String csv = TablePrinter.print(table(start + "1+1"), OutputFormat.csv);

            assertThat(csv.substring(csv.indexOf('\n') + 1))
                    .as("start %s", (int) start.charAt(0))
                    .matches("(?s)\"?'.*");
        }
    }

    @Test
    void jsonQuotesWhatNamesHold() {
        String json = TablePrinter.print(table("a\"\\\u001b\n\ud83d\ude00"), OutputFormat.json);

        assertThat(json).contains("\"a\\\"\\\\\\u001b\\n\ud83d\ude00\"");
    }

    @Test
    void csvAndJsonHaveAllDigitsAndTheTableTwo() {
        ReportTable table = table("x");

        assertThat(TablePrinter.print(table, OutputFormat.csv)).contains("x,-1234567.123456789012345678");
        assertThat(TablePrinter.print(table, OutputFormat.json)).contains("\"-1234567.123456789012345678\"");
        assertThat(TablePrinter.print(table, OutputFormat.table)).contains("-1,234,567.12\n");
    }

    private static void assertNoControl(String text) {
        assertThat(text.codePoints()
                        .filter(c ->
                                c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                        .toArray())
                .isEmpty();
    }

    private static ReportTable table(String name) {
        return new ReportTable(
                "t",
                List.of(
                        new ReportColumn("name", ReportColumn.Kind.TEXT),
                        new ReportColumn("amount", ReportColumn.Kind.MONEY)),
                List.of(Arrays.asList(name, new BigDecimal("-1234567.123456789012345678"))),
                List.of(),
                List.of());
    }
}
