package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.apportion.model.CostBasis;
import org.apportion.report.statement.Shown;
import org.apportion.report.statement.Statement;
import org.apportion.report.statement.StatementPage;
import org.apportion.report.statement.Statements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementsTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Reports reports;

    @SuppressWarnings("NullAway.Init")
    private static Statements statements;

    @BeforeAll
    static void runTheMonth() {
        reports = new MonthLake(folder, ShopMonth.data(), ShopMonth.organization(), CostBasis.BILLED)
                .run(ShopMonth.data(), ShopMonth.priceLines())
                .open();
        statements = new Statements(reports, ShopMonth.MONTH, 12);
    }

    @AfterAll
    static void close() {
        reports.close();
    }

    @Test
    void theOrganizationsPageHoldsTheWholeBill() {
        Statement page = statements.organization();

        Statement.Part euros = page.parts().get(0);
        assertThat(euros.total()).isEqualByComparingTo("16");
        assertThat(euros.units().orElseThrow().rows())
                .extracting(Statement.Row::label, row -> row.amount().toPlainString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("(unallocated)", "8.50"),
                        org.assertj.core.groups.Tuple.tuple("Shop", "7.50"));
        assertThat(euros.unallocated().orElseThrow().amount()).isEqualByComparingTo("8.5");
        assertThat(euros.unallocated().orElseThrow().rows())
                .allSatisfy(gap -> assertThat(gap.fix()).isPresent());
        assertThat(page.parts()).extracting(Statement.Part::currency).containsExactly("EUR", "USD");
    }

    @Test
    void aUnitsPageHoldsTheUnitsBelowIt() {
        Statement page = statements.of("shop");

        assertThat(page.parts().get(0).units().orElseThrow().rows())
                .extracting(Statement.Row::label)
                .containsExactly("Team A");
        assertThat(page.parts().get(1).units().orElseThrow().rows())
                .extracting(Statement.Row::label)
                .containsExactly("Team X");
        assertThat(page.parts())
                .allSatisfy(part -> assertThat(part.unallocated()).isEmpty());
    }

    @Test
    void theOrganizationsPageSaysHowMuchIsTaggedByCostAndByResource() {
        Statement page = statements.organization();

        // Only the machine of 4 USD has the tag; the cluster and the disk of 16 EUR have none.
        assertThat(page.parts().get(0).coverage())
                .extracting(row -> row.key() + " " + Shown.percent(row.share()) + " " + row.taggedResources() + " of "
                        + row.resources())
                .containsExactly("team 0.0\u00a0% 0 of 2");
        assertThat(page.parts().get(1).coverage())
                .extracting(row -> row.key() + " " + Shown.percent(row.share()) + " " + row.taggedResources() + " of "
                        + row.resources())
                .containsExactly("team 100.0\u00a0% 1 of 1");
        assertThat(new StatementPage().html(page)).contains("<caption>Tag coverage</caption>");
        assertThat(statements.of("shop").parts())
                .allSatisfy(part -> assertThat(part.coverage()).isEmpty());
    }

    @Test
    void aTeamsPageLeadsUpAndShowsItsPrices() {
        Statement page = statements.of("team-a");

        assertThat(page.path()).extracting(Statement.Link::name).containsExactly("Shop");
        assertThat(page.parts()).hasSize(1);
        assertThat(page.parts().get(0).total()).isEqualByComparingTo("7.5");
        assertThat(page.parts().get(0).units()).isEmpty();
        assertThat(page.prices().get(0).total()).isEqualTo(new BigDecimal("8.25"));
    }

    @Test
    void onlyUnitsThatWereChargedHaveAPage() {
        assertThat(statements.units()).containsExactly("shop", "team-a", "team-x");
    }

    @Test
    void theSameRunGivesTheSameBytes() {
        Statements again = new Statements(reports, ShopMonth.MONTH, 12);

        assertThat(new StatementPage().html(again.organization()))
                .isEqualTo(new StatementPage().html(statements.organization()))
                .startsWith(StatementPage.FIRST_LINE)
                .contains(">16.00<", "apportion unallocated --month 2026-10")
                .doesNotContain("<script", "http://", "https://");
    }
}
