package org.apportion.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apportion.metering.service.MeterLog;

/** Log lines as the adapter writes them: {@code time|LEVEL|CSPBillingAdapter|text}, UTC, with milliseconds. */
final class MeterLines implements MeterLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final Level least;

    /** @param verbose whether the causes of errors are written too, whatever the level */
    MeterLines(PrintWriter out, String level, boolean verbose) {
        this.out = out;
        this.least = verbose ? Level.DEBUG : level(level);
    }

    /** Python's names of levels; an unknown one is INFO. */
    private static Level level(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "DEBUG", "NOTSET" -> Level.DEBUG;
            case "WARNING", "WARN" -> Level.WARNING;
            case "ERROR", "CRITICAL", "FATAL" -> Level.ERROR;
            default -> Level.INFO;
        };
    }

    @Override
    public void write(Level level, String text) {
        if (level.compareTo(least) >= 0) {
            synchronized (out) {
                text.lines()
                        .forEach(line -> out.println(TIME.format(Instant.now()) + "|" + level + "|CSPBillingAdapter|"
                                + TablePrinter.printable(line)));
                out.flush();
            }
        }
    }
}
