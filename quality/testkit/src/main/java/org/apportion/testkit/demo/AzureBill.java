package org.apportion.testkit.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cost exports of an Azure enterprise agreement (columns of version 2024-08-01): actual cost with a reservation's purchase, and
 * amortized cost with its use and what is left unused. In EUR.
 */
final class AzureBill {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);
    private static final String RESERVATION_ORDER = "7d1f0000-0000-4000-8000-000000000042";
    private static final String RESERVATION = "7d1f0000-0000-4000-8000-000000000043";
    private static final BigDecimal RESERVED_HOUR = new BigDecimal("0.2164383561643836");
    private static final List<String> COLUMNS = List.of(
            ("InvoiceSectionName,AccountName,AccountOwnerId,SubscriptionId,SubscriptionName,ResourceGroup,ResourceLocation,Date,"
                            + "ProductName,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,"
                            + "EffectivePrice,CostInBillingCurrency,CostCenter,ConsumedService,ResourceId,Tags,OfferId,AdditionalInfo,"
                            + "ServiceInfo1,ServiceInfo2,ResourceName,ReservationId,ReservationName,UnitPrice,ProductOrderId,"
                            + "ProductOrderName,Term,PublisherType,PublisherName,ChargeType,Frequency,PricingModel,AvailabilityZone,"
                            + "BillingAccountId,BillingAccountName,BillingCurrencyCode,BillingPeriodStartDate,BillingPeriodEndDate,"
                            + "BillingProfileId,BillingProfileName,InvoiceSectionId,IsAzureCreditEligible,PartNumber,PayGPrice,"
                            + "PlanName,ServiceFamily,CostAllocationRuleName,benefitId,benefitName")
                    .split(","));

    private final CsvText actual = new CsvText(COLUMNS);
    private final CsvText amortized = new CsvText(COLUMNS);
    private final Amounts amounts = new Amounts(2);

    AzureBill() {
        for (LocalDate day : DemoMonth.days()) {
            AzureResource.ALL.forEach(resource -> daily(resource, day));
            reservation(day);
        }
        Map<String, String> purchase = row(AzureResource.LOGISTICS, DemoMonth.FIRST_DAY, "Virtual Machines");
        purchase.put("ChargeType", "Purchase");
        purchase.put("Frequency", "Recurring");
        purchase.put("PricingModel", "Reservation");
        purchase.put("Quantity", "4");
        purchase.put("UnitPrice", "158");
        purchase.put("EffectivePrice", "158");
        purchase.put("CostInBillingCurrency", "632");
        purchase.put("UnitOfMeasure", "1");
        purchase.put("ProductName", "Reserved VM Instance, Standard_D8s_v5, DE West Central, 1 Year");
        benefit(purchase);
        actual.row(purchase);
        Map<String, String> refund = row(AzureResource.CORPORATE, DemoMonth.FIRST_DAY.plusDays(8), "SQL Database");
        refund.put("ChargeType", "Refund");
        refund.put("Frequency", "OneTime");
        refund.put("PricingModel", "OnDemand");
        refund.put("Quantity", "1");
        refund.put("CostInBillingCurrency", "-96.4215371200");
        refund.put("Tags", "\"team\": \"hr-systems\"");
        refund.put("ProductName", "Service credit for September");
        both(refund);
    }

    String actual() {
        return actual.text();
    }

    String amortized() {
        return amortized.text();
    }

    private void daily(AzureResource resource, LocalDate day) {
        BigDecimal quantity = resource.isSteady()
                ? new BigDecimal(resource.quantity()).setScale(6, RoundingMode.HALF_EVEN)
                : amounts.ofDay(resource.quantity(), day, 6);
        BigDecimal price = new BigDecimal(resource.price());
        Map<String, String> row = row(resource.subscription(), day, resource.category());
        row.put("ResourceGroup", resource.group());
        row.put("ConsumedService", resource.service());
        row.put("ResourceId", resource.id());
        row.put("ResourceName", resource.name());
        row.put("MeterName", resource.meter());
        row.put(
                "MeterId",
                "0d15ea5e-0000-4000-8000-%012x".formatted(resource.meter().hashCode() & 0xffffffffL));
        row.put("ProductName", resource.category() + " - " + resource.meter() + " - DE West Central");
        row.put("UnitOfMeasure", resource.unit());
        row.put("Quantity", quantity.toPlainString());
        row.put("UnitPrice", price.toPlainString());
        row.put("EffectivePrice", price.toPlainString());
        row.put("PayGPrice", price.toPlainString());
        row.put("CostInBillingCurrency", resource.cost(quantity).toPlainString());
        row.put("Tags", resource.tags());
        row.put("ChargeType", "Usage");
        row.put("Frequency", "UsageBased");
        row.put("PricingModel", "OnDemand");
        both(row);
    }

    /** Four reserved machines; on Sundays one of them stands still, and what was paid for it is unused. */
    private void reservation(LocalDate day) {
        int running = day.getDayOfWeek().getValue() == 7 ? 3 : 4;
        BigDecimal hours = BigDecimal.valueOf(24L * running);
        Map<String, String> used = row(AzureResource.LOGISTICS, day, "Virtual Machines");
        used.put("ResourceGroup", "rg-routing");
        used.put("ConsumedService", "Microsoft.Compute");
        used.put(
                "ResourceId",
                "/subscriptions/" + AzureResource.LOGISTICS
                        + "/resourceGroups/rg-routing/providers/Microsoft.Compute/virtualMachines/solver");
        used.put("ResourceName", "solver");
        used.put("MeterName", "D8s v5");
        used.put("ProductName", "Virtual Machines Dsv5 Series - D8s v5 - DE West Central");
        used.put("UnitOfMeasure", "1 Hour");
        used.put("Quantity", hours.toPlainString());
        used.put("PayGPrice", "0.4600000000");
        used.put("Tags", "\"team\": \"routing\",\"env\": \"prod\"");
        used.put("ChargeType", "Usage");
        used.put("Frequency", "UsageBased");
        used.put("PricingModel", "Reservation");
        benefit(used);
        used.put("EffectivePrice", "0");
        used.put("UnitPrice", "0");
        used.put("CostInBillingCurrency", "0");
        actual.row(used);
        used.put("EffectivePrice", RESERVED_HOUR.toPlainString());
        used.put("UnitPrice", "0.4600000000");
        used.put("CostInBillingCurrency", RESERVED_HOUR.multiply(hours).toPlainString());
        amortized.row(used);
        if (running < 4) {
            Map<String, String> unused = row(AzureResource.LOGISTICS, day, "Virtual Machines");
            unused.put("ChargeType", "UnusedReservation");
            unused.put("Frequency", "UsageBased");
            unused.put("PricingModel", "Reservation");
            unused.put("UnitOfMeasure", "1 Hour");
            unused.put("Quantity", "24");
            unused.put("EffectivePrice", RESERVED_HOUR.toPlainString());
            unused.put("ProductName", "Virtual Machines Dsv5 Series - D8s v5 - DE West Central");
            unused.put(
                    "CostInBillingCurrency",
                    RESERVED_HOUR.multiply(BigDecimal.valueOf(24)).toPlainString());
            benefit(unused);
            amortized.row(unused);
        }
    }

    private static void benefit(Map<String, String> row) {
        row.put("ReservationId", RESERVATION);
        row.put("ReservationName", "routing-solver");
        row.put("ProductOrderId", RESERVATION_ORDER);
        row.put("ProductOrderName", "Reserved VM Instance, Standard_D8s_v5, DE West Central, 1 Year");
        row.put("Term", "12");
        row.put(
                "benefitId",
                "/providers/Microsoft.Capacity/reservationOrders/" + RESERVATION_ORDER + "/reservations/"
                        + RESERVATION);
        row.put("benefitName", "routing-solver");
    }

    private void both(Map<String, String> row) {
        actual.row(row);
        amortized.row(row);
    }

    private static Map<String, String> row(String subscription, LocalDate day, String category) {
        Map<String, String> row = new HashMap<>();
        row.put("AccountName", "Nordwind Cloud");
        row.put("SubscriptionId", subscription);
        row.put("SubscriptionName", AzureResource.subscriptionName(subscription));
        row.put("ResourceLocation", "germanywestcentral");
        row.put("MeterRegion", "DE West Central");
        row.put("Date", DATE.format(day));
        row.put("MeterCategory", category);
        row.put("PublisherType", "Azure");
        row.put("PublisherName", "Microsoft");
        row.put("BillingAccountId", "8642075");
        row.put("BillingAccountName", "Nordwind Outfitters");
        row.put("BillingCurrencyCode", "EUR");
        row.put("BillingPeriodStartDate", "10/01/2026");
        row.put("BillingPeriodEndDate", "10/31/2026");
        row.put("BillingProfileId", "8642075");
        row.put("BillingProfileName", "Nordwind Outfitters");
        row.put("IsAzureCreditEligible", "True");
        row.put("ServiceFamily", "Compute");
        row.put("OfferId", "MS-AZR-0017P");
        return row;
    }
}
