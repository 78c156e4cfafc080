package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing a newcomer runs. */
class DemoTest {
    @TempDir
    Path folder;

    @BeforeEach
    void comeHome() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(home.resolve("examples/demo"))) {
            home = java.util.Objects.requireNonNull(home.getParent(), "the checkout");
        }
        System.setProperty("apportion.home", home.toString());
    }

    @AfterEach
    void leave() {
        System.clearProperty("apportion.home");
    }

    @Test
    void theDemoChargesEverythingAndTellsWhatIsLeft() {
        Path example = folder.resolve("try-out");

        Cli.Answer first = Cli.run("demo", "--quiet", example.toString());

        assertThat(first.code()).isZero();
        assertThat(first.out())
                .contains("difference to the records 0", "no_rule", "no_owner", "no_usage", "no_unit", "What next:")
                .contains("Technology", "Retail");
        assertThat(first.out())
                .contains("6,764 records, 5,130 charges, 5 proofs passed")
                .contains("  EUR  billed 19,070.85   charged 19,082.97   ", "   unallocated 680.63\n")
                .contains("  USD  billed 119,701.14   charged 119,701.14   ", "   unallocated 1,450.81\n");
        assertThat(first.out().lines().takeWhile(line -> !line.equals("Files")))
                .as("fits a terminal")
                .hasSizeLessThan(80)
                .allMatch(line -> line.length() <= 132);
        assertThat(Stream.of("charges.parquet", "summary.csv", "unallocated.csv", "price-lines.csv", "cost-centers.csv")
                        .map(name -> example.resolve("out/2026-10").resolve(name)))
                .allMatch(Files::isRegularFile);

        Cli.Answer again = Cli.run("demo", "--quiet", example.toString());

        assertThat(again.code()).isZero();
        assertThat(sums(again)).isEqualTo(sums(first));
        assertThat(again.err()).as("nothing to tell of what stays as it was").isEmpty();
    }

    /** Everything but the run's number, and what is compared with the run before. */
    private static List<String> sums(Cli.Answer answer) {
        return answer.out()
                .lines()
                .filter(line -> !line.contains("  run 2026-10-") && !line.isEmpty())
                .takeWhile(
                        line -> !line.startsWith("Largest ") && !line.startsWith("Biggest ") && !line.equals("Files"))
                .toList();
    }
}
