package org.apportion.report.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.model.BillingMonth;
import org.apportion.report.statement.Statement.Cause;
import org.apportion.report.statement.Statement.Link;
import org.apportion.report.statement.Statement.Mover;
import org.apportion.report.statement.Statement.Part;
import org.apportion.report.statement.Statement.Ranked;
import org.apportion.report.statement.Statement.Row;
import org.junit.jupiter.api.Test;

class StatementPageTest {
    private static final String HOSTILE = "S\u001b[2Jh\u0000o\u009bp\u202E\u007f";

    @Test
    void aNameWithControlCharactersMakesNoInvalidPage() {
        String html = html(HOSTILE);

        assertThat(html).contains("S\uFFFD[2Jh\uFFFDo\uFFFDp\u202E\uFFFD");
        assertThat(html.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .isEmpty();
    }

    @Test
    void aNameThatTurnsTheDirectionTurnsNothingBesideIt() {
        assertThat(html("S\u202Ehop"))
                .contains("<h1><bdi>S\u202Ehop</bdi> ", "<bdi>S\u202Ehop</bdi>: <bdi>disk</bdi> +1.00");
    }

    @Test
    void aChangeIsTheDifferenceOfTheNumbersBesideIt() {
        // Exactly it is 0.012, which alone would be shown as 0.01.
        assertThat(shown("0.994", "1.006", "1.01")).singleElement().satisfies(mover -> {
            assertThat(mover.before()).isEqualByComparingTo("0.99");
            assertThat(mover.amount()).isEqualByComparingTo("1.01");
            assertThat(mover.change()).isEqualByComparingTo("0.02");
        });
    }

    @Test
    void whatShowsTheSameNumberTwiceHasNotChanged() {
        // Exactly it is 0.0064, which alone would be shown as 0.01.
        assertThat(shown("10.006", "10.0124", "10.01")).isEmpty();
    }

    private static List<Mover> shown(String before, String amount, String ranked) {
        BigDecimal then = new BigDecimal(before);
        BigDecimal now = new BigDecimal(amount);
        return Mover.shown(
                List.of(new Mover("Compute", then, now, now.subtract(then), List.of())), ranked("Compute", ranked));
    }

    @Test
    void theWayFromTheInvoicesEndsAtTheTotalOfThePage() {
        Map<String, BigDecimal> corrections =
                new TreeMap<>(Map.of("2026-08 (prices)", new BigDecimal("-0.13"), "2026-09 (usage)", BigDecimal.TEN));

        assertThat(html(bridge(corrections)))
                .contains("Effective cost</th><td class=\"number\">738.39</td>")
                .contains("Corrections of 2026-08 (prices)</th><td class=\"number\">\u22120.13</td>")
                .contains("Corrections of 2026-09 (usage)</th><td class=\"number\">+10.00</td>")
                .contains("Total of this month</th><td class=\"number\">748.26</td>");
        assertThat(html(bridge(Map.of())))
                .contains("Effective cost</th><td class=\"number\">738.39</td>")
                .doesNotContain("Total of this month", "Corrections of");
    }

    @Test
    void aChangeThatIsACorrectionSaysSo() {
        Mover mover = new Mover(
                "Compute", BigDecimal.ZERO, BigDecimal.TEN, BigDecimal.TEN, List.of(), new BigDecimal("9.87"));

        assertThat(html("shop", mover, Optional.empty())).contains("of it corrections of closed months +9.87</span>");
        assertThat(html("shop")).doesNotContain("corrections of closed months");
    }

    private static Statement.Bridge bridge(Map<String, BigDecimal> corrections) {
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal cost = new BigDecimal("738.39");
        return new Statement.Bridge(cost.add(BigDecimal.ONE), BigDecimal.ONE, zero, zero, zero, cost, corrections);
    }

    private static String html(Statement.Bridge bridge) {
        return html("shop", mover("shop"), Optional.of(bridge));
    }

    private static Ranked ranked(String label, String amount) {
        BigDecimal number = new BigDecimal(amount);
        return new Ranked(
                "By service",
                "EUR",
                List.of(new Row(label, Optional.empty(), number, Optional.of(BigDecimal.ONE))),
                number,
                number);
    }

    private static String html(String name) {
        return html(name, mover(name), Optional.empty());
    }

    private static Mover mover(String name) {
        return new Mover(
                name,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                BigDecimal.ONE,
                List.of(new Cause(Optional.of(name), "disk", BigDecimal.ONE, true, false)));
    }

    private static String html(String name, Mover mover, Optional<Statement.Bridge> bridge) {
        Part part = new Part(
                "EUR",
                BigDecimal.ONE,
                Optional.empty(),
                List.of(new Statement.Point(BillingMonth.parse("2026-10"), Optional.of(BigDecimal.ONE))),
                Optional.empty(),
                ranked(name, "1.00"),
                List.of(mover),
                Optional.empty(),
                List.of(),
                bridge);
        return new StatementPage()
                .html(new Statement(
                        BillingMonth.parse("2026-10"),
                        Optional.of(new Link("shop", name, "team")),
                        List.of(),
                        new Statement.Provenance("2026-10-1", Instant.EPOCH, "1", 3, 1, 1),
                        List.of(part),
                        List.of(),
                        List.of()));
    }
}
