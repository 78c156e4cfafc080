package org.apportion.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.apportion.model.metering.MeteringPeriod;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2027-01} (a month in UTC) or {@code 2027-01-31T10:00:00Z/2027-02-28T10:00:00Z} from the command line. */
final class PeriodOption implements ITypeConverter<MeteringPeriod> {
    @Override
    public MeteringPeriod convert(String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}")) {
                YearMonth month = YearMonth.parse(text);
                return new MeteringPeriod(
                        start(month.atDay(1)), start(month.plusMonths(1).atDay(1)));
            }
            String[] ends = text.split("/", -1);
            if (ends.length == 2) {
                return new MeteringPeriod(instant(ends[0]), instant(ends[1]));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Told below, as any other text that is no period.
        }
        throw new TypeConversionException("'" + text
                + "' is no period; write a month like 2027-01, or two instants of which the second is later, like"
                + " 2027-01-31T10:00:00Z/2027-02-28T10:00:00Z");
    }

    static Instant instant(String text) {
        return text.length() == 10 ? start(LocalDate.parse(text)) : Instant.parse(text);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
