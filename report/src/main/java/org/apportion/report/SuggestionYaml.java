package org.apportion.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.model.BillingMonth;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.report.Suggestions.Suggestion;
import org.apportion.report.Suggestions.Target;

/** Writes suggestions as sections of a configuration file; what explains them is comments. */
final class SuggestionYaml {
    private final BillingMonth month;
    private final Set<String> rules;

    /** @param rules ids that are taken */
    SuggestionYaml(BillingMonth month, List<String> rules) {
        this.month = month;
        this.rules = new HashSet<>(rules);
    }

    String text(List<Suggestion> suggestions, Map<String, java.math.BigDecimal> unallocated, List<String> notes) {
        List<String> lines = new ArrayList<>();
        List<UnallocatedCost> placed =
                suggestions.stream().flatMap(one -> one.costs().stream()).toList();
        lines.add("# Suggestions for " + month + ". Together they place " + amounts(placed) + " of "
                + amounts(unallocated) + " unallocated.");
        if (!suggestions.isEmpty()) {
            lines.add("# Keep what is right; rules go behind your own, as then they take only what no rule takes.");
        }
        notes.forEach(note -> lines.add("# " + comment(note)));
        List<Suggestion> entries = suggestions.stream()
                .filter(one -> one.target() instanceof Target.Unowned)
                .toList();
        if (!entries.isEmpty()) {
            lines.add("directory:");
            lines.add("  entries:");
            entries.forEach(one -> {
                lines.add("    # " + why(one));
                lines.add("    - {" + subject(((Target.Unowned) one.target()).consumer()) + ", unit: "
                        + quoted(one.unit()) + "}");
            });
        }
        List<Suggestion> ruled = suggestions.stream()
                .filter(one -> one.target() instanceof Target.Unruled)
                .toList();
        if (!ruled.isEmpty()) {
            lines.add("rules:");
            ruled.forEach(one -> {
                lines.add("  # " + why(one));
                lines.add("  - id: " + quoted(freeId()));
                lines.add("    when: " + quoted(condition((Target.Unruled) one.target())));
                lines.add("    tiers:");
                lines.add("      - direct: [directory, {unit: " + quoted(one.unit()) + "}]");
            });
        }
        return String.join("\n", lines) + "\n";
    }

    private String freeId() {
        int number = 1;
        while (!rules.add("suggested-" + month + "-" + number)) {
            number++;
        }
        return "suggested-" + month + "-" + number;
    }

    private static String why(Suggestion one) {
        String reasons = String.join(
                ", ", one.costs().stream().map(UnallocatedCost::reason).collect(Collectors.toCollection(TreeSet::new)));
        return comment(amounts(one.costs()) + ", " + reasons + ": " + one.why());
    }

    static String words(Target target) {
        return target instanceof Target.Unowned unowned
                ? unowned.consumer().toString()
                : condition((Target.Unruled) target);
    }

    private static String condition(Target.Unruled target) {
        List<String> terms = new ArrayList<>();
        if (!target.service().isEmpty()) {
            terms.add("ServiceName == " + Remedy.quoted(target.service()));
        }
        if (!target.subAccount().isEmpty()) {
            terms.add("SubAccountId == " + Remedy.quoted(target.subAccount()));
        }
        return String.join(" && ", terms);
    }

    private static String subject(Consumer consumer) {
        if (consumer.kind() != ConsumerKind.TAG) {
            return consumer.kind().text() + ": " + quoted(consumer.name());
        }
        int equals = consumer.name().indexOf('=');
        return "tag: {" + quoted(consumer.name().substring(0, equals)) + ": "
                + quoted(consumer.name().substring(equals + 1)) + "}";
    }

    static String amounts(List<UnallocatedCost> costs) {
        return amounts(UnallocatedCost.sums(costs));
    }

    private static String amounts(Map<String, java.math.BigDecimal> sums) {
        return sums.isEmpty()
                ? "0"
                : sums.entrySet().stream()
                        .map(sum -> SumTable.plain(sum.getValue()) + " " + sum.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** A comment ends with its line. */
    private static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\u0085\\u2028\\u2029]", " ");
    }

    /** A scalar in double quotes. A reference such as ${env:X} stays text. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${").chars().forEach(sign -> {
            if (sign == '"' || sign == '\\') {
                quoted.append('\\').append((char) sign);
            } else if (Character.isISOControl(sign) || sign == 0x2028 || sign == 0x2029 || sign == 0xFEFF) {
                quoted.append("\\u%04x".formatted(sign));
            } else {
                quoted.append((char) sign);
            }
        });
        return quoted.append('"').toString();
    }
}
