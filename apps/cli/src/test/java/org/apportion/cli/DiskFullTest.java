package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of a few megabytes that is really full: clear codes, exit 1, the old month stays, and space heals it. */
class DiskFullTest {
    @TempDir
    Path disk;

    @Test
    void aFullDiskEndsRunsCleanlyAndTheOldMonthStays() throws Exception {
        assumeTrue(mountable(), "this system lets no unprivileged user mount a small disk");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        List<String> answers = onSmallDisk(
                "for step in first 0 120 250 charges again; do \"$1\" -Xmx256m -XX:TieredStopAtLevel=1 -cp \"$2\" "
                        + DiskFullProcess.class.getName() + " \"$0\" $step; done",
                java,
                System.getProperty("java.class.path"));

        assertThat(answers).hasSize(6);
        assertThat(answers.get(0)).startsWith("first 0 ").contains("charged 5.00");
        List<String> full = answers.subList(1, answers.size() - 2);
        assertThat(full.get(0)).startsWith("full 1 LEDGER_UNWRITABLE ");
        assertThat(full)
                .allMatch(answer -> answer.matches("full (0 |1 (.* )?[A-Z]+_[A-Z_]+ ).*"))
                .noneMatch(answer -> answer.contains("INTERNAL") || answer.contains("Exception"));
        if (full.stream().allMatch(answer -> answer.startsWith("full 1 "))) {
            assertThat(answers.get(answers.size() - 2))
                    .as("the old month")
                    .startsWith("charges 0 ")
                    .contains("no_rule,");
        }
        assertThat(answers.get(answers.size() - 1)).startsWith("again 0 ").contains("charged 7.00");
    }

    private boolean mountable() throws IOException, InterruptedException {
        try {
            return onSmallDisk("echo mounted").equals(List.of("mounted"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a shell command in a name space of its own, where {@code $0} is a small disk. */
    private List<String> onSmallDisk(String command, String... arguments) throws IOException, InterruptedException {
        List<String> call = new java.util.ArrayList<>(List.of(
                "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=6m tmpfs \"$0\" && " + command, disk.toString()));
        call.addAll(List.of(arguments));
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // Newer Javas warn of native code.
        return output.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("SLF4J") && !line.startsWith("WARNING: "))
                .toList();
    }
}
