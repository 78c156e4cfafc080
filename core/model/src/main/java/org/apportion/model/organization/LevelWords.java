package org.apportion.model.organization;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apportion.model.table.Tables;

/**
 * Which words may name a level of the organization. A level is a column of reports and files and a word that questions are
 * asked by, beside the columns and words there are already. Case and {@code -} or {@code _} make no difference.
 */
public final class LevelWords {
    /** The word of units that state no kind. It means the unit itself. */
    public static final String STANDARD = "unit";

    private static final List<String> WORDS = List.of(
            "unit-name",
            "unit-owner",
            "owner",
            "cost-center",
            "unallocated",
            "consumer",
            "consumer-kind",
            "service",
            "account",
            "resource",
            "region",
            "provider",
            "source",
            "category",
            "cost-type",
            "reason",
            "tier",
            "approximate",
            "currency",
            "cost-currency",
            "usage-unit",
            "hour",
            "day",
            "month",
            "tag",
            "tags",
            "amount",
            "share",
            "count",
            "charges",
            "records",
            "change",
            "before",
            "remedy",
            "key",
            "name",
            "kind");

    private static final Set<String> TAKEN = taken();

    private LevelWords() {}

    /** Whether the word means something else already. {@link #STANDARD} does not. */
    public static boolean isTaken(String word) {
        return TAKEN.contains(plain(word)) && !plain(word).equals(STANDARD);
    }

    /** The form in which two words are one: {@code Business-Unit} and {@code business_unit}. */
    public static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static Set<String> taken() {
        Set<String> taken = new HashSet<>();
        WORDS.forEach(word -> taken.add(plain(word)));
        for (List<String> names : List.of(
                Tables.CHARGE.columnNames(),
                Tables.RECORD_GROUP.columnNames(),
                Tables.PRICE_LINE.columnNames(),
                Tables.USAGE_SAMPLE.columnNames())) {
            names.forEach(name -> {
                taken.add(plain(name));
                taken.add(plain(kebab(name)));
            });
        }
        return taken;
    }

    /** How questions write a column: {@code x_LineType} as {@code line-type}, {@code SubAccountId} as {@code sub-account-id}. */
    public static String kebab(String column) {
        String name = column.startsWith("x_") ? column.substring(2) : column;
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
