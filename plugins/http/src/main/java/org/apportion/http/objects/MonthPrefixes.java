package org.apportion.http.objects;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apportion.spi.source.FetchWindow;

/**
 * The prefixes of a window: a prefix with words in braces stands for one prefix per month, such as
 * {@code cur/daily/{first}-{next}/}. {@code {month}} is 2026-10, {@code {yyyymm}} 202610, {@code {first}} 20261001,
 * {@code {last}} 20261031, {@code {next}} 20261101.
 *
 * @param prefix as configured; empty for the whole store
 */
public record MonthPrefixes(String prefix) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** What all keys have in common and file names leave out: up to the last slash before the first word in braces. */
    public String root() {
        int brace = prefix.indexOf('{');
        String fixed = brace < 0 ? prefix : prefix.substring(0, brace);
        return fixed.substring(0, fixed.lastIndexOf('/') + 1);
    }

    /** A word in braces that means nothing; empty if there is none. */
    public String unknownWord() {
        String rest = in(LocalDate.EPOCH);
        int brace = rest.indexOf('{');
        return brace < 0 ? "" : rest.substring(brace);
    }

    public Set<String> of(FetchWindow window) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (LocalDate month = window.from().withDayOfMonth(1);
                month.isBefore(window.to());
                month = month.plusMonths(1)) {
            prefixes.add(in(month));
        }
        return prefixes;
    }

    private String in(LocalDate month) {
        LocalDate next = month.plusMonths(1);
        return prefix.replace("{month}", month.toString().substring(0, 7))
                .replace("{yyyymm}", DAY.format(month).substring(0, 6))
                .replace("{first}", DAY.format(month))
                .replace("{last}", DAY.format(next.minusDays(1)))
                .replace("{next}", DAY.format(next));
    }
}
