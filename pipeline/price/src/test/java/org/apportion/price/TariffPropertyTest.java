package org.apportion.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.model.BillingMonth;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.organization.Organization;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.price.Tariff;
import org.apportion.price.PriceStep.CountedUsage;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Each repetition is a seed; its number is in the name of a failure. */
class TariffPropertyTest {
    private static final CountedUsage USAGE = new CountedUsage("storage", null, "all");

    @RepeatedTest(200)
    void moreNeverCostsLessInGraduatedTiersAndPackages(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        BigDecimal less = quantity(random);
        BigDecimal more = less.add(quantity(random));
        for (Tariff.Way way : List.of(new Tariff.Graduated(tiers(random)), packages(random))) {
            Tariff tariff = new Tariff(way, quantity(random), Tariff.CountedPer.ALL);

            assertThat(asked(tariff, more)).isGreaterThanOrEqualTo(asked(tariff, less));
        }
    }

    @RepeatedTest(200)
    void graduatedIsTheSumOverItsTiers(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<Tariff.Tier> tiers = tiers(random);
        BigDecimal quantity = quantity(random);
        BigDecimal expected = BigDecimal.ZERO;
        BigDecimal above = BigDecimal.ZERO;
        for (Tariff.Tier tier : tiers) {
            BigDecimal until = tier.upTo() == null ? quantity : quantity.min(tier.upTo());
            BigDecimal inside = until.subtract(above).max(BigDecimal.ZERO);
            expected = expected.add(inside.multiply(tier.pricePerUnit().amount()));
            above = until.max(above);
        }

        assertThat(asked(new Tariff(new Tariff.Graduated(tiers), BigDecimal.ZERO, Tariff.CountedPer.ALL), quantity))
                .isEqualByComparingTo(expected);
    }

    @RepeatedTest(200)
    void quantitiesOfAllStepsAddUpToTheMonth(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Tariff tariff = tariff(random);
        BigDecimal quantity = quantity(random);
        BigDecimal sum = BigDecimal.ZERO;
        for (PriceStep step : TariffAmount.of(tariff, USAGE, quantity).steps()) {
            if (step instanceof PriceStep.Included included) {
                sum = sum.add(included.quantity());
            } else if (step instanceof PriceStep.Tiered tier) {
                sum = sum.add(tier.quantity());
            } else if (step instanceof PriceStep.Packaged packaged) {
                sum = sum.add(packaged.quantity());
            }
        }

        assertThat(sum).isEqualByComparingTo(quantity);
    }

    @RepeatedTest(200)
    void sharesOfWhatIsCountedTogetherAddUpToItsPrice(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Tariff tariff = tariff(random);
        List<UsageTotal> usage = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < 1 + random.nextInt(7); i++) {
            BigDecimal quantity = quantity(random);
            total = total.add(quantity);
            usage.add(new UsageTotal(
                    Cases.day(1 + random.nextInt(31)), "storage", "unit-" + i, null, null, quantity, null));
        }
        Price price = new Price.ByTariff("tariff", Price.Scope.ANY, "storage", null, tariff, Validity.ALWAYS);
        BigDecimal asked = Pricing.price(new PricingInput(
                        BillingMonth.of(2026, 10),
                        List.of(),
                        usage,
                        new PriceBook(List.of(price), List.of(), List.of(), List.of(), List.of()),
                        new Organization(List.of()),
                        List.of(),
                        "CHF"))
                .lines()
                .stream()
                .map(line -> line.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(asked)
                .isEqualByComparingTo(
                        TariffAmount.of(tariff, USAGE, total).rounded().value().amount());
    }

    private static BigDecimal asked(Tariff tariff, BigDecimal quantity) {
        return TariffAmount.of(tariff, USAGE, quantity).value().amount();
    }

    private static Tariff tariff(Random random) {
        Tariff.Way way = switch (random.nextInt(3)) {
            case 0 -> new Tariff.Graduated(tiers(random));
            case 1 -> new Tariff.Volume(tiers(random));
            default -> packages(random);
        };
        return new Tariff(way, random.nextBoolean() ? BigDecimal.ZERO : quantity(random), Tariff.CountedPer.ALL);
    }

    private static Tariff.Packages packages(Random random) {
        return new Tariff.Packages(quantity(random).add(BigDecimal.ONE), price(random));
    }

    private static List<Tariff.Tier> tiers(Random random) {
        List<Tariff.Tier> tiers = new ArrayList<>();
        BigDecimal upTo = BigDecimal.ZERO;
        for (int i = random.nextInt(5); i > 0; i--) {
            upTo = upTo.add(quantity(random)).add(BigDecimal.ONE);
            tiers.add(new Tariff.Tier(upTo, price(random)));
        }
        tiers.add(new Tariff.Tier(null, price(random)));
        return tiers;
    }

    private static Money price(Random random) {
        return new Money(new BigDecimal(new BigInteger(30, random), 9), "CHF");
    }

    private static BigDecimal quantity(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(40), random), random.nextInt(10));
    }
}
