package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure's prices are for one of what Quantity counts, or for the block of UnitOfMeasure: the row's own cost tells which. */
class AzureBlockPricesTest {
    private static final String HEADING =
            "BillingAccountId,SubscriptionId,Date,MeterCategory,ConsumedService,ResourceId,"
                    + "BillingCurrencyCode,ChargeType,PricingModel,UnitOfMeasure,Quantity,UnitPrice,PayGPrice,EffectivePrice,"
                    + "CostInBillingCurrency\n";
    private static final String HEAD = "0099,sub-1,01/15/2026,Storage,Microsoft.Storage,/x,EUR,";

    @TempDir
    Path folder;

    private Bill bill(Map<String, String> options, String... rows) {
        return Bill.csv(Mappings.shipped("azure"), HEADING + String.join("", rows), folder, "a.csv", Map.of(), options);
    }

    /** @param numbers quantity, unit price, list price, effective price, cost */
    private static String usage(String measure, String numbers) {
        return HEAD + "Usage,OnDemand," + measure + "," + numbers + "\n";
    }

    private static void assertCosts(Map<String, @Nullable Object> record, String list, String contracted, String cost) {
        assertThat(record)
                .containsEntry("ListCost", Bill.decimal(list))
                .containsEntry("ContractedCost", Bill.decimal(contracted))
                .containsEntry("EffectiveCost", Bill.decimal(cost));
    }

    /** 1,430,000 operations at 0.026 per 10,000. */
    @Test
    void aPriceForABlockCostsAsManyBlocksAsWereUsed() {
        try (Bill bill = bill(Map.of(), usage("10K", "1430000,0.026,0.03,0.026,3.718"))) {
            assertCosts(bill.only(), "4.29", "3.718", "3.718");
            assertThat(bill.only())
                    .containsEntry("PricingQuantity", Bill.decimal("143"))
                    .containsEntry("PricingUnit", "10K")
                    .containsEntry("ConsumedQuantity", Bill.decimal("1430000"))
                    .containsEntry("ConsumedUnit", "Units");
        }
    }

    /** 0.0004 blocks of 10,000 at 0.1 for the block: the quantity counts blocks. */
    @Test
    void aQuantityOfBlocksIsPricedAsItStands() {
        try (Bill bill = bill(Map.of(), usage("10K", "0.0004,0.1,0.2,0.1,0.00004"))) {
            assertCosts(bill.only(), "0.00008", "0.00004", "0.00004");
            assertThat(bill.only())
                    .containsEntry("PricingQuantity", Bill.decimal("0.0004"))
                    .containsEntry("ConsumedUnit", "10K");
        }
    }

    @Test
    void bothKindsMayStandInOneFile() {
        try (Bill bill =
                bill(Map.of(), usage("10K", "0.0004,0.1,0.1,0.1,0.00004"), usage("100 Hours", "250,0.8,0.8,0.8,2"))) {
            assertCosts(bill.records().get(0), "0.00004", "0.00004", "0.00004");
            assertCosts(bill.records().get(1), "2", "2", "2");
        }
    }

    /** 200 hours that a reservation covers: 2 blocks at 100 list, 80 contracted and 30 paid. */
    @Test
    void theEffectivePriceDecidesWhereADiscountHidesTheUnitPrice() {
        String row = HEAD + "Usage,Reservation,100 Hours,200,80,100,30,60\n";
        try (Bill bill = bill(Map.of("dataset", "amortized"), row)) {
            assertCosts(bill.only(), "200", "160", "60");
        }
    }

    @Test
    void usageThatCostNothingIsPricedByItsBlocks() {
        try (Bill bill = bill(Map.of(), usage("1M", "89000000,0.028,0.028,0,0"))) {
            assertCosts(bill.only(), "2.492", "2.492", "0");
        }
    }

    @Test
    void theSourceMayDecideForAllRows() {
        String row = usage("10K", "20000,0.5,0.5,0.5,1");
        try (Bill bill = bill(Map.of("price-per", "quantity"), row)) {
            assertCosts(bill.only(), "10000", "10000", "1");
        }
        try (Bill bill = bill(Map.of("price-per", "block"), row)) {
            assertCosts(bill.only(), "1", "1", "1");
        }
    }

    @Test
    void aRowWithoutAPriceIsContractedAtItsCost() {
        try (Bill bill = bill(Map.of(), HEAD + "Refund,OnDemand,,1,0,0,0,-96.42\n")) {
            assertCosts(bill.only(), "-96.42", "-96.42", "-96.42");
        }
    }

    /** 100 hours at 2 USD per 100 hours are 2 USD; at 0.9 they are 1.8 CHF, at the list price 2.25 CHF. */
    @Test
    void pricesInAnotherCurrencyAreTurnedByTheRowsRate() {
        String text = "billingAccountId,subscriptionId,date,meterCategory,consumedService,resourceId,billingCurrency,"
                + "chargeType,pricingModel,unitOfMeasure,quantity,unitPrice,payGPrice,effectivePrice,"
                + "costInBillingCurrency,costInPricingCurrency,paygCostInBillingCurrency,exchangeRatePricingToBilling\n"
                + "b,s,01/15/2026,Storage,Microsoft.Storage,/x,CHF,Usage,OnDemand,100 Hours,100,2,2.5,2,1.8,2,2.25,0.9\n";
        try (Bill bill = Bill.csv(Mappings.shipped("azure"), text, folder)) {
            assertCosts(bill.only(), "2.25", "1.8", "1.8");
        }
    }

    /** Whatever the block, the discount and the kind of price: list is never below contracted, nor that below effective. */
    @Test
    void noCostIsAboveTheOneBeforeItsDiscount() {
        long seed = 20260115;
        Random random = new Random(seed);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            rows.append(randomRow(random));
        }
        try (Bill bill = bill(Map.of("dataset", "amortized"), rows.toString())) {
            assertThat(bill.rejects()).isEmpty();
            for (Map<String, @Nullable Object> record : bill.records()) {
                BigDecimal effective = cost(record, "EffectiveCost");
                assertThat(cost(record, "ContractedCost"))
                        .as("seed %s", seed)
                        .isBetween(effective, times(effective, 10));
                assertThat(cost(record, "ListCost"))
                        .as("seed %s", seed)
                        .isBetween(cost(record, "ContractedCost"), times(effective, 10));
            }
        }
    }

    private static String randomRow(Random random) {
        String measure = List.of("1 Hour", "10 Hours", "100 Hours", "10K", "1M").get(random.nextInt(5));
        BigDecimal block = Map.of(
                        "1 Hour", BigDecimal.ONE,
                        "10 Hours", BigDecimal.TEN,
                        "100 Hours", new BigDecimal(100),
                        "10K", new BigDecimal(10_000),
                        "1M", new BigDecimal(1_000_000))
                .get(measure);
        BigDecimal quantity = new BigDecimal(1 + random.nextInt(1_000_000)).multiply(block);
        BigDecimal list = BigDecimal.valueOf(1 + random.nextInt(10_000), 4);
        BigDecimal contracted = list.multiply(BigDecimal.valueOf(50 + random.nextInt(51), 2));
        BigDecimal effective = contracted.multiply(BigDecimal.valueOf(28 + random.nextInt(73), 2));
        boolean byBlock = random.nextBoolean();
        BigDecimal cost = quantity.multiply(effective).divide(byBlock ? block : BigDecimal.ONE, 18, RoundingMode.FLOOR);
        return HEAD
                + String.join(
                        ",",
                        "Usage",
                        random.nextBoolean() ? "SavingsPlan" : "OnDemand",
                        measure,
                        quantity.toPlainString(),
                        contracted.toPlainString(),
                        list.toPlainString(),
                        effective.toPlainString(),
                        cost.toPlainString())
                + "\n";
    }

    private static BigDecimal cost(Map<String, @Nullable Object> record, String column) {
        return (BigDecimal) java.util.Objects.requireNonNull(record.get(column));
    }

    private static BigDecimal times(BigDecimal number, int factor) {
        return number.multiply(BigDecimal.valueOf(factor));
    }
}
