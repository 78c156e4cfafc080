package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 60 of shop and 30 of search. The platform of 12 is shared half and half, so 66 and 36; support of 10.20 by that, so 6.60 and 3.60;
 * tax of 22.44 by all three, by 72.60 and 39.60, so 14.52 and 7.92.
 */
class PoolPassesTest {
    private static final List<String> RULES = List.of(
            "{pool: tax, when: ServiceName == 'Tax', tiers: [allocated: {of: [team, pool/platform, pool/support]}]}",
            "{pool: support, when: ServiceName == 'Support', tiers: [allocated: {of: [team, pool/platform]}]}",
            "{pool: platform, when: ServiceName == 'Platform', tiers: [fixed: {shop: 1, search: 1}]}",
            "{id: team, when: \"'team' in Tags\", tiers: [direct: {unit: shop}]}",
            "{id: other, when: ServiceName == 'Search', tiers: [direct: {unit: search}]}");

    private static final String[] SHARED = {
        "platform,search,6.000000000000000000",
        "platform,shop,6.000000000000000000",
        "support,search,3.600000000000000000",
        "support,shop,6.600000000000000000",
        "tax,search,7.920000000000000000",
        "tax,shop,14.520000000000000000"
    };

    @TempDir
    Path folder;

    private String config = "";

    private void run(List<String> rules) {
        Company company = Company.in(folder);
        config = company.config();
        String listed = String.join("\n  - ", rules).replace("[team,", "[team, other,");
        company.write("apportion.yaml", """
                currency: EUR
                engine: {threads: 1, memory-limit: 256MB}
                sources: [{id: bills, path: bills, mapping: generic}]
                organization: {units: [{id: shop}, {id: search}]}
                rules:
                  - %s
                """.formatted(listed), 1);
        company.write("bills/october.csv", """
                BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,Tags,BilledCost
                EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Compute,"{""team"":""shop""}",60
                EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Search,,30
                EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Platform,,12
                EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Support,,10.20
                EUR,2026-10-01T00:00:00Z,2026-10-01T01:00:00Z,Tax,,22.44
                """, 1_000);
        ask("run", "-m", "2026-10", "--quiet");
    }

    private String ask(String... call) {
        List<String> words = new ArrayList<>(List.of(call));
        words.addAll(List.of("-c", config));
        Cli.Answer answer = Cli.run(words.toArray(String[]::new));
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out();
    }

    private List<String> pools(String... more) {
        List<String> call = new ArrayList<>(List.of("report", "--by", "pool,unit", "-o", "csv"));
        call.addAll(List.of(more));
        return ask(call.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches("(platform|support|tax),.*"))
                .map(line -> line.substring(0, line.indexOf(",EUR")))
                .sorted()
                .toList();
    }

    @Test
    void eachPoolIsSharedByWhatThePoolsItNamesHaveProduced() {
        run(RULES);

        assertThat(pools()).containsExactly(SHARED);
        assertThat(pools("--where", "unit=search")).containsExactly(SHARED[0], SHARED[2], SHARED[4]);
    }

    @Test
    void theOrderInTheFileDoesNotMatter() {
        List<String> rules = new ArrayList<>(RULES);
        Collections.shuffle(rules, new Random(5));
        run(rules);

        assertThat(pools()).containsExactly(SHARED);
    }

    @Test
    void explainTellsWhatEachStepContributedAndWhereToGoOn() {
        run(RULES);
        String tax = chargeOf("tax");

        assertThat(ask("explain", tax))
                .contains(
                        "in proportion to what other, pool/platform, pool/support, team charged",
                        "unit:shop has its weight by what 3 rules charged it before:",
                        "6.00 EUR by rule 'pool/platform' in 1 charge, the largest is " + chargeOf("platform"),
                        "6.60 EUR by rule 'pool/support' in 1 charge, the largest is " + chargeOf("support"),
                        "60.00 EUR by rule 'team' in 1 charge",
                        "recomputed: equal, 14.52 EUR");
    }

    private String chargeOf(String pool) {
        return ask("charges", "--where", "pool=" + pool, "--where", "unit=shop", "-o", "csv")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(",", -1)[0];
    }
}
