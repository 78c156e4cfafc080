package org.apportion.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.ApportionException;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.LevelWords;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;
import org.apportion.spi.Dialect;

/**
 * The words by which one sort of rows is grouped and filtered. A word is found whatever its case, and with {@code _} for
 * {@code -}; FOCUS names of record columns are words too.
 */
final class Vocabulary {
    /** Value of an organization word where nobody pays. */
    /** Steps back where a level of the organization has the word. */
    static final String POOL = "pool";

    static final String UNALLOCATED = "(unallocated)";

    /** Written in a filter for rows without a value. */
    static final String NONE = "(none)";

    static final String TAG = "tag:";

    private final String subject;
    private final Dialect dialect;
    private final Map<String, Dimension> dimensions = new LinkedHashMap<>();
    private final Map<String, String> otherNames = new LinkedHashMap<>();

    private Vocabulary(String subject, Dialect dialect) {
        this.subject = subject;
        this.dialect = dialect;
    }

    /** Over owned charges {@code c} of months that were run. */
    static Vocabulary ofCharges(ReportSession session) {
        return ofCharges(session.configuration(), session.dialect(), Approximate.sql(session));
    }

    /** Over owned charges {@code c}. */
    static Vocabulary ofCharges(Configuration configuration, Dialect dialect) {
        return ofCharges(configuration, dialect, Approximate.sql(configuration.rules(), dialect));
    }

    private static Vocabulary ofCharges(Configuration configuration, Dialect dialect, String approximate) {
        Vocabulary words = new Vocabulary("costs", dialect);
        words.add(Dimension.of("unit", unallocatedOr("c.unit", "c.unit")));
        words.organization(configuration, "c", "c.unit");
        String account = "coalesce(nullif(c." + dialect.name("SubAccountId") + ", ''), c."
                + dialect.name("BillingAccountId") + ")";
        words.add(Dimension.of("consumer", "c.consumer_kind || ':' || c.consumer"));
        words.add(Dimension.of("consumer-kind", "c.consumer_kind"));
        words.column("service", "ServiceName");
        words.add(Dimension.of("account", account));
        words.column("resource", "ResourceId");
        words.column("region", "RegionId");
        words.column("provider", "ServiceProviderName");
        words.column("source", "x_Source");
        words.column("category", "ChargeCategory");
        words.add(Dimension.of("rule", "c.rule"));
        words.add(Dimension.of(
                POOL,
                "CASE WHEN substring(c.rule, 1, " + AllocationRule.POOL.length() + ") = '" + AllocationRule.POOL
                        + "' THEN substring(c.rule, " + (AllocationRule.POOL.length() + 1) + ") END"));
        words.add(Dimension.of("cost-type", "c.cost_type"));
        words.add(Dimension.of("method", "c.method"));
        words.add(Dimension.of("tier", words.asText("c.tier + 1")));
        words.add(Dimension.of("approximate", approximate));
        words.add(Dimension.of("reason", "c.unallocated"));
        words.column("currency", "BillingCurrency");
        words.add(Dimension.time("day", words.asText("c.day")));
        words.add(Dimension.time("month", "c.billing_month"));
        for (GroupColumn column : GroupColumn.values()) {
            words.column(LevelWords.kebab(column.id()), column.id());
            words.otherNames.put(column.id().toLowerCase(Locale.ROOT), LevelWords.kebab(column.id()));
        }
        return words;
    }

    /** Over price lines {@code c} joined with units {@code u}. */
    static Vocabulary ofPrices(Configuration configuration, Dialect dialect) {
        Vocabulary words = new Vocabulary("prices", dialect);
        words.add(Dimension.of("unit", unallocatedOr("c.unit", "c.unit")));
        words.organization(configuration, "u", "c.unit");
        for (String column :
                List.of("customer", "account", "service", "component", "kind", "route", "price", "currency")) {
            words.add(Dimension.of(column, "c." + column));
        }
        words.add(Dimension.of("cost-currency", "c.cost_currency"));
        words.add(Dimension.time("month", "c.billing_month"));
        return words;
    }

    /** Over usage samples {@code c} joined with units {@code u}. */
    static Vocabulary ofUsage(Configuration configuration, Dialect dialect) {
        Vocabulary words = new Vocabulary("usage", dialect);
        words.add(Dimension.of("metric", "c.metric"));
        words.add(Dimension.of("usage-unit", "c.unit"));
        words.add(Dimension.of("consumer", "c.consumer"));
        words.add(Dimension.of("resource", "c.resource"));
        words.add(Dimension.of("unit", unallocatedOr("u.unit", "u.unit")));
        words.organization(configuration, "u", "u.unit");
        words.add(Dimension.of("source", "c.x_Source"));
        words.add(Dimension.time("hour", "substring(" + words.asText("c.hour") + ", 1, 16)"));
        words.add(Dimension.time("day", "substring(" + words.asText("c.hour") + ", 1, 10)"));
        words.add(Dimension.time("month", "c.x_UsageMonth"));
        return words;
    }

    private void organization(Configuration configuration, String relation, String unit) {
        for (String level : configuration.organization().kinds()) {
            add(Dimension.of(level, unallocatedOr(unit, relation + "." + dialect.name(level))));
        }
        add(Dimension.of("unit-name", unallocatedOr(unit, relation + ".unit_name")));
        add(Dimension.of("cost-center", unallocatedOr(unit, relation + ".cost_center")));
        add(Dimension.of("owner", unallocatedOr(unit, relation + ".unit_owner")));
    }

    private static String unallocatedOr(String unit, String value) {
        return "CASE WHEN " + unit + " IS NULL THEN '" + UNALLOCATED + "' ELSE " + value + " END";
    }

    private String asText(String sql) {
        return "CAST(" + sql + " AS " + dialect.type(ColumnType.STRING) + ")";
    }

    private void column(String word, String id) {
        add(Dimension.of(word, "c." + dialect.name(id)));
    }

    private void add(Dimension dimension) {
        dimensions.putIfAbsent(dimension.word().toLowerCase(Locale.ROOT), dimension);
    }

    /** All words but tags. */
    Set<String> words() {
        return Set.copyOf(dimensions.keySet());
    }

    boolean isTag(String word) {
        return word.startsWith(TAG) && word.length() > TAG.length();
    }

    /** @throws ApportionException {@code REPORT_WORD_UNKNOWN} with the words there are */
    Dimension find(String word) {
        String low = word.strip().toLowerCase(Locale.ROOT);
        Dimension found = dimensions.get(low);
        if (found == null) {
            found = dimensions.get(low.replace('_', '-'));
        }
        if (found == null) {
            found = Optional.ofNullable(otherNames.get(low))
                    .map(dimensions::get)
                    .orElse(null);
        }
        if (found == null) {
            throw unknown(word);
        }
        return found;
    }

    private ApportionException unknown(String word) {
        List<String> known = new ArrayList<>(dimensions.keySet());
        if (subject.equals("costs")) {
            known.add(TAG + "<key>");
        }
        String meant = NearestWord.of(word, dimensions.keySet())
                .map(nearest -> "Did you mean '" + nearest + "'? ")
                .orElse("");
        return new ApportionException(
                ReportError.REPORT_WORD_UNKNOWN,
                word,
                subject + " cannot be grouped or filtered by this word.",
                meant + "Known words: " + String.join(", ", known) + ".");
    }
}
