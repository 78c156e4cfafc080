package org.apportion.allocate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apportion.allocate.PlanStep.Build;
import org.apportion.allocate.PlanStep.Check;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.rule.Spread;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.GroupColumn;

/**
 * Finds the record groups and the rule of each: distinct column values first, so that a condition is tried once per
 * group.
 */
final class GroupSteps {

    /** Record groups of the whole month. */
    static final String ALL = "kernel_group";

    private final RuleBook book;
    private final Sql sql;
    private final PlanInputs inputs;

    GroupSteps(RuleBook book, Sql sql, PlanInputs inputs) {
        this.book = book;
        this.sql = sql;
        this.inputs = inputs;
    }

    List<PlanStep> steps() {
        List<PlanStep> steps = new ArrayList<>();
        steps.add(build("kernel_rule", rules(), "what each rule is called and how it cuts records"));
        if (!book.tagColumns().isEmpty()) {
            steps.add(build("kernel_tag", tags(), "resolved tags that rules name, one column each"));
        }
        steps.add(build("kernel_member", members(), "distinct columns of the records, with the rule that takes them"));
        steps.add(new Check(
                "member",
                "SELECT x_GroupId FROM kernel_member WHERE least_hash <> greatest_hash",
                "two different record groups share this x_GroupId",
                AllocateError.ALLOCATE_GROUP_COLLISION,
                "Report this as a bug with both records."));
        steps.add(build(ALL, groups(), "record groups, numbered in the order of their ids"));
        steps.add(new Check(
                "group",
                "SELECT record_group FROM kernel_group GROUP BY record_group HAVING count(*) > 1",
                "two different record groups share this id",
                AllocateError.ALLOCATE_GROUP_COLLISION,
                "Report this as a bug with both records."));
        steps.add(build("kernel_record_group", recordGroups(), "record group of each x_GroupId"));
        steps.add(new Build("forget", sql.dialect().dropTable("kernel_member"), "frees memory"));
        return steps;
    }

    /** The era of a record of the relation {@code c}; empty if all rules are valid at all times. */
    static String eraOf(RuleBook book, Sql sql, String relation) {
        String start = relation + "." + sql.name("ChargePeriodStart");
        StringBuilder text = new StringBuilder("CASE");
        for (int era = 0; era < book.eras().size(); era++) {
            LocalDate day = book.eras().get(era);
            text.append(" WHEN ")
                    .append(start)
                    .append(" < ")
                    .append(Sql.cast(sql.dialect().date(day), sql.dialect().type(ColumnType.TIMESTAMP)))
                    .append(" THEN ")
                    .append(era);
        }
        return text.append(" ELSE ").append(book.eras().size()).append(" END").toString();
    }

    private String era(String before, String after) {
        return book.eras().isEmpty() ? "" : before + "era" + after;
    }

    private PlanStep build(String table, String select, String meaning) {
        return new Build(table, sql.dialect().createTable(table, select), meaning);
    }

    private String rules() {
        List<String> rows = IntStream.range(0, book.rules().size())
                .mapToObj(i -> {
                    AllocationRule rule = book.rules().get(i);
                    return Sql.list(List.of(
                            Integer.toString(i),
                            sql.text(rule.id()),
                            Integer.toString(rule.version()),
                            flag(book.usesUsage(rule)),
                            flag(book.isSpanning(rule)),
                            flag(book.isWhole(i)),
                            flag(rule.spread() == Spread.HOURS),
                            Integer.toString(book.passes().of(rule))));
                })
                .toList();
        List<String> all = Stream.concat(Stream.of("-1, NULL, NULL, 0, 0, 1, 0, " + RulePasses.FIRST), rows.stream())
                .toList();
        String integer = sql.dialect().type(ColumnType.INT);
        String text = sql.dialect().type(ColumnType.STRING);
        return "SELECT * FROM "
                + Sql.values(
                        "r",
                        List.of("rule", "id", "version", "has_usage", "has_span", "is_whole", "by_hour", "pass"),
                        List.of(integer, text, integer, integer, integer, integer, integer, integer),
                        all);
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }

    private String tags() {
        String key = sql.name("key");
        String columns = book.tagColumns().entrySet().stream()
                .map(tag -> "max(CASE WHEN " + key + " = " + sql.text(tag.getKey()) + " THEN " + sql.name("value")
                        + " END) AS " + tag.getValue())
                .collect(Collectors.joining(", "));
        String keys = book.tagColumns().keySet().stream().map(sql::text).collect(Collectors.joining(", "));
        return "SELECT tag_context, " + columns + " FROM " + inputs.tag() + " AS t WHERE " + key + " IN (" + keys
                + ") GROUP BY tag_context";
    }

    private String members() {
        List<String> columns = Stream.concat(Stream.of("x_TagContext"), GroupColumn.ids().stream())
                .map(column -> "c." + sql.name(column))
                .toList();
        String any = columns.stream()
                .map(column -> "any_value(" + column + ") AS " + column.substring(2))
                .collect(Collectors.joining(", "));
        String era = book.eras().isEmpty() ? "" : ", " + eraOf(book, sql, "c") + " AS era";
        String hash = sql.dialect().sessionHash(columns);
        // Any record stands for its group: that all have the same columns is seen by the hash of each.
        String distinct = "SELECT c.x_GroupId, " + any + era + ", min(" + hash + ") AS least_hash, max(" + hash
                + ") AS greatest_hash FROM " + inputs.cost() + " AS c GROUP BY c.x_GroupId"
                + (book.eras().isEmpty() ? "" : ", " + eraOf(book, sql, "c"));
        String tags = Sql.list(book.tagColumns().values());
        String from = tags.isEmpty()
                ? distinct
                : "SELECT d.*, " + tags + " FROM (" + distinct
                        + ") AS d LEFT JOIN kernel_tag AS t ON t.tag_context = d.x_TagContext";
        String classified = "SELECT m.*, " + rule() + " AS rule FROM (" + from + ") AS m";
        String id = sql.dialect().portableHash(List.of(sql.asText("x.x_GroupId"), "r.id", sql.asText("r.version")));
        return "SELECT x.*, " + id + " AS record_group FROM (" + classified
                + ") AS x JOIN kernel_rule AS r ON r.rule = x.rule";
    }

    private String rule() {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i < book.rules().size(); i++) {
            AllocationRule rule = book.rules().get(i);
            text.append("\n WHEN ").append(valid(rule)).append(conditions().of(rule.condition()));
            text.append(" THEN ").append(i);
        }
        return book.rules().isEmpty()
                ? sql.asInt("-1")
                : text.append(" ELSE -1 END").toString();
    }

    private ConditionSql conditions() {
        return new ConditionSql(sql.dialect(), "m", book.tagColumns());
    }

    private String valid(AllocationRule rule) {
        List<String> eras = new ArrayList<>();
        for (int era = 0; era <= book.eras().size(); era++) {
            boolean valid = era == 0
                    ? rule.validity().from() == null
                    : rule.validity().contains(book.eras().get(era - 1));
            if (valid) {
                eras.add(Integer.toString(era));
            }
        }
        return eras.size() > book.eras().size()
                ? ""
                : "m.era IN (" + (eras.isEmpty() ? "-1" : Sql.list(eras)) + ") AND ";
    }

    private String groups() {
        String columns = Stream.concat(Stream.of("x_GroupId", "x_TagContext"), GroupColumn.ids().stream())
                .map(column -> "m." + sql.name(column))
                .collect(Collectors.joining(", "));
        String tags =
                book.tagColumns().values().stream().map(tag -> ", m." + tag).collect(Collectors.joining());
        String first = book.eras().isEmpty()
                ? "kernel_member"
                : "(SELECT record_group, era, row_number() OVER (PARTITION BY x_GroupId, rule ORDER BY era) AS nth FROM"
                        + " kernel_member) AS m WHERE m.nth = 1";
        // Only the ids are sorted; the many columns of a group are fetched by them.
        String order = "SELECT record_group" + era(", ", "") + ", "
                + sql.asInt("row_number() OVER (ORDER BY record_group)") + " AS g FROM " + first;
        String sameEra = book.eras().isEmpty() ? "" : " AND o.era = m.era";
        return "SELECT o.g, m.record_group, m.rule, " + columns + tags + ", " + resource() + " AS resource_name FROM ("
                + order + ") AS o JOIN kernel_member AS m ON m.record_group = o.record_group" + sameEra;
    }

    private String recordGroups() {
        return "SELECT m.x_GroupId, " + era("m.", ", ") + "m.record_group, g.g FROM kernel_member AS m"
                + " JOIN kernel_group AS g ON g.record_group = m.record_group";
    }

    private String resource() {
        return "coalesce(" + Sql.filled("m." + sql.name("ResourceId")) + ", 'service=' || "
                + Sql.filled("m." + sql.name("ServiceName")) + ", 'account=' || "
                + Sql.filled("m." + sql.name("SubAccountId")) + ", 'source=' || m." + sql.name("x_Source") + ")";
    }
}
