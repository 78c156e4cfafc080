package org.apportion.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apportion.ledger.Run;
import org.apportion.model.BillingMonth;
import org.apportion.model.rule.AllocationRule;
import org.apportion.spi.Dialect;

/**
 * Which charges are approximate: their rule would have split the cost by usage, but such a tier found nobody, so that a later tier
 * or the resource took it. An owner after an owner, or another basis of other allocated cost, is no approximation.
 *
 * <p>A run records the first tier by usage of each of its rules, so that a rule that was changed or taken away since changes
 * nothing that is told of months before; of older runs the rules of today count.
 */
final class Approximate {
    static final String YES = "yes";
    static final String NO = "no";

    /** Name of the fact: this word, the rule's version, the part, the rule's id. */
    private static final String FACT = "by-usage";

    private static final int WORDS = 4;

    private Approximate() {}

    /** A part whose tiers after one position are approximate. */
    private record Later(String rule, int version, int part, int first) {}

    /** {@link #YES} or {@link #NO} over owned charges {@code c} of the months that were run. */
    static String sql(ReportSession session) {
        List<BillingMonth> months = session.committedMonths();
        Map<Later, TreeSet<String>> found = new LinkedHashMap<>();
        for (BillingMonth month : months) {
            Run run = session.requireRun(month);
            for (Later later : of(run, session.configuration().rules())) {
                found.computeIfAbsent(later, any -> new TreeSet<>()).add(month.toString());
            }
        }
        Map<List<Object>, Integer> variants = new HashMap<>();
        found.keySet().forEach(later -> variants.merge(key(later), 1, Integer::sum));
        List<String> conditions = new ArrayList<>();
        found.forEach((later, of) -> conditions.add(
                condition(later, session.dialect(), variants.getOrDefault(key(later), 1) > 1 ? of : new TreeSet<>())));
        return sql(conditions);
    }

    private static List<Object> key(Later later) {
        return List.of(later.rule(), later.version(), later.part());
    }

    /** The same by rules alone. */
    static String sql(List<AllocationRule> rules, Dialect dialect) {
        return sql(of(rules).stream()
                .map(later -> condition(later, dialect, new TreeSet<>()))
                .toList());
    }

    private static String sql(List<String> conditions) {
        return conditions.isEmpty()
                ? "'" + NO + "'"
                : "CASE WHEN " + String.join(" OR ", conditions) + " THEN '" + YES + "' ELSE '" + NO + "' END";
    }

    /** @param months billing months in which it holds; none: in all */
    private static String condition(Later later, Dialect dialect, TreeSet<String> months) {
        String when = months.isEmpty()
                ? ""
                : " AND c.billing_month IN ("
                        + String.join(", ", months.stream().map(dialect::text).toList()) + ")";
        return "(c.rule = " + dialect.text(later.rule()) + " AND c.rule_version = " + later.version() + " AND c.part = "
                + later.part() + " AND c.tier > " + later.first() + when + ")";
    }

    private static List<Later> of(Run run, List<AllocationRule> rules) {
        List<Later> later = new ArrayList<>();
        run.result().facts().forEach((name, tier) -> {
            String[] words = name.split(" ", WORDS);
            if (words.length == WORDS && words[0].equals(FACT)) {
                later.add(new Later(
                        words[WORDS - 1],
                        Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]),
                        Integer.parseInt(tier)));
            }
        });
        return later.isEmpty() ? of(rules) : later;
    }

    private static List<Later> of(List<AllocationRule> rules) {
        List<Later> later = new ArrayList<>();
        for (AllocationRule rule : rules) {
            for (int part = 0; part < rule.parts().size(); part++) {
                int first = rule.parts().get(part).firstByUsage();
                if (first < rule.parts().get(part).tiers().size()) {
                    later.add(new Later(rule.id(), rule.version(), part, first));
                }
            }
        }
        return later;
    }
}
