package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.delivery.Verdict;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.source.ListedCost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedCostTest {
    private static final Validity FROM_OCTOBER_11 = new Validity(LocalDate.of(2026, 10, 11), null);

    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void aMonthCostsAsManyDaysAsItIsValid() {
        // 310 x 21 / 31 = 210
        run(cost("rack", "310", FROM_OCTOBER_11));

        assertThat(
                        here.costs(
                                "concat_ws(' ', BilledCost::DECIMAL(9,2), ChargePeriodStart, ChargePeriodEnd, Tags, ServiceName)"))
                .containsExactly("210.00 2026-10-11 00:00:00 2026-11-01 00:00:00 {team=infra} Housing");
    }

    @Test
    void aShareThatDoesNotDivideIsRoundedHalfEvenAtEighteenDecimals() {
        // 100 x 21 / 31 = 67.741935483870967741|9...
        run(cost("rack", "100", FROM_OCTOBER_11));

        assertThat(here.costs("BilledCost")).containsExactly("67.741935483870967742");
    }

    @Test
    void theListAsItIsNowIsTheNewest() {
        run(cost("rack", "310", Validity.ALWAYS));
        assertThat(run(cost("rack", "310", Validity.ALWAYS)).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.UNCHANGED);

        assertThat(run(cost("rack", "400", Validity.ALWAYS)).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED);
        assertThat(run(cost("rack", "310", Validity.ALWAYS)).slices())
                .extracting(SliceReport::verdict)
                .containsExactly(Verdict.REPLACED);
        assertThat(here.costs("BilledCost::INT")).containsExactly("310");
    }

    @Test
    void aCostThatIsNoLongerValidLeavesAnEmptyMonth() {
        run(cost("rack", "310", Validity.ALWAYS));
        run(cost("rack", "310", new Validity(null, LocalDate.of(2026, 10, 1))));

        assertThat(here.costs("x_Row")).isEmpty();
    }

    @Test
    void anUnknownColumnNamesThePlaceInTheConfiguration() {
        ListedCost wrong = new ListedCost(
                "rack", Money.of("1", "EUR"), Map.of("ServiceNam", "Housing"), Map.of(), Validity.ALWAYS);

        assertThatThrownBy(() -> run(wrong))
                .hasMessageStartingWith(
                        "IMPORT_SOURCE_INVALID apportion.yaml:7:3: Cost rack: Column ServiceNam cannot be set.");
    }

    private ImportReport run(ListedCost cost) {
        return here.run(Installation.priceList(List.of(cost)), ImportRequest.of(Installation.october()));
    }

    private static ListedCost cost(String id, String amount, Validity validity) {
        return new ListedCost(
                id, Money.of(amount, "EUR"), Map.of("ServiceName", "Housing"), Map.of("team", "infra"), validity);
    }
}
