package org.apportion.run;

import static org.apportion.run.TwoMonths.DECEMBER;
import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A closed month is restated twice at random, all four costs for themselves, and a rule gets another name between. What the bundles of
 * the two months that book it hold of each cost is what the bills differ.
 */
class FourCostCorrectionsPropertyTest {
    private static final List<String> COSTS = List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");

    @TempDir
    Path folder;

    /** Sums of the four costs per currency and cost. */
    private record Bill(String text, Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> minus(Bill other) {
            Map<String, BigDecimal> difference = new TreeMap<>(sums);
            other.sums.forEach((cost, sum) -> difference.merge(cost, sum.negate(), BigDecimal::add));
            return trimmed(difference);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 8})
    void eachCostOfTheCorrectionsIsTheDifferenceOfTheBills(long seed) {
        Random random = new Random(seed);
        TwoMonths months = TwoMonths.in(folder);
        months.company.configure(
                "outputs:\n",
                "outputs:\n  - id: provider\n    content: focus\n    path: out/{month}/provider\n"
                        + "    focus: {accept: [bills]}\n");
        if (seed % 2 == 0) {
            months.company.configure("cost-basis: billed", "cost-basis: effective");
        }
        months.company.write("bills/december.csv", TwoMonths.bill("2026-12", "1.00"), 1_000);
        Bill first = bill(random);
        Bill second = bill(random);
        Bill third = bill(random);
        months.company.write("bills/october.csv", first.text(), 1_000);
        months.run(OCTOBER);
        months.close(OCTOBER);

        months.company.write("bills/october.csv", second.text(), 2_000);
        months.run(NOVEMBER);
        months.close(NOVEMBER);
        months.company.write("bills/october.csv", third.text(), 3_000);
        months.company.configure("- id: kafka", "- id: kafka-events");
        months.run(DECEMBER);

        assertThat(booked(months, NOVEMBER)).as("seed %d, November", seed).isEqualTo(second.minus(first));
        assertThat(booked(months, DECEMBER)).as("seed %d, December", seed).isEqualTo(third.minus(second));
    }

    private static Bill bill(Random random) {
        List<String> rows = new ArrayList<>();
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (int i = 2 + random.nextInt(8); i > 0; i--) {
            String currency = random.nextInt(4) == 0 ? "USD" : "EUR";
            String service = List.of("Kafka", "Wiki", "Compute").get(random.nextInt(3));
            String day = "2026-10-" + List.of("01", "02", "16").get(random.nextInt(3));
            List<String> costs = new ArrayList<>();
            for (String cost : COSTS) {
                BigDecimal amount = random.nextInt(4) == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, random.nextInt(13));
                costs.add(amount.toPlainString());
                sums.merge(currency + " " + cost, amount, BigDecimal::add);
            }
            String resource = service.equals("Kafka") ? "events" : service.equals("Wiki") ? "wiki" : "vm-" + i % 3;
            rows.add(SmallCompany.row(
                            currency,
                            day + "T00",
                            day + "T01",
                            "Usage",
                            service,
                            resource,
                            "7.77",
                            random.nextBoolean() ? "shop" : "")
                    .replace("7.77,7.77,7.77,7.77", String.join(",", costs)));
        }
        return new Bill(SmallCompany.bill(rows), sums);
    }

    private static Map<String, BigDecimal> booked(TwoMonths months, BillingMonth month) {
        Path file = months.company.file("out/" + month + "/provider/cost_and_usage_corrections.csv");
        Map<String, BigDecimal> sums = new TreeMap<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            csv.forEach(row -> COSTS.forEach(cost -> sums.merge(
                    row.getField("BillingCurrency") + " " + cost,
                    new BigDecimal(row.getField(cost)),
                    BigDecimal::add)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trimmed(sums);
    }

    private static Map<String, BigDecimal> trimmed(Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> trimmed = new TreeMap<>();
        sums.forEach((cost, sum) -> {
            if (sum.signum() != 0) {
                trimmed.put(cost, sum.stripTrailingZeros());
            }
        });
        return trimmed;
    }
}
