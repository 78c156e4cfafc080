package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apportion.allocate.AllocationQueries;
import org.apportion.lake.LakeView;
import org.apportion.model.CodePointOrder;
import org.apportion.model.ConsumerKind;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.Tables;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * How much of the cost has a value for a tag, and how many resources. Cost counts as tagged where the resolved tag is not empty,
 * as in conflict where differing values left it empty. A resource counts as tagged if any of its cost is; cost without a resource
 * counts in no number of resources. Shares are rounded half-even to six digits, and absent where the whole is zero.
 */
final class CoverageReport {
    private static final int SHARE_DIGITS = 6;

    private final ReportSession session;

    CoverageReport(ReportSession session) {
        this.session = session;
    }

    ReportTable answer(CoverageQuery query) {
        List<String> notes = new ArrayList<>(session.remarks(query.months()));
        LakeView view = session.current();
        Question question = new CostReport(session)
                .ofCharges(view, query.months())
                .by(query.by(), List.of("currency"))
                .where(query.where());
        Collection<String> keys = query.keys().isEmpty() ? configuredKeys(session.configuration()) : query.keys();
        if (keys.isEmpty()) {
            notes.add("Neither rules nor directory name a tag; name one with --key.");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        keys.forEach(key -> rows.addAll(ofKey(key, view, query.months(), question)));
        return new ReportTable("Tag coverage in " + query.months(), columns(question), rows, List.of(), notes);
    }

    /** Keys that decide who pays. */
    static SortedSet<String> configuredKeys(Configuration configuration) {
        SortedSet<String> keys = new TreeSet<>(CodePointOrder.INSTANCE);
        keys.addAll(AllocationQueries.tagKeys(configuration.rules()));
        configuration.directory().entries().stream()
                .filter(entry -> entry.subject().kind() == ConsumerKind.TAG)
                .map(entry -> entry.subject()
                        .name()
                        .substring(0, entry.subject().name().indexOf('=')))
                .forEach(keys::add);
        keys.removeIf(TagVocabulary::isReserved);
        return keys;
    }

    private static List<ReportColumn> columns(Question question) {
        List<ReportColumn> columns = new ArrayList<>(List.of(ReportColumn.text("key")));
        question.keys().forEach(dimension -> columns.add(dimension.column()));
        columns.addAll(List.of(
                ReportColumn.money("cost"),
                ReportColumn.money("tagged"),
                new ReportColumn("share", ReportColumn.Kind.RATIO),
                ReportColumn.money("in_conflict"),
                ReportColumn.text("currency"),
                ReportColumn.number("resources"),
                ReportColumn.number("tagged_resources"),
                new ReportColumn("resource_share", ReportColumn.Kind.RATIO)));
        return columns;
    }

    private List<List<@Nullable Object>> ofKey(String key, LakeView view, Months months, Question question) {
        Dialect dialect = session.dialect();
        String tags = ReportSession.relation(view, Tables.RESOLVED_TAG, months);
        String resource = "nullif(c." + dialect.name("ResourceId") + ", '')";
        String tagged = "coalesce(covered." + dialect.name("value") + ", '') <> ''";
        int width = question.keys().size();
        StringBuilder positions = new StringBuilder("1");
        for (int i = 2; i <= width + 1; i++) {
            positions.append(", ").append(i);
        }
        String select = "SELECT " + question.keyColumns() + "c." + dialect.name("BillingCurrency") + ", "
                + sum("c.amount") + ", " + sum("CASE WHEN " + tagged + " THEN c.amount ELSE 0 END") + ", "
                + sum("CASE WHEN clash.tag_context IS NOT NULL THEN c.amount ELSE 0 END") + ", count(DISTINCT "
                + resource + "), count(DISTINCT CASE WHEN " + tagged + " THEN " + resource + " END) FROM "
                + session.charges(view, months) + " AS c" + join(tags, "covered", key)
                + join(tags, "clash", TagVocabulary.CONFLICT + key) + question.joinsAndConditions() + " GROUP BY "
                + positions;
        return session.engine().query(select, row -> cells(key, width, row)).stream()
                .sorted(Comparator.comparing((List<@Nullable Object> row) -> String.valueOf(row.get(width + 5)))
                        .thenComparing(row -> (BigDecimal) Objects.requireNonNull(row.get(width + 1)), reversed())
                        .thenComparing(Object::toString))
                .toList();
    }

    private static Comparator<BigDecimal> reversed() {
        return Comparator.reverseOrder();
    }

    private String sum(String amount) {
        return "CAST(sum(" + amount + ") AS " + session.dialect().type(ColumnType.MONEY) + ")";
    }

    private String join(String tags, String alias, String key) {
        Dialect dialect = session.dialect();
        return " LEFT JOIN " + tags + " AS " + alias + " ON " + alias + ".billing_month = c.billing_month AND " + alias
                + ".tag_context = c." + dialect.name("x_TagContext") + " AND " + alias + "." + dialect.name("key")
                + " = "
                + dialect.text(key);
    }

    private static List<@Nullable Object> cells(String key, int width, Row row) {
        List<@Nullable Object> cells = new ArrayList<>(List.of(key));
        for (int i = 0; i < width; i++) {
            cells.add(row.text(i));
        }
        BigDecimal cost = Objects.requireNonNull(row.decimal(width + 1));
        BigDecimal tagged = Objects.requireNonNull(row.decimal(width + 2));
        BigDecimal resources = BigDecimal.valueOf(row.number(width + 4));
        BigDecimal taggedResources = BigDecimal.valueOf(row.number(width + 5));
        cells.add(cost);
        cells.add(tagged);
        cells.add(share(tagged, cost));
        cells.add(row.decimal(width + 3));
        cells.add(row.text(width));
        cells.add(resources);
        cells.add(taggedResources);
        cells.add(share(taggedResources, resources));
        return cells;
    }

    private static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? null : part.divide(whole, SHARE_DIGITS, RoundingMode.HALF_EVEN);
    }
}
