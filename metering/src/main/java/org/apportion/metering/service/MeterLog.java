package org.apportion.metering.service;

/** Where a metering process tells what it does. */
@FunctionalInterface
public interface MeterLog {
    /** How much a line matters. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    void write(Level level, String text);
}
