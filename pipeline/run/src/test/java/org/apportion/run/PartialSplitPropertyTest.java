package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apportion.model.Consumer;
import org.apportion.model.CostBasis;
import org.apportion.model.Validity;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.ShareNotation;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.RulePasses;
import org.apportion.model.table.Tables;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.month.UsageRow;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes of a nasty month, one run after the other: what a run keeps and splits again is, row by row, what a split of the
 * whole month gives.
 */
class PartialSplitPropertyTest {
    private static final int RECORDS = 60;
    private static final int KINDS = 7;

    @TempDir
    Path folder;

    private Random random = new Random(0);
    private MonthData data = HostileMonth.generate(0, 3);
    private MonthData other = data;
    private TagPolicy tags = TagPolicy.NONE;
    private BigDecimal rate = new BigDecimal("0.5");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {301})
    void partsSplitAgainAndPartsKeptAreTheWholeSplitAgain(long seed) {
        keepsAndSplits(seed, List.of());
    }

    /** Values of two keys name several owners, some of whom the directory knows; weights change, and at last how they are written. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {302})
    void soTheyAreWhereTagsNameSeveralOwners(long seed) {
        keepsAndSplits(seed, List.of("team", "env"));
    }

    private void keepsAndSplits(long seed, List<String> sharedKeys) {
        random = new Random(seed);
        data = HostileMonth.generate(seed, RECORDS);
        other = HostileMonth.generate(seed + 1_000, RECORDS);
        if (!sharedKeys.isEmpty()) {
            data = withRecords(data, shared(data.records(), sharedKeys));
            other = withRecords(other, shared(other.records(), sharedKeys));
            tags = policy(sharedKeys, ShareNotation.USUAL);
        }
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        List<String> done = new ArrayList<>();
        try (HostileInstallation first = open(basis)) {
            assertThat(first.run().split()).isEmpty();
        }
        int keeping = 0;
        boolean shares = sharedKeys.isEmpty();
        for (int i = 0; i < KINDS; i++) {
            done.add(change(i));
            try (HostileInstallation installation = open(basis)) {
                MonthResult partial = installation.run();
                done.add(partial.split());
                keeping += partial.split().contains("kept from run") ? 1 : 0;
                List<String> charges = installation.charges();
                shares |= charges.stream().anyMatch(charge -> charge.contains("=svc-"));
                List<String> groups = installation.rows(Tables.RECORD_GROUP);
                List<String> prices = installation.rows(Tables.PRICE_LINE);
                assertThat(installation.run(true).split()).contains("--full");
                assertThat(charges).as("seed %s: %s", seed, done).isEqualTo(installation.charges());
                assertThat(groups)
                        .as("seed %s, groups: %s", seed, done)
                        .isEqualTo(installation.rows(Tables.RECORD_GROUP));
                assertThat(prices)
                        .as("seed %s, prices: %s", seed, done)
                        .isEqualTo(installation.rows(Tables.PRICE_LINE));
            }
        }
        if (!sharedKeys.isEmpty()) {
            tags = policy(sharedKeys, new ShareNotation(";", "="));
            try (HostileInstallation installation = open(basis)) {
                assertThat(installation.run().split()).contains("how tags name several owners");
            }
        }
        assertThat(shares).as("one of several owners is charged, seed %s", seed).isTrue();
        assertThat(keeping)
                .as("runs that kept charges, seed %s: %s", seed, done)
                .isPositive();
    }

    private HostileInstallation open(CostBasis basis) {
        return new HostileInstallation(folder, data, basis, rate, tags);
    }

    /** One of each kind. */
    private String change(int kind) {
        List<BillRecord> records = new ArrayList<>(data.records());
        List<UsageRow> samples = new ArrayList<>(data.samples());
        List<AllocationRule> rules = new ArrayList<>(data.rules());
        Directory directory = data.directory();
        String done;
        switch (kind) {
            case 0 -> done = changeSamples(samples);
            case 1 -> done = changeRecords(records);
            case 2 -> {
                directory = changedDirectory();
                done = "directory";
            }
            case 3 -> done = changeRules(rules);
            case 4 -> done = changeTags(records);
            case 5 -> {
                rate = rate.add(new BigDecimal("0.1"));
                done = "rate " + rate;
            }
            default -> done = "nothing";
        }
        data = new MonthData(data.month(), records, samples, data.resolvedTags(), directory, rules);
        return done;
    }

    private static TagPolicy policy(List<String> keys, ShareNotation notation) {
        TagPolicy none = TagPolicy.NONE;
        return new TagPolicy(
                none.synonyms(),
                none.foldKeyCase(),
                none.foldSeparators(),
                none.foldValueCase(),
                none.values(),
                none.inheritance(),
                none.inherited(),
                none.conflicts(),
                keys.stream().collect(Collectors.toMap(key -> key, key -> notation)));
    }

    private static MonthData withRecords(MonthData month, List<BillRecord> records) {
        return new MonthData(
                month.month(), records, month.samples(), month.resolvedTags(), month.directory(), month.rules());
    }

    /** Most values become two owners with weights: a value of any record, and a tag of the directory. */
    private List<BillRecord> shared(List<BillRecord> records, List<String> keys) {
        List<String> names = data.directory().entries().stream()
                .map(entry -> entry.subject().name())
                .filter(name -> name.contains("="))
                .map(name -> name.substring(name.indexOf('=') + 1))
                .filter(name -> !name.isBlank() && !name.contains(";") && !name.contains(":"))
                .toList();
        List<BillRecord> changed = new ArrayList<>();
        for (BillRecord record : records) {
            SortedMap<String, String> with = new TreeMap<>(record.tags());
            for (String key : keys) {
                if (random.nextInt(3) > 0) {
                    with.put(
                            key,
                            names.get(random.nextInt(names.size())) + ":" + (1 + random.nextInt(9)) + ";svc-"
                                    + random.nextInt(5) + ":0.5");
                }
            }
            changed.add(withTags(record, with));
        }
        return changed;
    }

    private static BillRecord withTags(BillRecord record, SortedMap<String, String> tags) {
        return new BillRecord(
                record.id(),
                record.columns(),
                tags,
                record.billedCost(),
                record.effectiveCost(),
                record.start(),
                record.end());
    }

    private String changeSamples(List<UsageRow> samples) {
        int place = random.nextInt(samples.size());
        UsageRow gone = samples.remove(place);
        UsageRow model = samples.get(random.nextInt(samples.size()));
        UsageRow more = new UsageRow(
                model.metric(),
                model.resource(),
                model.hour(),
                model.consumer(),
                model.value().add(BigDecimal.ONE),
                model.slice());
        samples.set(samples.indexOf(model), more);
        return "sample " + gone + " gone, changed to " + more;
    }

    private String changeRecords(List<BillRecord> records) {
        BillRecord gone = records.remove(random.nextInt(records.size()));
        BillRecord model = records.get(random.nextInt(records.size()));
        records.remove(model);
        records.add(new BillRecord(
                random.nextLong() >>> 4,
                model.columns(),
                model.tags(),
                model.billedCost().negate(),
                model.effectiveCost().negate(),
                model.start().plus(random.nextInt(30), ChronoUnit.HOURS),
                model.end().plus(random.nextInt(30), ChronoUnit.HOURS)));
        records.add(other.records().get(random.nextInt(other.records().size())));
        return "record " + gone + " gone, one new, changed " + model;
    }

    private String changeTags(List<BillRecord> records) {
        int place = random.nextInt(records.size());
        BillRecord record = records.get(place);
        BillRecord model = records.get(random.nextInt(records.size()));
        records.set(place, withTags(record, model.tags()));
        return "tags of " + record + " are " + model.tags();
    }

    /** Some subjects leave on a day, some come, some only change their owner. */
    private Directory changedDirectory() {
        Map<Consumer, DirectoryEntry> entries = new LinkedHashMap<>();
        List<DirectoryEntry> all = new ArrayList<>(data.directory().entries());
        Collections.shuffle(all, random);
        for (DirectoryEntry entry : all) {
            LocalDate day = LocalDate.ofInstant(
                    data.records().get(random.nextInt(data.records().size())).start(), ZoneOffset.UTC);
            entries.putIfAbsent(
                    entry.subject(),
                    switch (random.nextInt(10)) {
                        case 0 -> new DirectoryEntry(entry.subject(), "unit-c", new Validity(null, day), "changed");
                        case 1 -> new DirectoryEntry(entry.subject(), "unit-b", entry.validity(), "changed");
                        default -> entry;
                    });
        }
        for (DirectoryEntry entry : other.directory().entries().subList(0, 3)) {
            entries.putIfAbsent(entry.subject(), entry);
        }
        return new Directory(List.copyOf(entries.values()));
    }

    /** Another order, and a rule of another month in place of one of the same id and version. */
    private String changeRules(List<AllocationRule> rules) {
        int place = random.nextInt(rules.size());
        AllocationRule rule = rules.get(place);
        Map<Integer, AllocationRule> byPlace = new HashMap<>();
        for (int i = 0; i < other.rules().size(); i++) {
            byPlace.put(i, other.rules().get(i));
        }
        AllocationRule model = byPlace.getOrDefault(random.nextInt(byPlace.size()), rule);
        rules.set(
                place,
                new AllocationRule(
                        rule.id(),
                        rule.version(),
                        "",
                        rule.validity(),
                        rule.conditionText(),
                        rule.condition(),
                        model.spread(),
                        model.parts(),
                        rule.place()));
        if (new RulePasses(rules).cycle().isPresent()) {
            rules.set(place, rule);
        }
        if (random.nextBoolean()) {
            Collections.swap(rules, random.nextInt(rules.size()), random.nextInt(rules.size()));
        }
        return "rule " + rule.id() + " has other parts";
    }
}
