package org.apportion.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.testkit.month.EngineTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationQueriesTest {
    @TempDir
    Path folder;

    @Test
    void aRecordThatEndsWithTheMonthDoesNotLookIntoTheNext() {
        assertThat(months(new SmallMonth().recordAt("1", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")))
                .containsExactly("2026-10");
    }

    @Test
    void aRecordAcrossMidnightOfTheLastDayLooksIntoBothMonths() {
        SmallMonth month = new SmallMonth().recordAt("1", "2026-10-31T23:00:00Z", "2026-11-01T01:00:00Z");
        assertThat(months(month)).containsExactly("2026-10", "2026-11");
    }

    @Test
    void aTaxLooksIntoTheMonthOfItsStartOnly() {
        SmallMonth month =
                new SmallMonth().recordAt("1", "2026-10-31T23:00:00Z", "2026-11-01T01:00:00Z", "ChargeCategory", "Tax");
        assertThat(months(month)).containsExactly("2026-10");
    }

    @Test
    void aTaxThatARuleCutsIntoHoursLooksIntoBothMonths() {
        SmallMonth month = new SmallMonth()
                .recordAt("1", "2026-10-31T23:00:00Z", "2026-11-01T01:00:00Z", "ChargeCategory", "Tax")
                .rule(
                        new Condition.Always(),
                        Spread.HOURS,
                        new Part(
                                "all",
                                BigDecimal.ONE,
                                "x",
                                List.of(new Tier.ByMetric("m", Tier.UsageKey.RESOURCE_ID))));
        assertThat(months(month)).containsExactly("2026-10", "2026-11");
    }

    @Test
    void tagKeysOfConditionsAndOwnersAreFound() {
        SmallMonth month = new SmallMonth()
                .rule(
                        new Condition.Not(new Condition.Has(new Condition.Operand.TagValue("env"))),
                        Spread.EVEN,
                        new Part(
                                "all",
                                BigDecimal.ONE,
                                "x",
                                List.of(new Tier.Direct(List.of(
                                        new Tier.Owner.ByTag("team"), new Tier.Owner.ByDirectory(List.of("app")))))));
        assertThat(AllocationQueries.tagKeys(month.data().rules())).containsExactly("app", "env", "team");
    }

    private List<String> months(SmallMonth month) {
        try (PlanSession session = new PlanSession(folder)) {
            EngineTables.load(session.engine(), month.data(), EngineTables.Names.PLAIN);
            String query = AllocationQueries.usageMonths(
                    "cost", month.data().rules(), session.engine().dialect());
            return session.engine().query(query, row -> String.valueOf(row.text(0)));
        }
    }
}
