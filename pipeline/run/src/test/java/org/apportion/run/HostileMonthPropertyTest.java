package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.table.Tables;
import org.apportion.owners.TagContext;
import org.apportion.owners.TagResolver;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.apportion.testkit.reference.ReferenceCharge;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over nasty months: what lands in the lake is what the reference says, whatever the machine looks like. */
class HostileMonthPropertyTest {
    private static final int RECORDS = 150;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103})
    void runAndReferenceAgreeRowByRowWithAnyThreadsMemoryAndSlices(long seed) {
        MonthData data = resolved(HostileMonth.generate(seed, RECORDS));
        CostBasis basis = basis(seed);
        List<String> expected = expected(data, basis);
        List<String> priceLines;
        try (HostileInstallation narrow =
                new HostileInstallation(folder.resolve("narrow"), data, basis, 1, "300MB", 1)) {
            assertThat(narrow.run().proofs()).isPositive();
            requireSame(narrow.charges(), expected, "seed " + seed + ", one thread");
            priceLines = narrow.rows(Tables.PRICE_LINE);
        }
        try (HostileInstallation wide = new HostileInstallation(folder.resolve("wide"), data, basis, 4, "1GB", 3)) {
            wide.run();
            requireSame(wide.charges(), expected, "seed " + seed + ", four threads, slices");
            assertThat(wide.rows(Tables.PRICE_LINE))
                    .as("seed %s, price lines", seed)
                    .isEqualTo(priceLines);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {111, 112})
    void aMonthSplitInPortionsIsTheSameAndCanBeKept(long seed) {
        MonthData data = resolved(HostileMonth.generate(seed, RECORDS));
        CostBasis basis = basis(seed);
        List<String> expected = expected(data, basis);
        try (HostileInstallation large = new HostileInstallation(folder.resolve("large"), data, basis, 2, "300MB", 2)) {
            MonthResult portions = large.runInPortions(60);
            assertThat(large.chargeFiles()).isGreaterThan(2);
            assertThat(portions.counts().charges()).isEqualTo(expected.size());
            requireSame(large.charges(), expected, "seed " + seed + ", portions");
            List<String> priceLines = large.rows(Tables.PRICE_LINE);
            assertThat(large.run().split()).contains("all charges are kept");
            requireSame(large.charges(), expected, "seed " + seed + ", kept portions");
            assertThat(large.rows(Tables.PRICE_LINE)).isEqualTo(priceLines);
        }
    }

    private static CostBasis basis(long seed) {
        return seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
    }

    private static List<String> expected(MonthData data, CostBasis basis) {
        return ReferenceAllocator.allocate(data, basis).charges().stream()
                .map(ReferenceCharge::toLine)
                .toList();
    }

    private static void requireSame(List<String> actual, List<String> expected, String what) {
        assertThat(without(actual, expected)).as("%s: only in the lake", what).isEmpty();
        assertThat(without(expected, actual))
                .as("%s: only in the reference", what)
                .isEmpty();
        assertThat(actual).as("%s: order", what).isEqualTo(expected);
    }

    private static List<String> without(List<String> lines, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return lines.stream().filter(line -> !known.contains(line)).limit(10).toList();
    }

    /** The same month with tags resolved as a run resolves them. */
    private static MonthData resolved(MonthData data) {
        TagResolver resolver = new TagResolver(TagPolicy.NONE);
        Map<Long, SortedMap<String, String>> tags = new HashMap<>();
        for (BillRecord record : data.records()) {
            SortedMap<String, String> found = new TreeMap<>();
            resolver.resolve(new TagContext(
                            new HashMap<>(record.tags()),
                            record.column("x_ResourceGroup"),
                            record.column("SubAccountId"),
                            record.column("BillingAccountId")))
                    .forEach(tag -> found.put(tag.key(), tag.value()));
            tags.put(record.tagContext(), found);
        }
        return new MonthData(data.month(), data.records(), data.samples(), tags, data.directory(), data.rules());
    }
}
