package org.apportion.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apportion.model.Consumer;
import org.apportion.model.PortableHash;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Dialect;

/**
 * The name of a charge: 15 hex digits, the portable hash of its key. It stays the same when the month is run again, as long as
 * the rule's id and version and the record's columns do.
 */
public final class ChargeId {
    private static final int DIGITS = 15;
    private static final int BITS_PER_DIGIT = 4;
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{6,15}");

    private ChargeId() {}

    /**
     * The id of the charge with this key.
     *
     * @param recordGroup id of the record group
     */
    public static String of(long recordGroup, LocalDate day, int part, int tier, Consumer consumer) {
        return text(PortableHash.of(
                Long.toString(recordGroup),
                day.toString(),
                Integer.toString(part),
                Integer.toString(tier),
                consumer.kind().text(),
                consumer.name()));
    }

    static String text(long hash) {
        return String.format(Locale.ROOT, "%015x", hash);
    }

    /** The hash as SQL over the charges of the relation. */
    static String sql(Dialect dialect, String relation) {
        String text = dialect.type(ColumnType.STRING);
        return dialect.portableHash(List.of(
                "CAST(" + relation + ".record_group AS " + text + ")",
                "CAST(" + relation + ".day AS " + text + ")",
                "CAST(" + relation + ".part AS " + text + ")",
                "CAST(" + relation + ".tier AS " + text + ")",
                relation + ".consumer_kind",
                relation + ".consumer"));
    }

    /** Reads a whole id or its beginning of at least six digits; empty if the text is neither. */
    static Optional<Range> range(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        if (!BEGINNING.matcher(digits).matches()) {
            return Optional.empty();
        }
        int missing = (DIGITS - digits.length()) * BITS_PER_DIGIT;
        long first = Long.parseLong(digits, 16) << missing;
        return Optional.of(new Range(first, first + (1L << missing) - 1));
    }

    /** Hashes from first to last, both inclusive. */
    record Range(long first, long last) {}
}
