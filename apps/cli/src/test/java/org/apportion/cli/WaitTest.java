package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two commands on one data folder. */
class WaitTest {
    @TempDir
    Path folder;

    @Test
    void whoeverWaitsIsToldWhoHoldsTheDataAndForHowLongAtMost() {
        Company company = Company.in(folder);
        Cli.run("import", "-c", company.config());
        try (Ledger ledger = Ledger.open(LedgerSettings.file(company.file("data/ledger.db")));
                Lease held = ledger.leases().acquire("lake", Duration.ZERO, Holder.current())) {
            assertThat(held.token()).isPositive();

            Cli.Answer answer =
                    Cli.run("run", "-q", "--wait", "1", "--no-import", "-m", "2026-10", "-c", company.config());

            String holder = Holder.current().toString();
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.err().lines().toList())
                    .hasSize(2)
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("  waiting at most 1 s for " + holder + ", which writes lake since 2"),
                            second -> assertThat(second)
                                    .startsWith("LEDGER_BUSY lake: it is being written by " + holder + ", since 2"));
        }
        assertThat(Cli.run("run", "--no-import", "-m", "2026-10", "-c", company.config())
                        .code())
                .isZero();
    }
}
