package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 60 of shop and 30 of search; support of 9 is shared by that, tax of 10 finds nobody. */
class PoolsTest {
    @TempDir
    static Path folder;

    private static String config = "";
    private static String summary = "";

    @BeforeAll
    static void runTheMonth() {
        Company company = Company.in(folder);
        company.configure("    - {id: shop, name: Shop, kind: team}", """
                    - {id: shop, name: Shop, kind: team}
                    - {id: search, name: Search, kind: team}
                """.stripTrailing());
        company.configure("    - {tag: {team: shop}, unit: shop}", """
                    - {tag: {team: shop}, unit: shop}
                    - {tag: {team: search}, unit: search}
                """.stripTrailing());
        company.configure("  - id: team\n", """
                  - {pool: support, when: ServiceName == 'Support', tiers: [allocated: all]}
                  - {pool: tax, when: ServiceName == 'Tax', cost-type: duty, tiers: [{allocated: {within: [ServiceName]}}]}
                  - id: team
                """);
        company.bill(
                Company.row("Compute", "vm-1", "60.00", "shop")
                        + Company.row("Compute", "vm-2", "30.00", "search")
                        + Company.row("Support", "", "9.00", "")
                        + Company.row("Tax", "", "10.00", ""),
                1_000);
        config = company.config();
        summary = Cli.run("run", "-m", "2026-10", "-c", config, "--quiet").out();
    }

    private static String ask(String... call) {
        String[] whole = java.util.Arrays.copyOf(call, call.length + 2);
        whole[call.length] = "-c";
        whole[call.length + 1] = config;
        Cli.Answer answer = Cli.run(whole);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out();
    }

    @Test
    void theSummaryShowsPoolsInTheirOrderAndWhatFoundNobody() {
        assertThat(summary.lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "Shared-cost pools",
                        "pool consumers amount nobody currency",
                        "support 2 9.00 0.00 EUR",
                        "tax 0 10.00 10.00 EUR");
    }

    @Test
    void aReportByPoolSaysWhoPaysForIt() {
        assertThat(ask("report", "--by", "pool,unit,cost-type", "--output", "csv")
                        .lines())
                .contains(
                        "support,shop,support,6.000000000000000000,EUR,0.055046",
                        "support,search,support,3.000000000000000000,EUR,0.027523",
                        "tax,(unallocated),duty,10.000000000000000000,EUR,0.091743");
    }

    @Test
    void aFilterActsOnResultsSoEachUnitSeesWhatAllSee() {
        String all = ask("report", "--by", "unit,pool", "--output", "csv");
        for (String unit : new String[] {"shop", "search"}) {
            String one = ask("report", "--by", "unit,pool", "--where", "unit=" + unit, "--output", "csv");

            assertThat(one.lines().map(PoolsTest::withoutShare))
                    .containsExactlyElementsOf(all.lines()
                            .filter(line -> line.startsWith("unit,") || line.startsWith(unit + ","))
                            .map(PoolsTest::withoutShare)
                            .toList());
        }
    }

    @Test
    void explainNamesThePool() {
        String charge = ask("charges", "--where", "pool=support", "--output", "csv")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(",", -1)[0];

        assertThat(ask("explain", charge))
                .contains(
                        "Pool 'support' (rule 'pool/support') version 1 took the records, since ServiceName == 'Support'");
    }

    private static String withoutShare(String line) {
        return line.substring(0, line.lastIndexOf(','));
    }
}
