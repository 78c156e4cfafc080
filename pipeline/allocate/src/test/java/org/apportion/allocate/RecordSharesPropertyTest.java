package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.allocate.RecordShares.Measure;
import org.apportion.model.CostBasis;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.HostileShares;
import org.apportion.testkit.month.MonthData;
import org.apportion.testkit.reference.RecordShare;
import org.apportion.testkit.reference.ReferenceAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of single records: equal to the reference, and each column sums to its record. */
class RecordSharesPropertyTest {
    private static final BigDecimal ONE = BigDecimal.ONE;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void sharesOfTheChargedCostAreThoseOfTheReference(long seed) {
        agree(HostileMonth.generate(seed), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void theyAreWhereTagsStandForSeveralOwners(long seed) {
        agree(HostileShares.draw(HostileMonth.generate(seed), seed), seed);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreWhateverKindsOfRulesThereAre(SimplerRules rules) {
        long seed = 201 + rules.ordinal();
        agree(rules.of(HostileMonth.generate(seed)), seed);
    }

    private void agree(MonthData data, long seed) {
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        Map<String, BigDecimal> expected = new HashMap<>();
        ReferenceAllocator.allocate(data, basis)
                .recordShares()
                .forEach(share -> expected.merge(line(share), share.amount(), BigDecimal::add));
        expected.values().removeIf(amount -> amount.signum() == 0);
        try (PlanSession session = new PlanSession(folder)) {
            Map<String, BigDecimal> actual = new HashMap<>();
            String cost = basis.column();
            session.run(data, basis, PlanOptions.SAFE);
            session.engine()
                    .forEach(
                            "SELECT s.x_RecordId, s.day, s.part, s.tier, s.consumer_kind, s.consumer, s.reason, CASE WHEN"
                                    + " s.is_whole = 1 THEN c." + cost + " ELSE s." + cost + " END FROM ("
                                    + split(session, data, basis)
                                    + ") AS s JOIN cost AS c ON c.x_RecordId = s.x_RecordId",
                            row -> actual.merge(
                                    row.number(0) + "|" + row.date(1) + "|" + row.number(2) + "|" + row.number(3) + "|"
                                            + row.text(4) + "|" + row.text(5) + "|" + row.text(6),
                                    PlanSession.amount(row, 7),
                                    BigDecimal::add));
            actual.values().removeIf(amount -> amount.signum() == 0);
            assertThat(actual.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
            actual.forEach((key, amount) ->
                    assertThat(amount).as("seed %d: %s", seed, key).isEqualByComparingTo(expected.get(key)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void everyColumnSumsToItsRecordAndRatiosToOne(long seed) {
        MonthData data = HostileMonth.generate(seed);
        try (PlanSession session = new PlanSession(folder)) {
            session.run(data, CostBasis.BILLED, PlanOptions.SAFE);
            String sums = "SELECT x_RecordId, max(is_whole) AS whole, count(*) AS n, sum(ratio) AS ratio, min(ratio) AS"
                    + " least, sum(BilledCost) AS BilledCost, sum(EffectiveCost) AS EffectiveCost FROM ("
                    + split(session, data, CostBasis.BILLED) + ") AS s GROUP BY x_RecordId";
            int[] seen = new int[2];
            session.engine()
                    .forEach(
                            "SELECT c.x_RecordId, s.whole, s.n, s.ratio, s.least, c.BilledCost, s.BilledCost,"
                                    + " c.EffectiveCost, s.EffectiveCost FROM cost AS c LEFT JOIN (" + sums
                                    + ") AS s ON s.x_RecordId = c.x_RecordId",
                            row -> {
                                String where = "seed " + seed + ", record " + row.number(0);
                                boolean whole = row.number(1) == 1;
                                seen[whole ? 0 : 1]++;
                                assertThat(row.decimal(3)).as(where).isEqualByComparingTo(ONE);
                                assertThat(row.decimal(4)).as(where).isNotNegative();
                                if (whole) {
                                    assertThat(row.number(2)).as(where).isEqualTo(1);
                                } else {
                                    assertThat(row.decimal(6)).as(where).isEqualByComparingTo(row.decimal(5));
                                    assertThat(row.decimal(8)).as(where).isEqualByComparingTo(row.decimal(7));
                                }
                            });
            assertThat(seen[0] + seen[1]).isEqualTo(data.records().size());
        }
    }

    @Test
    void theChargedCostIsOneOfTheMeasures() {
        List<Measure> measures = List.of(Measure.cost("EffectiveCost"));

        try (PlanSession session = new PlanSession(folder)) {
            assertThatThrownBy(() -> RecordShares.of(
                            List.of(), CostBasis.BILLED, session.engine().dialect(), PlanSession.INPUTS, measures))
                    .hasMessage("no measure is BilledCost");
        }
    }

    @ParameterizedTest(name = "grain {0}")
    @ValueSource(longs = {1, 1_000_000_000_000L})
    void sharesOfAQuantityAreMultiplesOfItsGrain(long grain) {
        MonthData data = HostileMonth.generate(21);
        try (PlanSession session = new PlanSession(folder)) {
            session.run(data, CostBasis.BILLED, PlanOptions.SAFE);
            session.engine().execute("UPDATE cost SET PricingQuantity = 7.123456789012345678");
            RecordShares shares = RecordShares.of(
                    data.rules(),
                    CostBasis.BILLED,
                    session.engine().dialect(),
                    PlanSession.INPUTS,
                    List.of(Measure.cost("BilledCost"), new Measure("PricingQuantity", Long.toString(grain))));
            shares.steps().forEach(step -> session.engine().execute(step.sql()));
            String parts = "SELECT x_RecordId, sum(PricingQuantity) AS q, count(CASE WHEN mod(PricingQuantity, "
                    + BigDecimal.valueOf(grain, 12).toPlainString() + ") <> 0 THEN 1 END) AS odd FROM ("
                    + shares.shares() + ") AS s WHERE is_whole = 0 GROUP BY x_RecordId";
            session.engine().forEach("SELECT q, odd FROM (" + parts + ") AS p", row -> {
                assertThat(row.decimal(0)).isEqualByComparingTo("7.123456789012345678");
                assertThat(row.number(1)).isLessThanOrEqualTo(1);
            });
        }
    }

    private static String split(PlanSession session, MonthData data, CostBasis basis) {
        RecordShares shares = RecordShares.of(
                data.rules(),
                basis,
                session.engine().dialect(),
                PlanSession.inputs(data),
                List.of(Measure.cost("BilledCost"), Measure.cost("EffectiveCost")));
        shares.steps().forEach(step -> session.engine().execute(step.sql()));
        return shares.shares();
    }

    private static String line(RecordShare share) {
        return share.recordId() + "|" + share.leaf().day() + "|" + share.leaf().part() + "|"
                + share.leaf().tier() + "|" + share.leaf().consumer().kind().text() + "|"
                + share.leaf().consumer().name() + "|" + share.leaf().reason();
    }
}
