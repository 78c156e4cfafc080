package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementsCommandTest {
    @TempDir
    private Path folder = Path.of(".");

    @SuppressWarnings("NullAway.Init")
    private Company company;

    @BeforeEach
    void runTheMonth() {
        company = Company.in(folder);
        assertThat(Cli.run("run", "--month", "2026-10", "--quiet", "--config", company.config())
                        .code())
                .isZero();
    }

    private Cli.Answer statements(String... more) {
        String[] start = {"statements", "--config", company.config(), "--folder", pages().toString()};
        return Cli.run(java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    private Path pages() {
        return folder.resolve("pages");
    }

    @Test
    void writesAPageForTheMonthAndOnePerUnit() {
        Cli.Answer answer = statements("--output", "csv");

        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines().skip(1)).hasSize(2);
        assertThat(pages().resolve("2026-10.html")).content().contains(">5.00<", "href=\"2026-10-shop.html\"");
        assertThat(pages().resolve("2026-10-shop.html")).content().contains(">4.00<");
    }

    @Test
    void aClosedMonthKeepsItsTree() {
        String shop = "    - {id: shop, name: Shop, kind: team}\n";
        String first = "    - {id: alpha, name: Alpha, kind: department}\n"
                + "    - {id: shop, name: Shop, kind: team, parent: alpha}\n";
        company.configure(shop, first);
        String[] close = {"periods", "close", "--month", "2026-10", "--config", company.config()};
        assertThat(Cli.run("run", "--month", "2026-10", "--quiet", "--config", company.config())
                        .code())
                .isZero();
        assertThat(Cli.run(close).code()).isZero();
        company.configure(
                first,
                "    - {id: beta, name: Beta, kind: department}\n"
                        + "    - {id: shop, name: Shop, kind: team, parent: beta}\n");

        Cli.Answer answer = statements("--output", "csv");

        assertThat(answer.out()).contains("Alpha").doesNotContain("Beta");
        assertThat(pages().resolve("2026-10-alpha.html")).content().contains(">4.00<");
        assertThat(pages().resolve("2026-10.html"))
                .content()
                .contains("Alpha")
                .doesNotContain("Owners are those of directory and organization as they are now");
        assertThat(statements("--unit", "beta").err()).contains("UNIT_UNKNOWN beta");
    }

    /** October is closed with 4.00 for the shop and 1.00 for nobody; then its bill says 6.00 and nothing, which November books. */
    @Test
    void aUnitIsToldWhatOfItsCostIsOfAClosedMonth() {
        String october = Company.row("Compute", "vm-1", "4.00", "shop");
        run("2026-10");
        assertThat(Cli.run("periods", "close", "--month", "2026-10", "--config", company.config())
                        .code())
                .isZero();
        company.bill(october.replace("4.00", "6.00"), 2_000);
        company.write(
                "bills/november.csv",
                company.text("bills/october.csv")
                        .replace("2026-11-01", "2026-12-01")
                        .replace("2026-10-01", "2026-11-01")
                        .replace("6.00", "1.50")
                        .replace(",1.50,1.50,", ",2.25,1.50,"),
                1_000);
        run("2026-11");

        assertThat(statements("--month", "2026-11").code()).isZero();

        assertThat(pages().resolve("2026-11-shop.html"))
                .content()
                .contains(">3.50<", "These amounts hold corrections of 2026-10 (delivery): 2.00 EUR.")
                .contains("of it corrections of closed months +2.00<");
        assertThat(pages().resolve("2026-11.html"))
                .content()
                .contains("Invoiced</th><td class=\"number\">2.25<")
                .contains("Effective cost</th><td class=\"number\">1.50<")
                .contains("Corrections of 2026-10 (delivery)</th><td class=\"number\">+1.00<")
                .contains("Total of this month</th><td class=\"number\">2.50<");
    }

    /** The page of all counts what it is asked, so it has a page to see it on. */
    @Test
    void aUnitThatIsOnlyAskedAPriceHasAPage() {
        company.configure(
                "directory:",
                "    - {id: desk, name: Help Desk, kind: team}\nprices:\n  per-month:\n"
                        + "    - {id: seat, unit: desk, amount: 31 EUR, valid-from: 2026-10-01}\ndirectory:");
        run("2026-10");

        assertThat(statements().code()).isZero();

        assertThat(pages().resolve("2026-10.html")).content().contains("href=\"2026-10-desk.html\"");
        assertThat(pages().resolve("2026-10-desk.html")).content().contains("Help Desk", ">31.00<");
    }

    private void run(String month) {
        assertThat(Cli.run("run", "--month", month, "--quiet", "--config", company.config())
                        .code())
                .isZero();
    }

    @Test
    void aChangeNamesWhoCausedIt() {
        company.write(
                "bills/september.csv",
                company.text("bills/october.csv")
                        .replace("2026-11-01", "2026-10-01x")
                        .replace("2026-10-01T", "2026-09-01T")
                        .replace("2026-10-01xT", "2026-10-01T")
                        .replace("4.00", "1.50"),
                1_000);
        assertThat(Cli.run("run", "--month", "2026-09", "--quiet", "--config", company.config())
                        .code())
                .isZero();

        assertThat(statements("--unit", "shop").code()).isZero();

        assertThat(pages().resolve("2026-10-shop.html"))
                .content()
                .contains("a change of +2.50 (+166.7\u00a0%)", "<bdi>vm-1</bdi> +2.50");
    }

    @Test
    void aHostileNameStaysText() {
        company.configure("name: Shop", "name: \"<script>alert(1)</script>\"");

        assertThat(statements().code()).isZero();

        assertThat(pages().resolve("2026-10-shop.html"))
                .content()
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void aPageIsReplacedAndAnotherFileIsNot() throws Exception {
        Files.createDirectories(pages());
        Files.writeString(pages().resolve("2026-10.html"), "<!DOCTYPE html><p>mine</p>");

        Cli.Answer refused = statements();
        Files.delete(pages().resolve("2026-10.html"));

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("PAGE_IS_FOREIGN", "2026-10.html");
        assertThat(statements().code()).isZero();
        assertThat(statements().code()).isZero();
    }

    @Test
    void anUnknownUnitAndATrendOutOfRangeAreWrongCalls() {
        assertThat(statements("--unit", "shopp")).satisfies(answer -> {
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.err()).contains("UNIT_UNKNOWN shopp");
        });
        assertThat(statements("--trend", "0").err()).contains("OPTION_OUT_OF_RANGE --trend");
        assertThat(pages()).doesNotExist();
    }
}
