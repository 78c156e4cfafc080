package org.apportion.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class PricingPropertyTest {

    @RepeatedTest(200)
    void theCostOfAllLinesEqualsTheAllocatedTotalsPerCurrency(RepetitionInfo seed) {
        PricingInput input = new RandomMonth(new Random(seed.getCurrentRepetition())).input();

        PricingResult result = Pricing.price(input);

        Map<String, BigDecimal> allocated = new TreeMap<>();
        input.costs().forEach(cost -> allocated.merge(cost.currency(), cost.amount(), BigDecimal::add));
        Map<String, BigDecimal> priced = new TreeMap<>();
        for (PriceLine line : result.lines()) {
            if (line.position().kind() == Position.Kind.COST) {
                priced.merge(line.cost().currency(), line.cost().amount(), BigDecimal::add);
            }
        }
        assertThat(priced)
                .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .usingRecursiveComparison()
                .isEqualTo(allocated);
        assertThat(result.costs()).isEqualTo(allocated);
    }

    @RepeatedTest(200)
    void whatAResaleAsksAndCreditsAddsUpToZero(RepetitionInfo seed) {
        RandomMonth month = new RandomMonth(new Random(seed.getCurrentRepetition()));

        PricingResult result = Pricing.price(month.input());

        assertThat(result.resales().values()).allSatisfy(net -> assertThat(net).isZero());
        BigDecimal credits = result.lines().stream()
                .filter(line -> line.position().kind() == Position.Kind.RESALE_CREDIT)
                .map(line -> line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal asked = result.lines().stream()
                .filter(line -> line.position().kind() != Position.Kind.RESALE_CREDIT)
                .filter(line -> result.resales().containsKey(String.valueOf(line.price())))
                .map(line -> line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(asked.add(credits)).isZero();
    }

    @RepeatedTest(200)
    void theStepsOfEachLineRecomputeItsAmount(RepetitionInfo seed) {
        PricingInput input = new RandomMonth(new Random(seed.getCurrentRepetition())).input();

        for (PriceLine line : Pricing.price(input).lines()) {
            assertThat(line.amount().currency()).isEqualTo("CHF");
            assertThat(line.amount().amount().scale()).isLessThanOrEqualTo(18);
            assertThat(line.cost().amount().scale()).isLessThanOrEqualTo(18);
            assertThat(Recalculation.amountOf(line.steps()))
                    .isEqualByComparingTo(line.amount().amount());
        }
    }

    @RepeatedTest(100)
    void theOrderOfTotalsChangesNoLine(RepetitionInfo seed) {
        RandomMonth month = new RandomMonth(new Random(seed.getCurrentRepetition()));
        List<String> rows = rows(month.input());

        Collections.shuffle(month.cases.costs, new Random(seed.getCurrentRepetition()));
        Collections.shuffle(month.cases.usage, new Random(seed.getCurrentRepetition()));
        Collections.shuffle(month.cases.services, new Random(seed.getCurrentRepetition()));
        Collections.shuffle(month.cases.components, new Random(seed.getCurrentRepetition()));
        Collections.shuffle(month.cases.rates, new Random(seed.getCurrentRepetition()));

        assertThat(rows(month.input())).isEqualTo(rows);
    }

    @RepeatedTest(100)
    void aTotalGivenInPiecesIsPricedAsOne(RepetitionInfo seed) {
        RandomMonth month = new RandomMonth(new Random(seed.getCurrentRepetition()));
        List<String> rows = rows(month.input());

        List<AllocatedTotal> halves = month.cases.costs.stream()
                .flatMap(cost -> List.of(
                        withAmount(cost, BigDecimal.TEN),
                        withAmount(cost, cost.amount().subtract(BigDecimal.TEN)))
                        .stream())
                .toList();
        month.cases.costs.clear();
        month.cases.costs.addAll(halves);

        assertThat(rows(month.input())).isEqualTo(rows);
    }

    @RepeatedTest(200)
    void daysBetweenChangesMayBeAddedBeforeTheyArePriced(RepetitionInfo seed) {
        RandomMonth month = new RandomMonth(new Random(seed.getCurrentRepetition()));
        List<String> rows = rows(month.input());
        List<LocalDate> changes = Pricing.changes(
                month.input().book(), month.input().rates(), month.input().currency());

        Map<String, AllocatedTotal> added = new TreeMap<>();
        for (AllocatedTotal cost : month.cases.costs) {
            long stretch =
                    changes.stream().filter(day -> !day.isAfter(cost.day())).count();
            String key = String.join(
                    " ",
                    stretch + "",
                    cost.unit(),
                    cost.account(),
                    cost.service(),
                    String.valueOf(cost.consumer()),
                    cost.currency());
            added.merge(key, cost, PricingPropertyTest::added);
        }
        month.cases.costs.clear();
        month.cases.costs.addAll(added.values());

        assertThat(rows(month.input())).isEqualTo(rows);
    }

    private static AllocatedTotal added(AllocatedTotal one, AllocatedTotal other) {
        return new AllocatedTotal(
                one.day().isBefore(other.day()) ? one.day() : other.day(),
                one.lastDay().isAfter(other.lastDay()) ? one.lastDay() : other.lastDay(),
                one.unit(),
                one.account(),
                one.service(),
                one.consumer(),
                one.currency(),
                one.amount().add(other.amount()));
    }

    private static AllocatedTotal withAmount(AllocatedTotal cost, BigDecimal amount) {
        return new AllocatedTotal(
                cost.day(), cost.unit(), cost.account(), cost.service(), cost.consumer(), cost.currency(), amount);
    }

    private static List<String> rows(PricingInput input) {
        return Pricing.price(input).lines().stream()
                .map(line -> Cases.read(line) + StepsJson.write(line.steps()))
                .toList();
    }
}
