package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Without a terminal: plain lines. */
class TerminalProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong(5);

    @Test
    void aShortTaskIsOneLine() {
        TerminalProgress progress = progress(false);
        progress.start("Reading a.csv", 100, "rows");
        progress.advanceTo(50);
        progress.finish("100 records");

        assertThat(err).hasToString("  Reading a.csv: 100 records\n");
    }

    @Test
    void aLongTaskTellsEveryTenSecondsItsRateAndTheTimeLeft() {
        TerminalProgress progress = progress(false);
        progress.start("Reading a.csv", 5_000_000, "rows");
        pass(10);
        progress.advanceTo(1_000_000);
        pass(5);
        progress.advanceTo(1_500_000);
        pass(5);
        progress.advanceTo(2_000_000);

        // 100,000 rows a second: 4,000,000 take 40 s, 3,000,000 take 30 s.
        assertThat(err.toString().lines())
                .containsExactly(
                        "  Reading a.csv: 1,000,000 rows, 100,000 rows/s, about 40 s left",
                        "  Reading a.csv: 2,000,000 rows, 100,000 rows/s, about 30 s left");
    }

    @Test
    void quietPrintsOnlyWhatIsWaitedFor() {
        TerminalProgress progress = progress(true);
        progress.start("Reading a.csv", 0, "rows");
        pass(60);
        progress.advanceTo(7);
        progress.waits("waiting at most 5 s for alice on host7, process 4711");
        progress.finish("7 records");

        assertThat(err.toString().lines()).containsExactly("  waiting at most 5 s for alice on host7, process 4711");
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private TerminalProgress progress(boolean quiet) {
        PrintWriter writer = new PrintWriter(err, true);
        return new TerminalProgress(new Terminal(writer, writer, Map.of(), false, false), nanos::get, quiet);
    }
}
