package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that receives what Ctrl-C sends, at a moment when it surely works: while it waits for the lake. */
class InterruptTest {
    private static final long SIGINT = 0x2;

    @TempDir
    Path folder;

    @Test
    void anInterruptedCommandEndsWith130AndTheNextOneContinues() throws Exception {
        assumeTrue(interruptible(), "interrupts reach child processes of this one");
        Company company = Company.in(folder);
        Cli.run("import", "-c", company.config());
        try (Ledger ledger = Ledger.open(LedgerSettings.file(company.file("data/ledger.db")));
                Lease held = ledger.leases().acquire("lake", Duration.ZERO, Holder.current())) {
            assertThat(held.token()).isPositive();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "run",
                            "-m",
                            "2026-10",
                            "--no-import",
                            "-c",
                            company.config())
                    .start();
            try (BufferedReader err = process.errorReader()) {
                assertThat(err.lines()
                                .filter(line -> line.contains("waiting at most 600 s"))
                                .findFirst())
                        .isPresent();
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.number());
        }
        assertThat(Cli.run("run", "-m", "2026-10", "-c", company.config()).code())
                .isZero();
    }

    /** A shell without job control starts background work with interrupts ignored, and children inherit that. */
    private static boolean interruptible() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        List<String> ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .toList();
        return !ignored.isEmpty()
                && (Long.parseUnsignedLong(ignored.get(0).substring(7).strip(), 16) & SIGINT) == 0;
    }
}
