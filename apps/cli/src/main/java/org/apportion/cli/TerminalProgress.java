package org.apportion.cli;

import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apportion.spi.Progress;
import org.jspecify.annotations.Nullable;

/** Shows work on a terminal as bars with rate and time left, elsewhere as one plain line per task and every ten seconds. */
final class TerminalProgress implements Progress, AutoCloseable {
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final Terminal terminal;
    private final LongSupplier nanos;
    private final boolean quiet;

    private @Nullable ProgressBar bar;
    private String task = "";
    private String unit = "";
    private long total;
    private long started;
    private long lastLine;

    TerminalProgress(Terminal terminal, LongSupplier nanos, boolean quiet) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.quiet = quiet;
    }

    @Override
    public void start(String newTask, long newTotal, String newUnit) {
        close();
        task = newTask;
        total = newTotal;
        unit = newUnit;
        started = nanos.getAsLong();
        lastLine = started;
        if (!quiet && terminal.drawsProgress()) {
            bar = new ProgressBarBuilder()
                    .setTaskName(TablePrinter.printable(newTask))
                    .setInitialMax(newTotal == 0 ? -1 : newTotal)
                    .setUnit(" " + newUnit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .setUpdateIntervalMillis(200)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void advanceTo(long done) {
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = nanos.getAsLong();
        if (!quiet && now - lastLine >= LINE_EVERY_NANOS) {
            lastLine = now;
            terminal.err().println("  " + task + ": " + line(done, now));
        }
    }

    /** Also when quiet: whoever started the command must know why nothing happens. */
    @Override
    public void waits(String reason) {
        close();
        terminal.err().println("  " + TablePrinter.printable(reason));
        terminal.err().flush();
    }

    @Override
    public void finish(String summary) {
        close();
        if (!quiet) {
            terminal.err().println("  " + TablePrinter.printable(task + ": " + summary));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private String line(long done, long now) {
        long seconds = Math.max(1, (now - started) / 1_000_000_000L);
        String text = Amounts.count(done) + " " + unit + ", " + Amounts.count(done / seconds) + " " + unit + "/s";
        if (total > done && done > 0) {
            text += ", about " + (total - done) / Math.max(1, done / seconds) + " s left";
        }
        return text;
    }
}
