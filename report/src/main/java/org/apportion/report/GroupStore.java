package org.apportion.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apportion.lake.LakeView;
import org.apportion.model.table.GroupColumn;
import org.apportion.model.table.Tables;
import org.apportion.report.GroupFacts.ResolvedTag;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;

/** Reads record groups of a month with their resolved tags. */
final class GroupStore {
    private final ReportSession session;
    private final String groups;
    private final String tags;

    GroupStore(ReportSession session, LakeView view, Months month) {
        this(
                session,
                ReportSession.relation(view, Tables.RECORD_GROUP, month),
                ReportSession.relation(view, Tables.RESOLVED_TAG, month));
    }

    /**
     * Of other tables than a month's own.
     *
     * @param groups table expression with the columns of {@code record_group}
     * @param tags table expression with the columns of {@code resolved_tag}
     */
    GroupStore(ReportSession session, String groups, String tags) {
        this.session = session;
        this.groups = groups;
        this.tags = tags;
    }

    List<GroupFacts> ofId(long recordGroup) {
        return read("g.record_group = " + recordGroup);
    }

    /** Groups of the same records: one, or several where rules change within the month. */
    List<GroupFacts> ofRecords(long groupId) {
        return read("g." + session.dialect().name("x_GroupId") + " = " + groupId);
    }

    List<GroupFacts> ofCurrency(String currency) {
        Dialect dialect = session.dialect();
        return read("g." + dialect.name(GroupColumn.BILLING_CURRENCY.id()) + " = " + dialect.text(currency));
    }

    private List<GroupFacts> read(String condition) {
        Dialect dialect = session.dialect();
        String context = dialect.name("x_TagContext");
        Map<Long, List<ResolvedTag>> tagsOf = new HashMap<>();
        session.engine()
                .forEach(
                        "SELECT t.tag_context, t." + dialect.name("key") + ", t." + dialect.name("value")
                                + ", t.origin, t.source_key, t.source_value FROM " + tags
                                + " AS t WHERE t.tag_context IN"
                                + " (SELECT g." + context + " FROM " + groups + " AS g WHERE " + condition
                                + ") ORDER BY 1, 2",
                        row -> tagsOf.computeIfAbsent(row.number(0), any -> new ArrayList<>())
                                .add(new ResolvedTag(
                                        text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5))));
        String columns =
                GroupColumn.ids().stream().map(id -> ", g." + dialect.name(id)).collect(Collectors.joining());
        return session.engine()
                .query(
                        "SELECT g.record_group, g." + dialect.name("x_GroupId") + ", g.rule, g.rule_version, g."
                                + context + columns + " FROM " + groups + " AS g WHERE " + condition + " ORDER BY 1",
                        row -> group(row, tagsOf.getOrDefault(row.number(4), List.of())));
    }

    private static GroupFacts group(Row row, List<ResolvedTag> tags) {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> ids = GroupColumn.ids();
        for (int i = 0; i < ids.size(); i++) {
            String value = row.text(5 + i);
            if (value != null) {
                columns.put(ids.get(i), value);
            }
        }
        return new GroupFacts(row.number(0), row.number(1), row.text(2), Math.toIntExact(row.number(3)), columns, tags);
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.text(column));
    }
}
