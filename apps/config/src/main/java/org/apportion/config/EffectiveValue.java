package org.apportion.config;

import org.apportion.config.problem.Place;

/**
 * One value of the effective configuration.
 *
 * @param path keys and indexes from the root, such as {@code sources[0].path}
 * @param value as written: references are not resolved; {@code ***} for what must not be shown
 * @param origin file, line and column, or {@link Place#DEFAULT}
 */
public record EffectiveValue(String path, String value, Place origin) {
    /** {@code path = value  # file:line}. */
    @Override
    public String toString() {
        String where = origin.line() == 0 ? origin.file() : origin.file() + ":" + origin.line();
        return path + " = " + value + "  # " + where;
    }
}
