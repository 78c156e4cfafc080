package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month whose three truths users of other tools asked to see side by side: 394 at list prices, 316.62 with the commitment
 * spread over its use, 298 on the invoice.
 *
 * <ul>
 *   <li>The reservation ri-1 costs 281.38, bought this month; its use counts as 260, its unused part as 40.
 *   <li>shop used it for 200 instead of 280; 60 instead of 66 are a machine that shop and search share 1 to 2.
 *   <li>The platform team pays for the unused part. 16.62 are an ordinary machine of shop.
 * </ul>
 */
class CommitmentsCommandTest {
    private static final String HEADING = "BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,"
            + "ChargePeriodStart,ChargePeriodEnd,ServiceName,ChargeCategory,ResourceId,ListCost,ContractedCost,"
            + "EffectiveCost,BilledCost,CommitmentDiscountId,CommitmentDiscountType,CommitmentDiscountStatus,Tags\n";

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheMonth() {
        Company company = Company.in(folder);
        company.configure("    - {id: shop, name: Shop, kind: team}", """
                    - {id: shop, name: Shop, kind: team}
                    - {id: search, name: Search, kind: team}
                    - {id: platform, name: Platform, kind: team}
                """.stripTrailing());
        company.configure("  - id: team\n", """
                  - {id: unused, when: CommitmentDiscountStatus == 'Unused', tiers: [{direct: {unit: platform}}]}
                  - {id: shared, when: ResourceId == 'shared', tiers: [{fixed: {shop: 1, search: 2}}]}
                  - id: team
                """);
        company.write(
                "bills/october.csv",
                HEADING
                        + row("Purchase", "", "0,0,0,281.38", "ri-1,Reserved Instance,", "")
                        + row("Usage", "vm-1", "300,280,200,0", "ri-1,Reserved Instance,Used", "shop")
                        + row("Usage", "shared", "70,66,60,0", "ri-1,Reserved Instance,Used", "")
                        + row("Usage", "", "0,0,40,0", "ri-1,Reserved Instance,Unused", "")
                        + row("Usage", "vm-2", "24,18,16.62,16.62", ",,", "shop"),
                1_000);
    }

    private static String row(String category, String resource, String costs, String commitment, String team) {
        String tags = team.isEmpty() ? "" : "\"{\"\"team\"\": \"\"" + team + "\"\"}\"";
        return "000123,EUR,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Compute,"
                + String.join(",", category, resource, costs, commitment, tags) + "\n";
    }

    private String ask(String... more) {
        String config = folder.resolve("apportion.yaml").toString();
        Cli.Answer run = Cli.run("run", "-m", "2026-10", "-c", config, "--quiet");
        assertThat(run.code()).as(run.err()).isZero();
        Cli.Answer answer = Cli.run(Stream.concat(Stream.of("commitments", "-c", config), Stream.of(more))
                .toArray(String[]::new));
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out();
    }

    /** The lines without trailing zeros. */
    private Stream<String> csv() {
        return ask("--output", "csv")
                .lines()
                .map(line -> line.replaceAll("(\\.[0-9]*?)0+(?=,)", "$1").replaceAll("\\.(?=,)", ""));
    }

    @Test
    void fourCostsStandSideBySidePerCommitmentAndUnit() {
        assertThat(csv())
                .containsExactly(
                        "commitment,type,part,unit,list,contracted,effective,billed,saved,currency",
                        "ri-1,Reserved Instance,purchase,(not charged),0,0,0,281.38,,EUR",
                        "ri-1,Reserved Instance,unused,platform,0,0,40,0,,EUR",
                        "ri-1,Reserved Instance,used,search,46.666666666666666666,44,40,0,4,EUR",
                        "ri-1,Reserved Instance,used,shop,323.333333333333333334,302,220,0,82,EUR",
                        "(none),,usage,shop,24,18,16.62,16.62,,EUR");
    }

    @Test
    void eachColumnAddsUpToTheMonthAndSaysSo() {
        String out = ask();

        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("total 394.00 364.00 316.62 298.00 86.00 EUR");
        assertThat(out).contains("Effective cost adds up to 316.62 EUR; run 2026-10-1 charged 316.62: difference 0.");
    }

    @Test
    void withTheBilledCostTheUserOfCoveredUsageIsNotKnown() {
        Company company = Company.in(folder);
        writeTheMonth();
        company.configure("currency: EUR", "currency: EUR\ncost-basis: billed");

        assertThat(csv())
                .contains(
                        "ri-1,Reserved Instance,purchase,(unallocated),0,0,0,281.38,,EUR",
                        "ri-1,Reserved Instance,used,(not charged),370,346,260,0,86,EUR");
        assertThat(ask()).contains("difference 0.", "with 'cost-basis: effective' it is.");
    }
}
