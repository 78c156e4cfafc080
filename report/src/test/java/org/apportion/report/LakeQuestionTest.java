package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.apportion.model.CostBasis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeQuestionTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Reports reports;

    @BeforeAll
    static void runTheMonth() {
        reports = new MonthLake(folder, ShopMonth.data(), ShopMonth.organization(), CostBasis.BILLED)
                .run(ShopMonth.data(), ShopMonth.priceLines())
                .open();
    }

    @AfterAll
    static void close() {
        reports.close();
    }

    private static BigDecimal answer(String question) {
        return LakeQuestion.parse("spend", question).answer(reports, ShopMonth.MONTH);
    }

    @Test
    void theAllocatedCostOfAMonthIsOneNumberInTheUnitThatIsAskedFor() {
        // 10 + 1 + 5 EUR; 7.50 of them of the consumer a
        assertThat(answer("cost; currency=EUR")).isEqualByComparingTo("16");
        assertThat(answer("cost; currency=EUR; consumer=principal:a; decimals=2"))
                .isEqualByComparingTo("750");
    }

    @Test
    void whatWasUsedIsAskedByItsMetric() {
        // 3 of a and 1 of b
        assertThat(answer("usage; metric=cpu")).isEqualByComparingTo("4");
    }

    @Test
    void nothingThatMatchesIsZero() {
        assertThat(answer("cost; consumer=principal:nobody")).isZero();
    }

    @Test
    void moreThanOneNumberIsAnError() {
        assertThatThrownBy(() -> answer("cost"))
                .hasMessageStartingWith("LAKE_QUESTION_UNREADABLE usage lake spend")
                .hasMessageContaining("The answer for spend has 2 currencies or metrics");
    }

    @Test
    void aQuestionThatIsNoneIsTold() {
        assertThatThrownBy(() -> LakeQuestion.parse("spend", "costs; team=a"))
                .hasMessageContaining("It begins with none of cost, price and usage");
        assertThatThrownBy(() -> LakeQuestion.parse("spend", "cost; decimals=13"))
                .hasMessageContaining("more than 12 decimals");
    }
}
