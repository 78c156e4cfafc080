package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.testkit.month.BillRecord;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.Allocation;
import org.apportion.testkit.reference.RecordShare;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Months of hostile records, names, rules and usage: whatever is explained follows to the last digit. */
class ExplainPropertyTest {
    private static final int RECORDS = 60;
    private static final int CHARGES = 25;
    private static final int EXPLAINED_RECORDS = 8;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void chargesAndRecordsAreRecomputedEqual(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        Allocation reference = ReferenceAllocator.allocate(data, basis);
        MonthLake lake = new MonthLake(folder, data, organization(data), basis).run(data, List.of());
        Random random = new Random(seed);
        try (Reports reports = lake.open()) {
            List<List<Object>> charges =
                    new ArrayList<>(reports.charges(ChargeQuery.of(data.month()).limit(1_000_000))
                            .rows());
            assertThat(charges).as("seed %d", seed).hasSameSizeAs(reference.charges());
            Collections.shuffle(charges, random);
            for (List<Object> charge : charges.subList(0, Math.min(CHARGES, charges.size()))) {
                ExplanationNode node = reports.explain(String.valueOf(charge.get(0)));
                assertThat(proof(node).text())
                        .as("seed %d, charge %s", seed, charge)
                        .startsWith("recomputed: equal");
            }
            List<BillRecord> records = new ArrayList<>(data.records());
            Collections.shuffle(records, random);
            for (BillRecord record : records.subList(0, EXPLAINED_RECORDS)) {
                ExplanationNode node = reports.explain("record:" + record.id());
                assertThat(proof(node).text())
                        .as("seed %d, record %s", seed, record)
                        .startsWith("recomputed: equal");
                assertThat(owed(node)).as("seed %d, record %s", seed, record).isSubsetOf(owed(reference, record));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5})
    void everyGroupingSumsToTheSameTotal(long seed) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        MonthLake lake = new MonthLake(folder, data, organization(data), CostBasis.BILLED).run(data, List.of());
        Map<Object, BigDecimal> total = new HashMap<>();
        data.records()
                .forEach(record -> total.merge(
                        String.valueOf(record.column("BillingCurrency")), record.billedCost(), BigDecimal::add));
        try (Reports reports = lake.open()) {
            for (String word :
                    List.of("unit", "consumer", "service", "day", "rule", "tag:it's", "tag:😀", "resource")) {
                for (int top : new int[] {0, 2}) {
                    ReportTable table =
                            reports.costs(CostQuery.of(data.month()).by(word).top(top));
                    Map<Object, BigDecimal> sums = new HashMap<>();
                    table.rows()
                            .forEach(row ->
                                    sums.merge(String.valueOf(row.get(2)), (BigDecimal) row.get(1), BigDecimal::add));
                    assertThat(sums)
                            .as("seed %d by %s, top %d", seed, word, top)
                            .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                            .usingRecursiveComparison()
                            .isEqualTo(total);
                }
            }
        }
    }

    static Organization organization(MonthData data) {
        TreeSet<String> ids = new TreeSet<>();
        data.directory().entries().stream().map(DirectoryEntry::unitId).forEach(ids::add);
        return new Organization(ids.stream()
                .map(id -> new OrganizationUnit(id, "Unit " + id, "team", null, null, null, List.of()))
                .toList());
    }

    private static ExplanationNode proof(ExplanationNode node) {
        return node.children().get(node.children().size() - 1);
    }

    /** Charge and what the record owes to it, exact. */
    private static List<String> owed(ExplanationNode node) {
        ExplanationNode shares = node.children().stream()
                .filter(child -> child.kind().equals("shares"))
                .findFirst()
                .orElseThrow();
        return shares.children().stream()
                .filter(child -> child.kind().equals("charge"))
                .map(child -> fact(child, "id") + " " + fact(child, "owes"))
                .toList();
    }

    static String fact(ExplanationNode node, String name) {
        return node.facts().stream()
                .filter(fact -> fact.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<String> owed(Allocation reference, BillRecord record) {
        Map<String, BigDecimal> sums = new HashMap<>();
        reference
                .recordShares()
                .filter(share -> share.recordId() == record.id())
                .forEach(share -> sums.merge(id(share), share.amount(), BigDecimal::add));
        return sums.entrySet().stream()
                .map(entry -> entry.getKey() + " " + SumTable.plain(entry.getValue()))
                .toList();
    }

    private static String id(RecordShare share) {
        return ChargeId.of(
                share.cell().group().id(),
                share.leaf().day(),
                share.leaf().part(),
                share.leaf().tier(),
                share.leaf().consumer());
    }
}
