package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureMappingTest {
    private static final String HEADING =
            "BillingAccountId,SubscriptionId,SubscriptionName,ResourceGroup,Date,MeterCategory,MeterName,"
                    + "Quantity,UnitOfMeasure,UnitPrice,PayGPrice,CostInBillingCurrency,BillingCurrencyCode,ConsumedService,ResourceId,"
                    + "ResourceLocation,Tags,ChargeType,Frequency,PricingModel,benefitId,BillingPeriodStartDate,BillingPeriodEndDate\n";
    private static final String HEAD = "0099,sub-1,Shop,,01/15/2026,Virtual Machines,B1s,";
    private static final String PLACE = ",CHF,Microsoft.Compute,/subscriptions/s/resourceGroups/rg-web/providers/"
            + "Microsoft.Compute/virtualMachines/vm1,US East,";
    private static final String TAIL = ",01/01/2026,01/31/2026\n";
    private static final String RESERVATION = "/providers/Microsoft.Capacity/reservationOrders/1";

    /** 24 hours at 0.11. */
    private static final String ON_DEMAND = HEAD + "24,1 Hour,0.11,0.12,2.64" + PLACE
            + "\"\"\"team\"\": \"\"web\"\"\",Usage,UsageBased,OnDemand," + TAIL;

    private static final String COVERED =
            HEAD + "8,1 Hour,0.146,0,0.5" + PLACE + ",Usage,UsageBased,Reservation," + RESERVATION + TAIL;
    private static final String UNUSED =
            HEAD + "2,1 Hour,0.146,0,0.25" + PLACE + ",UnusedReservation,UsageBased,Reservation," + RESERVATION + TAIL;
    private static final String PURCHASE =
            HEAD + "1,1 Hour,3.25,0,3.25" + PLACE + ",Purchase,OneTime,Reservation," + RESERVATION + TAIL;
    private static final String REFUND =
            HEAD + "-1,1 Hour,1,0,-1" + PLACE + ",Refund,OneTime,Reservation," + RESERVATION + TAIL;

    @TempDir
    Path folder;

    private Bill bill(String name, String dataset, String... rows) {
        return Bill.csv(
                Mappings.shipped("azure"),
                HEADING + String.join("", rows),
                folder,
                name,
                Map.of(),
                dataset.isEmpty() ? Map.of() : Map.of("dataset", dataset));
    }

    @Test
    void onDemandUsageIsReadWithItsPlaceAndTags() {
        try (Bill bill = bill("a.csv", "", ON_DEMAND)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("2.64"))
                    .containsEntry("ListCost", Bill.decimal("2.88"))
                    .containsEntry("ContractedCost", Bill.decimal("2.64"))
                    .containsEntry("BillingAccountId", "0099")
                    .containsEntry("ChargePeriodStart", Bill.time("2026-01-15T00:00:00Z"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-01-16T00:00:00Z"))
                    .containsEntry("BillingPeriodEnd", Bill.time("2026-02-01T00:00:00Z"))
                    .containsEntry("ConsumedUnit", "Hours")
                    .containsEntry("RegionId", "eastus")
                    .containsEntry("ResourceName", "vm1")
                    .containsEntry("ResourceType", "microsoft.compute/virtualmachines")
                    .containsEntry("x_ResourceGroup", "rg-web")
                    .containsEntry("ServiceCategory", "Compute")
                    .containsEntry("Tags", Map.of("team", "web"));
        }
    }

    @Test
    void actualFilesAloneAreEffectiveAsBilled() {
        try (Bill bill = bill("a.csv", "", ON_DEMAND, PURCHASE, REFUND)) {
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("4.89");
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("4.89");
            assertThat(bill.records().get(2))
                    .containsEntry("ChargeCategory", "Purchase")
                    .containsEntry("ChargeClass", "Correction");
        }
    }

    @Test
    void amortizedUsageOfACommitmentIsNotBilledAgain() {
        try (Bill bill = bill("a.csv", "amortized", ON_DEMAND, COVERED, UNUSED)) {
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("2.64");
            assertThat(bill.sum("EffectiveCost")).isEqualByComparingTo("3.39");
            assertThat(bill.records().get(1)).containsEntry("CommitmentDiscountStatus", "Used");
            assertThat(bill.records().get(2))
                    .containsEntry("ChargeCategory", "Usage")
                    .containsEntry("CommitmentDiscountStatus", "Unused");
        }
    }

    /** Billed 2.64 + 3.25 - 1; effective 2.64 + 0.5 + 0.25. */
    @Test
    void bothDataSetsTogetherBillAndAmortizeOnce() {
        try (Bill actual = bill("2026-01-actual.csv", "actual+amortized", ON_DEMAND, PURCHASE, REFUND);
                Bill amortized = bill("2026-01-amortized.csv", "actual+amortized", ON_DEMAND, COVERED, UNUSED)) {
            assertThat(actual.count(actual.plan().skippedRows().orElseThrow())).isEqualTo(1);
            assertThat(actual.sum("BilledCost").add(amortized.sum("BilledCost")))
                    .isEqualByComparingTo("4.89");
            assertThat(actual.sum("EffectiveCost").add(amortized.sum("EffectiveCost")))
                    .isEqualByComparingTo("3.39");
        }
    }

    @Test
    void aFileWhoseNameTellsNoDataSetIsAProblem() {
        try (Bill bill = bill("january.csv", "actual+amortized", ON_DEMAND)) {
            assertThat(bill.plan().problems())
                    .singleElement()
                    .asString()
                    .contains("neither the file's name nor its folders tell which one it is");
        }
    }

    @Test
    void unknownDataSetsAreRefused() {
        assertThatThrownBy(() -> bill("a.csv", "both", ON_DEMAND))
                .isInstanceOf(ApportionException.class)
                .hasMessageStartingWith("MAPPING_OPTION_INVALID azure: option dataset is 'both'");
    }

    @Test
    void costsOfMoreThanEighteenDecimalsAreRoundedAndTold() {
        String fine = ON_DEMAND.replace("2.64", "0.0001188669167459011366");
        try (Bill bill = bill("a.csv", "", fine)) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.only()).containsEntry("BilledCost", Bill.decimal("0.000118866916745901"));
            assertThat(bill.count(bill.plan().roundedRows().orElseThrow())).isEqualTo(1);
        }
    }

    @Test
    void finerDigitsAreRefusedWhereTheSourceAsksForIt() {
        String fine = HEADING + ON_DEMAND.replace("2.64", "0.0001188669167459011366");
        try (Bill bill = Bill.csv(
                Mappings.shipped("azure"), fine, folder, "a.csv", Map.of(), Map.of("finer-digits", "refuse"))) {
            assertThat(bill.rejects()).containsExactly("ROW_NUMBER_TOO_FINE CostInBillingCurrency");
        }
    }

    @Test
    void quantitiesOfBlocksKeepTheBlockInTheirUnit() {
        try (Bill bill = bill("a.csv", "", ON_DEMAND.replace("1 Hour", "10K"))) {
            assertThat(bill.only()).containsEntry("ConsumedUnit", "10K").containsEntry("PricingUnit", "10K");
        }
    }

    @Test
    void oldBilingualFilesHaveLocalizedNumbers() {
        String text = "Rapport (Report) 202601\n\n"
                + "\"Guid d'abonnement (SubscriptionGuid)\",Coût (Cost),Date (Date),ID d'instance (InstanceId),"
                + "Catégorie (MeterCategory),Service (ConsumedService),Quantité consommée (ConsumedQuantity)\n"
                + "s-1,\"1 234,5678\",2026-01-15,/subscriptions/s/resourceGroups/rg/providers/a/b/c,Storage,Microsoft.Storage,\"0,5\"\n"
                + "s-1,\"-0,00000001\",2026-01-16,/x,Storage,Microsoft.Storage,1\n";
        try (Bill bill = Bill.csv(
                Mappings.shipped("azure-ea-legacy"),
                text,
                folder,
                "old.csv",
                Map.of("BillingCurrency", "CHF"),
                Map.of())) {
            assertThat(bill.rejects()).isEmpty();
            assertThat(bill.sum("BilledCost")).isEqualByComparingTo("1234.56779999");
            assertThat(bill.records().get(0))
                    .containsEntry("SubAccountId", "s-1")
                    .containsEntry("x_ResourceGroup", "rg")
                    .containsEntry("ConsumedQuantity", Bill.decimal("0.5"));
        }
    }

    @Test
    void marketplaceChargesNeedTheirCurrencyFromTheSource() {
        String text = """
                subscriptionGuid,offerName,planName,extendedCost,usageStartDate,usageEndDate,consumedQuantity,tags
                s-1,Firewall,Gold,3.000067456,2026-01-15T00:00:00Z,2026-01-15T00:00:00Z,1,
                """;
        Mapping mapping = Mappings.shipped("azure-marketplace");
        try (Bill without = Bill.csv(mapping, text, folder)) {
            assertThat(without.plan().problems())
                    .singleElement()
                    .asString()
                    .startsWith("nothing gives BillingCurrency");
        }
        try (Bill bill = Bill.csv(mapping, text, folder, "b.csv", Map.of("BillingCurrency", "EUR"), Map.of())) {
            assertThat(bill.only())
                    .containsEntry("BilledCost", Bill.decimal("3.000067456"))
                    .containsEntry("ChargePeriodEnd", Bill.time("2026-01-16T00:00:00Z"));
        }
    }
}
