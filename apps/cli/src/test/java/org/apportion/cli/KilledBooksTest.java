package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the commands that keep the books, as they are installed, at their steps. What everybody sees then is the state before or the one
 * after, and whoever repeats the command gets what an undisturbed one gives.
 *
 * <p>October was closed with 5.00 EUR and restated to 8.00 afterwards; November, 8.00 EUR itself, holds the difference.
 */
class KilledBooksTest {
    private static final String RUN = "run -q -m 2026-11";
    /** So many that their lists of files are worth to be gathered. */
    private static final int IMPORTS = 7;

    private static final String CLOSE = "periods close -m 2026-11";

    @TempDir
    private static Path temporary = Path.of(".");

    private static Path folder = Path.of(".");
    private static Path kept = Path.of(".");

    private final Company company = Company.at(folder);

    @BeforeAll
    static void keepBooks() throws IOException {
        folder = temporary.resolve("company");
        kept = temporary.resolve("kept");
        Company company = Company.in(folder);
        company.configure("mapping: focus", "mapping: focus\n    slicing: file");
        company.configure("outputs:\n", """
                outputs:
                  - id: booking
                    content: cost-centers
                    path: out/{month}/booking.csv
                    template: {group-by: [service, currency], scale: 2, columns: [{value: "{service}"}, {value: "{amount}"}]}
                """);
        october(company, "7.00", 1_000);
        String october = company.text("bills/october.csv");
        company.write(
                "bills/november.csv",
                october.replace("2026-11-01", "2026-12-01").replace("2026-10-", "2026-11-"),
                1_000);
        for (int month = 1; month <= IMPORTS; month++) {
            String bill = october.replace("2026-11-01", "2026-0" + (month + 1) + "-01");
            company.write("bills/" + month + ".csv", bill.replace("2026-10-", "2026-0" + month + "-"), 1_000);
            tell("import -q");
        }
        october(company, "4.00", 2_000);
        tell("run -q -m 2026-10");
        tell("periods close -m 2026-10");
        tell(RUN);
        october(company, "5.50", 3_000);
        tell(RUN);
        october(company, "7.00", 4_000);
        tell(RUN);
        FolderCopy.copy(folder, kept);
    }

    @BeforeEach
    void restore() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        FolderCopy.copy(kept, folder);
    }

    @Test
    void closingIsAllOrNothingAtEachOfItsSteps() throws Exception {
        assertThat(killedAtEachStep(CLOSE)).contains("RunStep.PROVED", "RunStep.NAMED", "RunStep.COMMITTED");
    }

    @Test
    void expiryLosesNothingAtEachOfItsSteps() throws Exception {
        assertThat(killedAtEachStep("maintain expire"))
                .contains("LakeStep.FORGOTTEN", "LakeStep.SNAPSHOTS_REMOVED", "LakeStep.FILE_DELETED");
    }

    @Test
    void compactionLosesNothingAtEachOfItsSteps() throws Exception {
        assertThat(killedAtEachStep("maintain compact")).contains("LakeStep.COMMITTED", "LakeStep.NAMED");
    }

    @Test
    void aRunKilledBeforeItsFilesAreWrittenKeepsItsMonthOpenUntilItIsRepeated() throws Exception {
        for (String step : List.of("RunStep.COMMITTED", "RunStep.PUBLISHED")) {
            restore();
            october(company, "9.00", 5_000);
            assertThat(kill(step, RUN).committed()).isTrue();

            Cli.Answer refused = Cli.run(arguments(CLOSE));
            assertThat(refused.err()).as("closing after a kill at %s", step).startsWith("PERIOD_NOT_READY 2026-11: ");
            assertThat(refused.err()).contains("ended before it had written the file of ");

            tell(RUN);
            assertThat(corrections()).contains(",5.000000000000000000,EUR,");
            assertThat(company.text("out/2026-11/booking.csv")).contains("13.00");
            tell(CLOSE);
        }
    }

    /** Kills the command at each kind of its steps, each time from the same state; answers the steps. */
    private List<String> killedAtEachStep(String command) throws Exception {
        Map<String, String> before = seen();
        List<String> steps =
                KilledCommand.watched(log(), List.of(arguments(command))).passed();
        Map<String, String> after = seen();
        long files = dataFiles();
        for (String step : new LinkedHashSet<>(steps)) {
            restore();
            boolean committed = kill(step, command).committed();
            assertThat(seen()).as("after a kill at %s", step).isEqualTo(committed ? after : before);
            tell(command);
            assertThat(seen()).as("repeated after a kill at %s", step).isEqualTo(after);
            assertThat(dataFiles()).as("files after a kill at %s", step).isEqualTo(files);
        }
        return steps;
    }

    private static KilledCommand.Fate kill(String step, String command) throws Exception {
        KilledCommand.Fate fate = KilledCommand.killedAt(step, log(), List.of(arguments(command)));
        assertThat(fate.killed())
                .as("killed at %s, after %s", step, fate.passed())
                .isTrue();
        return fate;
    }

    /** What readers are told and what lies in the folder for them; without times and numbers of runs. */
    private Map<String, String> seen() throws IOException {
        Map<String, String> seen = new TreeMap<>();
        String periods = tell("periods list -o csv");
        seen.put(
                "periods",
                periods.lines()
                        .map(line -> line.replaceAll(",2026-1\\d-\\d+,|,2026-.*", ","))
                        .collect(Collectors.joining("\n")));
        seen.put("corrections", corrections());
        for (String month : List.of("2026-10", "2026-11")) {
            seen.put("charges of " + month, tell("charges -o csv -m " + month));
            seen.put("bookings of " + month, company.text("out/" + month + "/booking.csv"));
        }
        return seen;
    }

    private static String corrections() {
        return tell("periods corrections -o csv -m 2026-11");
    }

    private static void october(Company company, String machine, long modified) {
        company.bill(
                Company.row("Compute", "vm-1", machine, "shop") + Company.row("Compute", "vm-2", "1.00", ""), modified);
    }

    private static long dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private static String tell(String command) {
        Cli.Answer answer = Cli.run(arguments(command));
        assertThat(answer.code()).as("%s\n%s", command, answer.err()).isZero();
        return answer.out();
    }

    private static String[] arguments(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("-c", folder.resolve("apportion.yaml").toString()));
        return words.toArray(String[]::new);
    }

    private static Path log() {
        return temporary.resolve("killed.log");
    }
}
