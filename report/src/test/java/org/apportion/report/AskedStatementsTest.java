package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.CostBasis;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.report.statement.Statement;
import org.apportion.report.statement.StatementPage;
import org.apportion.report.statement.Statements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bills are in EUR and USD. 3 CHF are asked of Operations, which is in Administration; neither was charged anything. Of team a are
 * asked 8.25 EUR and 2 CHF.
 */
class AskedStatementsTest {
    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Reports reports;

    @SuppressWarnings("NullAway.Init")
    private static Statements statements;

    @BeforeAll
    static void runTheMonth() {
        List<OrganizationUnit> units = new ArrayList<>(ShopMonth.organization().units());
        units.add(unit("admin", "Administration", null));
        units.add(unit("ops", "Operations", "admin"));
        List<Object[]> lines = new ArrayList<>(ShopMonth.priceLines());
        lines.add(francs(2, "ops", "3"));
        lines.add(francs(3, "team-a", "2"));
        reports = new MonthLake(folder, ShopMonth.data(), new Organization(units), CostBasis.BILLED)
                .run(ShopMonth.data(), lines)
                .open();
        statements = new Statements(reports, ShopMonth.MONTH, 12);
    }

    private static OrganizationUnit unit(String id, String name, @Nullable String parent) {
        return new OrganizationUnit(id, name, "team", parent, null, null, List.of());
    }

    private static Object[] francs(int line, String unit, String amount) {
        Object[] row = ShopMonth.priceLines().get(0).clone();
        row[1] = line;
        row[4] = unit;
        row[13] = BigDecimal.ZERO;
        row[15] = new BigDecimal(amount);
        row[16] = "CHF";
        return row;
    }

    @AfterAll
    static void close() {
        reports.close();
    }

    @Test
    void aUnitThatIsOnlyAskedSomethingIsReachedFromTheFirstPart() {
        assertThat(statements.units()).containsExactly("shop", "team-a", "team-x", "admin", "ops");
        List<Statement.Part> parts = statements.organization().parts();

        assertThat(parts).extracting(Statement.Part::currency).containsExactly("EUR", "USD");
        assertThat(labels(parts.get(0))).containsExactly("(unallocated)", "Shop", "Administration");
        assertThat(labels(parts.get(1))).containsExactly("Shop");
    }

    @Test
    void aUnitWithoutCostLeadsToUnitsBelowItThatAreAskedSomething() {
        Statement page = statements.of("admin");

        assertThat(page.parts()).singleElement().satisfies(part -> {
            assertThat(part.currency()).isEqualTo("CHF");
            assertThat(part.total()).isZero();
            assertThat(labels(part)).containsExactly("Operations");
        });
        assertThat(statements.of("ops").parts()).isEmpty();
        assertThat(new StatementPage().html(page)).contains("href=\"2026-10-ops.html\"");
    }

    @Test
    void whatIsAskedInSeveralCurrenciesIsToldInEach() {
        Statement page = statements.of("team-a");

        assertThat(page.prices())
                .extracting(asked -> asked.total() + " " + asked.currency())
                .containsExactly("2.00 CHF", "8.25 EUR");
        assertThat(new StatementPage().html(page)).contains("2.00</span> CHF asked", "8.25</span> EUR asked");
    }

    private static List<String> labels(Statement.Part part) {
        return part.units().orElseThrow().rows().stream()
                .map(Statement.Row::label)
                .toList();
    }
}
