package org.apportion.run;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apportion.allocate.SplitChanges.Days;
import org.apportion.model.BillingMonth;
import org.apportion.model.ConsumerKind;
import org.apportion.model.Sha256;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagVocabulary;
import org.apportion.model.rule.AllocationRule;

/**
 * Fingerprints of what a split follows from besides the rows of the lake: kept in the run's record, so that the next run of the month
 * knows what has changed. Which unit owns a subject does not matter, only whether the directory knows it; nor do people matter,
 * since no rule asks the directory for them.
 *
 * @param basis the cost that is charged, and the fingerprint of how values of which tags name several owners; who they are shows in
 *     the resolved values
 * @param rules one fingerprint per rule: id, version, validity, spread and parts; conditions show in the groups
 * @param subjects per stretch of days the fingerprint of the subjects known on them, by its first day; the first stretch begins with
 *     {@link Days#EVER}
 */
record SplitState(String basis, Set<String> rules, TreeMap<LocalDate, String> subjects) {
    private static final String BASIS = "split basis";
    private static final String RULES = "split rules ";
    private static final String SUBJECTS = "split subjects";
    /** Fingerprints in one fact, so that it fits the ledger's column. */
    private static final int PER_FACT = 100;

    private static final int DIGITS = 32;

    static SplitState of(Configuration configuration, BillingMonth month) {
        return new SplitState(
                basis(configuration),
                configuration.rules().stream()
                        .map(SplitState::fingerprint)
                        .collect(Collectors.toCollection(TreeSet::new)),
                subjects(configuration.directory().entries(), month));
    }

    static String basis(Configuration configuration) {
        String column = configuration.costBasis().column();
        TagPolicy tags = configuration.tags();
        if (tags.shares().isEmpty()) {
            return column;
        }
        TagVocabulary vocabulary = new TagVocabulary(tags);
        Set<String> notations = new TreeSet<>();
        tags.shares()
                .forEach((key, notation) -> notations.add(
                        vocabulary.canonicalKey(key) + " " + notation.between() + " " + notation.weight()));
        return column + " of shared tags " + hash(String.join("\n", notations));
    }

    static String fingerprint(AllocationRule rule) {
        return hash(
                rule.id() + "@" + rule.version() + " " + rule.validity() + " " + rule.spread() + " " + rule.parts());
    }

    /** Positions of rules that are not among those of an earlier state. */
    Set<Integer> changedRules(SplitState earlier, List<AllocationRule> all) {
        Set<Integer> changed = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            if (!earlier.rules().contains(fingerprint(all.get(i)))) {
                changed.add(i);
            }
        }
        return changed;
    }

    /** Stretches of days on which other subjects are known. */
    List<Days> changedDays(SplitState earlier) {
        TreeSet<LocalDate> starts = new TreeSet<>(subjects.keySet());
        starts.addAll(earlier.subjects.keySet());
        List<Days> days = new ArrayList<>();
        for (LocalDate start : starts) {
            if (!subjects.floorEntry(start)
                    .getValue()
                    .equals(earlier.subjects.floorEntry(start).getValue())) {
                LocalDate next = starts.higher(start);
                days.add(new Days(start, next == null ? Days.EVER.last() : next.minusDays(1)));
            }
        }
        return days;
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(BASIS, basis);
        List<String> all = List.copyOf(rules);
        for (int i = 0; i * PER_FACT < Math.max(1, all.size()); i++) {
            facts.put(
                    RULES + (i + 1),
                    String.join(" ", all.subList(i * PER_FACT, Math.min(all.size(), (i + 1) * PER_FACT))));
        }
        facts.put(
                SUBJECTS,
                subjects.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ")));
        return facts;
    }

    /** The state in a run's record; empty if the run kept none. */
    static Optional<SplitState> read(Map<String, String> facts) {
        String basis = facts.get(BASIS);
        String subjects = facts.get(SUBJECTS);
        if (basis == null || subjects == null) {
            return Optional.empty();
        }
        Set<String> rules = new LinkedHashSet<>();
        for (int i = 1; facts.containsKey(RULES + i); i++) {
            rules.addAll(Arrays.asList(facts.getOrDefault(RULES + i, "").split(" ")));
        }
        TreeMap<LocalDate, String> stretches = new TreeMap<>();
        for (String stretch : subjects.split(" ")) {
            String[] parts = stretch.split("=");
            stretches.put(LocalDate.parse(parts[0]), parts[1]);
        }
        return Optional.of(new SplitState(basis, rules, stretches));
    }

    /** Days of the month each for itself; what lies before and after as one stretch each. */
    private static TreeMap<LocalDate, String> subjects(List<DirectoryEntry> entries, BillingMonth month) {
        List<LocalDate> starts = new ArrayList<>(List.of(Days.EVER.first()));
        for (int i = 0; i <= month.days(); i++) {
            starts.add(month.firstDay().plusDays(i));
        }
        BigInteger[] sums = new BigInteger[starts.size()];
        Arrays.fill(sums, BigInteger.ZERO);
        for (DirectoryEntry entry : entries) {
            ConsumerKind kind = entry.subject().kind();
            if (kind != ConsumerKind.PRINCIPAL && kind != ConsumerKind.UNIT) {
                add(entry, starts, sums);
            }
        }
        TreeMap<LocalDate, String> subjects = new TreeMap<>();
        String last = "";
        for (int i = 0; i < sums.length; i++) {
            String sum = sums[i].toString(Character.MAX_RADIX);
            if (!sum.equals(last)) {
                subjects.put(starts.get(i), sum);
            }
            last = sum;
        }
        return subjects;
    }

    /** Adds up fingerprints, so that the order of the entries and who owns them does not matter. */
    private static void add(DirectoryEntry entry, List<LocalDate> starts, BigInteger[] sums) {
        String subject = entry.subject().kind().text() + " " + entry.subject().name();
        BigInteger known = new BigInteger(hash(subject), 16);
        Validity validity = entry.validity();
        for (int i = 1; i < sums.length - 1; i++) {
            if (validity.contains(starts.get(i))) {
                sums[i] = sums[i].add(known);
            }
        }
        LocalDate first = starts.get(1);
        LocalDate end = starts.get(starts.size() - 1);
        if (validity.from() == null || validity.from().isBefore(first)) {
            sums[0] = sums[0].add(new BigInteger(
                    hash(subject + " " + validity.from() + " "
                            + (validity.to() != null && validity.to().isBefore(first) ? validity.to() : "")),
                    16));
        }
        if (validity.to() == null || validity.to().isAfter(end)) {
            sums[sums.length - 1] = sums[sums.length - 1].add(new BigInteger(
                    hash(subject + " "
                            + (validity.from() != null && validity.from().isAfter(end) ? validity.from() : "") + " "
                            + validity.to()),
                    16));
        }
    }

    private static String hash(String text) {
        return Sha256.hex(text).substring(0, DIGITS);
    }
}
