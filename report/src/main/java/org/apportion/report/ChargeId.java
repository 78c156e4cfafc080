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
 * The name of a charge: 15 hex digits, three of its record group's id and twelve of the portable hash of its key. Charges lie
 * in the order of their record groups, so that the first digits lead to the few of them that must be hashed. The name stays the same when the month is run again, as long as
 * the rule's id and version and the record's columns do.
 */
public final class ChargeId {
    private static final int DIGITS = 15;
    private static final int BITS_PER_DIGIT = 4;
    /** What twelve digits can say. */
    private static final long HASHES = 1L << 48;

    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{6,15}");

    private ChargeId() {}

    /**
     * The id of the charge with this key.
     *
     * @param recordGroup id of the record group
     */
    public static String of(long recordGroup, LocalDate day, int part, int tier, Consumer consumer) {
        long hash = PortableHash.of(
                Long.toString(recordGroup),
                day.toString(),
                Integer.toString(part),
                Integer.toString(tier),
                consumer.kind().text(),
                consumer.name());
        return text(recordGroup - recordGroup % HASHES + hash % HASHES);
    }

    static String text(long hash) {
        return String.format(Locale.ROOT, "%015x", hash);
    }

    /** The id's number as SQL over the charges of the relation. */
    static String sql(Dialect dialect, String relation) {
        String text = dialect.type(ColumnType.STRING);
        String hash = dialect.portableHash(List.of(
                "CAST(" + relation + ".record_group AS " + text + ")",
                "CAST(" + relation + ".day AS " + text + ")",
                "CAST(" + relation + ".part AS " + text + ")",
                "CAST(" + relation + ".tier AS " + text + ")",
                relation + ".consumer_kind",
                relation + ".consumer"));
        String group = relation + ".record_group";
        return "(" + group + " - " + group + " % " + HASHES + " + (" + hash + ") % " + HASHES + ")";
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

    /** Numbers of ids from first to last, both inclusive; they agree in the digits of the record group. */
    record Range(long first, long last) {
        /** Condition on the charges of the relation; what cannot match is left out before it is hashed. */
        String holds(Dialect dialect, String relation) {
            long groups = first - first % HASHES;
            return relation + ".record_group BETWEEN " + groups + " AND " + (groups + HASHES - 1) + " AND "
                    + sql(dialect, relation) + " BETWEEN " + first + " AND " + last;
        }
    }
}
