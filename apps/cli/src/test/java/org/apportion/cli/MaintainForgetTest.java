package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source's id that is mistyped or changed never bills a month twice, and what it left behind can be taken out. */
class MaintainForgetTest {
    @TempDir
    Path folder;

    private Company company;

    @BeforeEach
    void prepare() {
        company = Company.in(folder.resolve("one"));
    }

    @Test
    void aSourceThatWasRenamedIsRefusedAndWithItsFormerIdAllIsAsBefore() {
        run(company);
        String charges = charges(company);
        company.configure("id: bills", "id: bilsl");

        Cli.Answer refused = run(company);

        assertThat(refused.code()).isEqualTo(ExitCode.CONFIG.number());
        assertThat(refused.err()).contains("IMPORT_SOURCE_RENAMED bilsl 2026-10: ", "holds 5 EUR of this month");
        assertThat(charges(company)).isEqualTo(charges);
        company.configure("id: bilsl", "id: bills");
        assertThat(run(company).code()).isZero();
        assertThat(charges(company)).isEqualTo(charges);
    }

    @Test
    void aNameThatWasMistypedFromTheStartIsForgottenAndTheRunIsThatOfANewLake() {
        company.configure("id: bills", "id: bilsl");
        run(company);
        company.configure("id: bilsl", "id: bills");
        assertThat(run(company).err()).contains("IMPORT_SOURCE_RENAMED bills 2026-10: ");

        assertThat(forget("--dry-run").out())
                .contains("2026-10", "EUR", "Nothing was taken out; this is what would be.");
        Cli.Answer unsure = forget("-o", "csv");
        assertThat(unsure.out()).contains("2026-10,EUR,2,5");
        assertThat(unsure.err()).contains("NOT_CONFIRMED bilsl: ");
        assertThat(run(company).err()).contains("IMPORT_SOURCE_RENAMED");
        assertThat(forget("--yes").out()).contains("Taken out. Run the months again");
        assertThat(forget("--yes").out()).contains("Nothing to take out: the lake holds no row of source bilsl.");

        assertThat(run(company).code()).isZero();
        Company fresh = Company.in(folder.resolve("two"));
        run(fresh);
        assertThat(charges(company)).isEqualTo(charges(fresh));
        assertThat(report(company)).isEqualTo(report(fresh)).contains("5.00");
    }

    @Test
    void aSourceThatWasTakenOutOfTheConfigurationIsToldByEachRunUntilItIsForgotten() {
        run(company);
        company.write("more/november.csv", company.text("bills/october.csv").replace("vm-", "disk-"), 1_000);
        company.configure("id: bills\n    path: bills", "id: cloud\n    path: more");
        String warning =
                "warning: 5 EUR of source bills, which is not in the configuration, count in 2026-10; take them"
                        + " out with 'apportion maintain forget --source bills'";

        assertThat(run(company).out()).contains(warning).contains("billed 10.00");
        Cli.run("maintain", "forget", "-s", "bills", "--yes", "-c", company.config());

        assertThat(run(company).out()).doesNotContain("warning").contains("billed 5.00");
    }

    private Cli.Answer forget(String... options) {
        return Cli.run(Stream.concat(
                        Stream.of("maintain", "forget", "-s", "bilsl", "-c", company.config()), Stream.of(options))
                .toArray(String[]::new));
    }

    private static Cli.Answer run(Company company) {
        return Cli.run("run", "-m", "2026-10", "-q", "-c", company.config());
    }

    private static String charges(Company company) {
        return Cli.run("charges", "-n", "1000", "-o", "csv", "-c", company.config())
                .out();
    }

    private static String report(Company company) {
        return Cli.run("report", "-m", "2026-10", "-c", company.config()).out();
    }
}
