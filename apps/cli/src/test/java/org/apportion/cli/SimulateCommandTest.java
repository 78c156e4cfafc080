package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** October costs 5.00: 4.00 of the team shop, 1.00 of nobody. */
class SimulateCommandTest {
    @TempDir
    private Path folder = Path.of(".");

    @SuppressWarnings("NullAway.Init")
    private Company company;

    @BeforeEach
    void runOctober() {
        company = Company.in(folder);
        Cli.Answer answer = Cli.run("run", "--month", "2026-10", "--quiet", "--config", company.config());
        assertThat(answer.code()).as(answer.err()).isZero();
    }

    private Cli.Answer simulate(String months, String overlay, String... further) {
        company.write("other.yaml", overlay, 1);
        java.util.List<String> arguments = new java.util.ArrayList<>(java.util.List.of(
                "simulate",
                "--config",
                company.config(),
                "--month",
                months,
                "--with",
                company.file("other.yaml").toString()));
        arguments.addAll(java.util.List.of(further));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void showsWhoWouldPayMoreAndWhy() {
        Cli.Answer answer = simulate(
                "2026-09..2026-10", "prices:\n  multipliers:\n    - {id: markup, factor: 1.5}\n", "--output", "csv");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines())
                .first()
                .isEqualTo("month,unit,name,before,after,change,rules,owners,prices,currency");
        assertThat(answer.out().lines().filter(line -> line.startsWith("2026-10,shop")))
                .singleElement()
                .satisfies(line -> assertThat(line.split(",")[5]).startsWith("2.0"));
    }

    @Test
    void theTableSaysWhatDiffersAndThatNothingIsKept() {
        Cli.Answer answer = simulate("2026-10", "prices:\n  multipliers:\n    - {id: markup, factor: 1.5}\n");

        assertThat(answer.out())
                .contains("Other sections that differ: prices.")
                .contains("Nothing was kept or published.");
    }

    @Test
    void whatStaysIsShownWhenAskedFor() {
        String same = "currency: EUR\n";

        assertThat(simulate("2026-10", same, "--output", "csv").out().lines()).hasSize(1);
        assertThat(simulate("2026-10", same, "--output", "csv", "--all").out().lines())
                .hasSize(3);
        assertThat(simulate("2026-10", same).out())
                .contains("The file changes nothing that decides who pays what.")
                .contains("2 lines without a change not shown");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsAWrongCall() {
        assertThat(simulate("2026-10..2026-09", "rules: []\n").code()).isEqualTo(2);
        assertThat(simulate("2026-08..2026-09..2026-10", "rules: []\n").code()).isEqualTo(2);
    }

    @Test
    void aMissingFileIsToldByItsName() {
        Cli.Answer answer = Cli.run(
                "simulate",
                "--config",
                company.config(),
                "--month",
                "2026-10",
                "--with",
                company.file("nothing.yaml").toString());

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err()).contains("nothing.yaml");
    }
}
