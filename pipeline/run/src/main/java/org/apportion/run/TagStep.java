package org.apportion.run;

import static org.apportion.model.table.Column.required;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.CodePointOrder;
import org.apportion.model.Consumer;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.owners.ResolvedTag;
import org.apportion.owners.TagContext;
import org.apportion.owners.TagResolver;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;

/**
 * Resolves the tags of a month, once per distinct tag context and not per record, into tables of the engine's session. Memory is
 * bounded: contexts are taken in portions. Only one record of a context gives up its map of tags: grouping maps is dear.
 */
final class TagStep {
    private static final long CONTEXTS_PER_PORTION = 100_000;
    private static final String TABLE = "resolved_tags_";

    private static final String SHARES = "tag_share";
    private static final int WEIGHT_DECIMALS = 9;

    private final Engine engine;
    private final TagResolver resolver;
    private final TagVocabulary vocabulary;
    private final SortedMap<String, SortedMap<String, BigDecimal>> shares = new TreeMap<>();
    private final BillingMonth month;

    TagStep(Engine engine, TagPolicy policy, BillingMonth month) {
        this.engine = engine;
        this.resolver = new TagResolver(policy);
        this.vocabulary = new TagVocabulary(policy);
        this.month = month;
    }

    /**
     * Resolves all contexts.
     *
     * @param cost table expression of the month's cost records
     * @return a table expression with the columns of {@code resolved_tag}
     */
    String resolve(String cost) {
        Dialect dialect = engine.dialect();
        String context = dialect.name("x_TagContext");
        long contexts = engine.query("SELECT count(DISTINCT " + context + ") FROM " + cost, row -> row.number(0))
                .get(0);
        long portions = Math.max(1, (contexts + CONTEXTS_PER_PORTION - 1) / CONTEXTS_PER_PORTION);
        String record = dialect.name("x_RecordId");
        String values = "SELECT c." + context + ", any_value(c." + dialect.name("Tags") + "), any_value(c."
                + dialect.name("x_ResourceGroup") + "), any_value(c." + dialect.name("SubAccountId") + "), any_value(c."
                + dialect.name("BillingAccountId") + ") FROM " + cost + " AS c JOIN (SELECT min(" + record
                + ") AS first FROM " + cost + " AS f";
        List<String> tables = new ArrayList<>();
        for (long portion = 0; portion < portions; portion++) {
            List<Object[]> rows = new ArrayList<>();
            String of = context + " % " + portions + " = " + portion;
            engine.forEach(
                    values + " WHERE " + of + " GROUP BY " + context + ") AS f ON f.first = c." + record + " WHERE "
                            + of + " GROUP BY c." + context,
                    row -> add(row, rows));
            String table = TABLE + portion;
            engine.load(table, Tables.RESOLVED_TAG.columns(), rows);
            tables.add("SELECT * FROM " + table);
        }
        return tables.stream().collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    /**
     * Tags that stand for several owners, after {@link #resolve}.
     *
     * @return the table of {@link org.apportion.allocate.PlanInputs#share}; empty text if there is none
     */
    String shares() {
        if (shares.isEmpty()) {
            return "";
        }
        List<Object[]> rows = new ArrayList<>();
        shares.forEach((name, owners) -> {
            long total = owners.values().stream().mapToLong(TagStep::weight).sum();
            long running = 0;
            for (Map.Entry<String, BigDecimal> owner : owners.entrySet()) {
                running += weight(owner.getValue());
                rows.add(new Object[] {name, owner.getKey(), weight(owner.getValue()), running, total});
            }
        });
        engine.load(
                SHARES,
                List.of(
                        required("name", ColumnType.STRING, "Tag that stands for several."),
                        required("owner", ColumnType.STRING, "Tag that it stands for."),
                        required("w", ColumnType.BIGINT, "Weight in units of 1e-9."),
                        required("cw", ColumnType.BIGINT, "Running sum."),
                        required("tw", ColumnType.BIGINT, "Sum.")),
                rows);
        return SHARES;
    }

    /** At most six digits and nine decimals, so that a sum of a hundred stays far below 2^62. */
    private static long weight(BigDecimal share) {
        return share.movePointRight(WEIGHT_DECIMALS).longValueExact();
    }

    private void share(ResolvedTag tag) {
        SortedMap<String, BigDecimal> owners = vocabulary.owners(tag.key(), tag.value());
        if (!owners.isEmpty()) {
            SortedMap<String, BigDecimal> named = new TreeMap<>(CodePointOrder.INSTANCE);
            owners.forEach(
                    (owner, share) -> named.put(Consumer.tag(tag.key(), owner).name(), share));
            shares.put(Consumer.tag(tag.key(), tag.value()).name(), named);
        }
    }

    private void add(Row row, List<Object[]> rows) {
        TagContext context = new TagContext(row.textMap(1), row.text(2), row.text(3), row.text(4));
        for (ResolvedTag tag : resolver.resolveWithOthers(context)) {
            share(tag);
            rows.add(new Object[] {
                month.toString(),
                row.number(0),
                tag.key(),
                tag.value(),
                tag.origin().text(),
                tag.sourceKey(),
                tag.sourceValue()
            });
        }
    }
}
