package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FocusMappingTest {
    private static final String HEADING =
            "BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ProviderName,SubAccountId,Tags,x_Owner\n";

    @TempDir
    Path folder;

    @Test
    void keepsEveryDigitOfACost() {
        String row = "-0.000000000000000001,1.5E-05,EUR,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z,AWS,0012,,me\n";
        try (Bill bill = Bill.csv(Mappings.shipped("focus"), HEADING + row, folder)) {
            assertThat(bill.plan().problems()).isEmpty();
            assertThat(bill.rejects()).isEmpty();
            Map<String, Object> record = bill.only();
            assertThat(record)
                    .containsEntry("BilledCost", Bill.decimal("-0.000000000000000001"))
                    .containsEntry("EffectiveCost", Bill.decimal("0.000015"))
                    .containsEntry("SubAccountId", "0012")
                    .containsEntry("ServiceProviderName", "AWS")
                    .containsEntry("ChargeCategory", "Usage")
                    .containsEntry("month", "2026-01")
                    .containsEntry("BillingPeriodEnd", Bill.time("2026-02-01T00:00:00Z"))
                    .containsEntry("Tags", null);
            assertThat(bill.plan().used()).contains("BilledCost", "Tags").doesNotContain("x_Owner");
            assertThat(bill.plan().idColumns()).containsExactly("SubAccountId");
        }
    }
}
