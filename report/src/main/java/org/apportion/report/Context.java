package org.apportion.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.ledger.Run;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Tier;
import org.jspecify.annotations.Nullable;

/** What stands around a charge: owner, rule, record group, tags. */
final class Context {
    private static final String PACK = "pack:";

    /** Sections of the configuration that decide amounts of charges. */
    private static final Set<String> DECIDING = Set.of("rules", "directory", "tags", "cost-basis");

    private final Configuration configuration;
    private final Run run;
    private final GroupFacts group;
    private final boolean isClosed;

    Context(ReportSession session, Run run, GroupFacts group) {
        this.configuration = session.configuration(run.start().month());
        this.isClosed = session.books().closed(run.start().month()).isPresent();
        this.run = run;
        this.group = group;
    }

    /** Sections that may change amounts and are no longer what the run used. */
    List<String> changed() {
        return new ConfigurationChanges(configuration)
                .sections(run).stream().filter(DECIDING::contains).toList();
    }

    /** The unit as charges are joined: one that is configured. */
    Optional<String> unitOf(Consumer consumer, LocalDate day) {
        boolean unknown = consumer.kind() == ConsumerKind.UNIT
                && configuration.organization().find(consumer.name()).isEmpty();
        return unknown ? Optional.empty() : configuration.directory().unitOf(consumer, day);
    }

    ExplanationNode owner(Consumer consumer, LocalDate day) {
        Optional<String> unit = unitOf(consumer, day);
        if (unit.isEmpty()) {
            return NodeDraft.leaf("owner", "On " + day + " " + directory() + " knows no unit for " + consumer + ".");
        }
        String path = configuration.organization().path(unit.get()).stream()
                .map(OrganizationUnit::name)
                .collect(Collectors.joining(" < "));
        Optional<DirectoryEntry> entry = configuration.directory().entries().stream()
                .filter(known ->
                        known.subject().equals(consumer) && known.validity().contains(day))
                .findFirst();
        String why = entry.map(
                        found -> "says " + directory() + ", " + found.place() + ", " + validity(found.validity()))
                .orElse("a unit owns itself");
        return new NodeDraft("owner", consumer + " belongs to " + unit.get() + " (" + path + "): " + why + ".")
                .fact("unit", unit.get())
                .fact("place", entry.map(DirectoryEntry::place).orElse(null))
                .fact("valid_from", entry.map(found -> found.validity().from()).orElse(null))
                .fact("valid_to", entry.map(found -> found.validity().to()).orElse(null))
                .node();
    }

    private String directory() {
        return isClosed ? "the directory with which " + run.start().month() + " was closed" : "the directory";
    }

    private static String validity(Validity validity) {
        if (validity.from() == null && validity.to() == null) {
            return "at all times";
        }
        return (validity.from() == null ? "" : "from " + validity.from())
                + (validity.from() == null || validity.to() == null ? "" : " ")
                + (validity.to() == null ? "" : "until before " + validity.to());
    }

    /** The shipped pack that a rule comes from, with its version; empty text if it comes from a file. */
    private static String pack(AllocationRule rule) {
        String place = rule.place();
        return place.startsWith(PACK)
                ? " of the pack " + place.substring(PACK.length()).replaceFirst(":.*", "") + "@" + rule.version()
                : "";
    }

    private static String name(@Nullable String rule) {
        return AllocationRule.poolOf(rule)
                .map(pool -> "Pool '" + pool + "' (rule '" + rule + "')")
                .orElse("Rule '" + rule + "'");
    }

    ExplanationNode rule(Optional<AllocationRule> taken) {
        if (taken.isEmpty()) {
            return group.rule() == null
                    ? NodeDraft.leaf("rule", "No rule takes these records.")
                    : NodeDraft.leaf(
                            "rule", name(group.rule()) + " version " + group.ruleVersion() + " took the records.");
        }
        AllocationRule rule = taken.get();
        NodeDraft draft = new NodeDraft(
                        "rule",
                        name(rule.id()) + " version " + rule.version() + pack(rule) + " took the records, since "
                                + rule.conditionText() + " (" + rule.place() + ")."
                                + (rule.description().isEmpty() ? "" : " " + rule.description()))
                .fact("rule", rule.id())
                .fact("pool", rule.pool().orElse(null))
                .fact("version", rule.version())
                .fact("condition", rule.conditionText())
                .fact("place", rule.place());
        for (int i = 0; i < rule.parts().size(); i++) {
            Part part = rule.parts().get(i);
            String tiers = part.tiers().stream().map(Tier::method).collect(Collectors.joining(", then "));
            draft.child(new NodeDraft(
                            "part",
                            "Part " + (i + 1) + " of " + rule.parts().size() + ", weight "
                                    + SumTable.plain(part.weight()) + ", " + part.costType() + ": " + tiers + ".")
                    .fact("weight", part.weight())
                    .fact("cost_type", part.costType())
                    .node());
        }
        List<String> changed = changed();
        if (!changed.isEmpty()) {
            draft.child(NodeDraft.leaf(
                    "changed",
                    "The configuration has changed since run " + run.id() + " in " + String.join(", ", changed)
                            + "; the rule is shown as it is now."));
        }
        return draft.node();
    }

    ExplanationNode group() {
        NodeDraft draft = new NodeDraft(
                "group",
                "Records of " + group.columns().getOrDefault("ServiceName", "no service") + ", account "
                        + group.columns()
                                .getOrDefault("SubAccountId", group.columns().getOrDefault("BillingAccountId", "none"))
                        + ", resource " + group.columns().getOrDefault("ResourceId", "none")
                        + " form one record group.");
        draft.fact("record_group", group.id()).fact("x_GroupId", group.groupId());
        group.columns().forEach(draft::fact);
        for (GroupFacts.ResolvedTag tag : group.tags()) {
            if (!TagVocabulary.isReserved(tag.key())) {
                draft.child(tag(tag));
            }
        }
        return draft.node();
    }

    private ExplanationNode tag(GroupFacts.ResolvedTag tag) {
        Optional<GroupFacts.ResolvedTag> conflict = group.tag(TagVocabulary.CONFLICT + tag.key());
        Optional<GroupFacts.ResolvedTag> lost = group.tag(TagVocabulary.PASSED_OVER + tag.key());
        String as = tag.sourceKey().equals(tag.key()) && tag.sourceValue().equals(tag.value())
                ? ""
                : ", written " + tag.sourceKey() + "=" + tag.sourceValue();
        String text = conflict.map(values -> "Tag " + tag.key() + " has no value, since "
                        + values.sourceValue().replace(" | ", " and ") + " differ.")
                .orElse("Tag " + tag.key() + "=" + tag.value() + " comes from the " + tag.origin() + as
                        + lost.map(values -> "; it won over "
                                        + values.sourceValue().replace(" | ", " and ") + ", " + why(tag.key()))
                                .orElse("")
                        + ".");
        return new NodeDraft("tag", text)
                .fact("key", tag.key())
                .fact("value", tag.value())
                .fact("origin", tag.origin())
                .fact("source_key", tag.sourceKey())
                .fact("source_value", tag.sourceValue())
                .fact(
                        "conflict",
                        conflict.map(GroupFacts.ResolvedTag::sourceValue).orElse(null))
                .fact("won_over", lost.map(GroupFacts.ResolvedTag::sourceValue).orElse(null))
                .node();
    }

    private String why(String key) {
        return switch (new TagVocabulary(configuration.tags()).conflict(key)) {
            case SPELLING -> "as its spelling comes first, then its origin";
            case NEAREST, UNCLEAR, ANY -> "as its origin comes first, then its spelling";
        };
    }
}
