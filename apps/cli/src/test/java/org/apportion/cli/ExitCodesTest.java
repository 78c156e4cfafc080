package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apportion.model.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codes of {@code docs/reference/exit-codes.md}; answers on stdout, everything else on stderr. */
class ExitCodesTest {
    @TempDir
    Path folder;

    @Test
    void zeroWhenTheMonthIsDone() {
        Company company = Company.in(folder);

        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isZero();
        assertThat(answer.out().lines())
                .contains(
                        "2026-10  run 2026-10-1: 2 records, 2 charges, 3 proofs passed",
                        "  EUR  billed 5.00   charged 5.00   difference to the records 0   unallocated 1.00",
                        "  " + company.file("out/2026-10/charges.csv") + " (2 rows)");
        assertThat(answer.err()).contains("bills 2026-10: new, 2 rows 5.00 EUR");
    }

    @Test
    void quietPrintsOnlyTheAnswer() {
        Company company = Company.in(folder);
        Cli.run("import", "-q", "-c", company.config());

        Cli.Answer answer = Cli.run("run", "-q", "--no-import", "--month", "2026-10", "-c", company.config());

        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).contains("  run 2026-10-1: ");
    }

    @Test
    void aDryRunSaysSoAndWritesNoFile() {
        Company company = Company.in(folder);

        Cli.Answer answer = Cli.run("run", "--dry-run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .startsWith("Dry run")
                .contains("charged 5.00 EUR")
                .doesNotContain("wrote");
        assertThat(company.file("out")).doesNotExist();
    }

    @Test
    void oneWhenThisMachineCannot() throws IOException {
        Company company = Company.in(folder);
        Files.writeString(company.file("data"), "a file where a folder must be");

        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).matches("(?s)[A-Z]+_[A-Z_]+ .*").doesNotContain("INTERNAL", "Exception");
    }

    @Test
    void oneWhenAFileCannotBePublished() throws IOException {
        Company company = Company.in(folder);
        Files.createDirectories(company.file("out/2026-10/charges.csv/in-the-way"));

        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("PUBLISH_NOT_WRITABLE ");
    }

    @Test
    void twoWhenTheCallIsWrongAndASuggestionIfThereIsOne() {
        assertThat(Cli.run("run", "--mnth", "2026-10").code()).isEqualTo(2);
        assertThat(Cli.run("run").err()).contains("--month", "Try 'apportion run --help'.");
        assertThat(Cli.run("run", "--month", "October").err())
                .startsWith("USAGE: ")
                .contains("October");
        assertThat(Cli.run("ipmort").err()).contains("Did you mean: import?");
        assertThat(Cli.run("check", "--confg", "a.yaml").err()).contains("Did you mean: --config?");
        assertThat(Cli.run().code()).isEqualTo(2);
        assertThat(Cli.run("config").code()).isEqualTo(2);
    }

    @Test
    void twoWhenASourceIsNotConfigured() {
        Cli.Answer answer =
                Cli.run("import", "-s", "azure", "-c", Company.in(folder).config());

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("RUN_SOURCE_UNKNOWN azure: ", "[bills]");
    }

    @Test
    void threeWithAllMistakesOfTheConfiguration() {
        Company company = Company.in(folder);
        company.configure("currency: EUR", "curency: EUR");
        company.configure("kind: team", "knid: team");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("apportion.yaml:1:1", "currency", "apportion.yaml:9:", "kind");
    }

    @Test
    void initWritesAConfigurationThatCheckAcceptsAndNeverOverwritesIt() throws IOException {
        Path own = folder.resolve("own");
        Cli.Answer init = Cli.run("init", own.toString());

        assertThat(init.code()).isZero();
        assertThat(init.out()).contains("wrote " + own.resolve("apportion.yaml"), "apportion check");
        assertThat(Cli.run("check", "-c", own.resolve("apportion.yaml").toString())
                        .code())
                .isZero();

        Files.writeString(own.resolve("apportion.yaml"), "currency: CHF\n");
        Cli.Answer again = Cli.run("init", own.toString());

        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).startsWith("CONFIG_FILE_EXISTS ");
        assertThat(own.resolve("apportion.yaml")).hasContent("currency: CHF");
    }

    @Test
    void threeWhenThereIsNoConfiguration() {
        assertThat(Cli.run("check", "-c", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(3);
    }

    @Test
    void fourWhenRowsWereRejectedAndTheRestIsPublished() {
        Company company = Company.in(folder);
        company.bill(Company.row("Compute", "vm-1", "4.00", "shop") + Company.row("Compute", "vm-2", "one", ""), 1_000);

        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "-c", company.config());

        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.err()).contains("1 row could not be read; listed in ");
        assertThat(answer.out()).contains("billed 4.00   charged 4.00");
    }

    @Test
    void fourWhenTheMonthHasNoRecord() {
        Cli.Answer answer =
                Cli.run("run", "--month", "2026-09", "-c", Company.in(folder).config());

        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.err()).contains("RUN_NO_RECORDS 2026-09: ");
    }

    @Test
    void everyKindOfErrorHasItsCode() {
        assertThat(ExitCode.of(ErrorKind.RESOURCE).number()).isEqualTo(1);
        assertThat(ExitCode.of(ErrorKind.INTERNAL).number()).isEqualTo(1);
        assertThat(ExitCode.of(ErrorKind.USAGE).number()).isEqualTo(2);
        assertThat(ExitCode.of(ErrorKind.CONFIG).number()).isEqualTo(3);
        assertThat(ExitCode.of(ErrorKind.DATA).number()).isEqualTo(4);
        assertThat(ExitCode.of(ErrorKind.PROVIDER).number()).isEqualTo(4);
        assertThat(ExitCode.of(ErrorKind.CHECK).number()).isEqualTo(5);
    }

    @Test
    void whatIsKeptForEverHasAReason() {
        Cli.Answer reopened = Cli.run("periods", "reopen", "--month", "2026-10", "--reason", " ");
        Cli.Answer waived = Cli.run("meter", "waive", "3f2a9c01d4e5", "--reason", "", "--yes");

        assertThat(List.of(reopened, waived)).allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.err()).contains("'--reason'", "say why, such as a ticket's number");
        });
    }
}
