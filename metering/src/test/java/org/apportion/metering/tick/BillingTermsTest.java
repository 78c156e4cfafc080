package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apportion.metering.Products;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.MeteringMode;
import org.apportion.model.metering.MeteringModes;
import org.apportion.model.metering.MeteringSetting;
import org.apportion.model.metering.SamplePolicy;
import org.apportion.model.metering.UsageAggregation;
import org.junit.jupiter.api.Test;

final class BillingTermsTest {
    private static BillingTerms terms(MeteringModes modes) {
        return BillingTerms.of(
                Products.daily(
                        modes,
                        SamplePolicy.STANDARD,
                        metric(
                                "nodes",
                                UsageAggregation.AVERAGE,
                                ConsumptionReporting.TIERED,
                                band("a", 5, 10),
                                band("b", 11, -1))),
                6,
                Optional.empty());
    }

    private static MeteringMode remainder(String json) {
        return BillingTerms.parse(json).modes().of(MeteringSetting.TIERED_REMAINDER);
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        String json = terms(MeteringModes.DOCUMENTED).json();

        assertThat(BillingTerms.parse(json).json()).isEqualTo(json);
        assertThat(remainder(json)).isEqualTo(MeteringMode.DOCUMENTED);
    }

    @Test
    void termsFromBeforeTiersHadNoHolesKeepTheRuleOfTheirTime() {
        String since = ", \"tiers\": \"without_holes\"";
        String documented = terms(MeteringModes.DOCUMENTED).json();
        String compat = terms(MeteringModes.COMPAT).json();

        assertThat(documented).contains(since);
        assertThat(remainder(documented.replace(since, ""))).isEqualTo(MeteringMode.FORMER);
        assertThat(remainder(compat.replace(since, ""))).isEqualTo(MeteringMode.COMPAT);
        assertThat(remainder(BillingTerms.parse(documented.replace(since, "")).json()))
                .as("written again")
                .isEqualTo(MeteringMode.FORMER);
    }
}
