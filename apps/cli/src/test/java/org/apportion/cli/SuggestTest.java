package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code unallocated --suggest} prints is pasted, and the unallocated sum falls by exactly what it says. */
class SuggestTest {
    private static final Pattern PLACED = Pattern.compile("Together they place ([-0-9.]+) EUR of ([-0-9.]+) EUR");
    private static final List<String> SERVICES = List.of("Compute", "Database", "it's \"one\"", "back\\slash", "${x}");
    private static final List<String> TEAMS = List.of("", "", "shop", "ghosts", "d'oh \\ \"x\"", "shop:60;ghosts:40");
    private static final String HEADING = "BillingAccountId,SubAccountId,BillingCurrency,BillingPeriodStart,"
            + "BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,ResourceId,BilledCost,"
            + "EffectiveCost,ListCost,ContractedCost,Tags\n";
    private static final String CONFIGURATION = """
            currency: EUR
            engine: {threads: 1, memory-limit: 256MB}
            sources:
              - {id: bills, path: bills, mapping: focus}
            organization:
              units:
                - {id: shop, name: Shop, kind: team}
                - {id: data, name: Data, kind: team}
            directory:
              entries:
                - {tag: {team: shop}, unit: shop}
                - {account: s1, unit: data}
            tags:
              synonyms: {team: squad}
              conflicts: {team: unclear}
              shares: {team: {}}
            rules:
              - id: team
                when: "'team' in Tags"
                tiers: [{direct: {tag: team}}]
              - id: database
                when: ServiceName == 'Database'
                tiers: [{metric: queries}, {direct: directory}]
              - id: compute
                when: ServiceName == 'Compute' && SubAccountId == 's2'
                tiers: [{direct: account}]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void theUnallocatedSumFallsByWhatWasPlaced(long seed) {
        Company company = Company.in(folder);
        company.write("base.yaml", CONFIGURATION, 1);
        company.write("apportion.yaml", "include: base.yaml\n", 1);
        company.write("bills/october.csv", HEADING + rows(new Random(seed)), 1_000);
        assertThat(Cli.run("run", "-m", "2026-10", "-c", company.config()).code())
                .isZero();
        BigDecimal before = unallocated(company);
        int top = seed % 2 == 0 ? 0 : 3;

        Cli.Answer answer = Cli.run(
                "unallocated", "--suggest", "--unit", "data", "--top", Integer.toString(top), "-c", company.config());
        Matcher told = PLACED.matcher(answer.out());
        assertThat(told.find()).as(answer.out() + answer.err()).isTrue();
        company.write("apportion.yaml", "include: base.yaml\n" + answer.out(), 1);
        Cli.Answer again = Cli.run("run", "-m", "2026-10", "--no-import", "-c", company.config());

        assertThat(again.code()).as(answer.out() + again.err()).isZero();
        assertThat(new BigDecimal(told.group(2))).as("seed %d", seed).isEqualByComparingTo(before);
        assertThat(before.subtract(new BigDecimal(told.group(1))))
                .as("seed %d:%n%s", seed, answer.out())
                .isEqualByComparingTo(unallocated(company));
        if (top == 0) {
            assertThat(unallocated(company)).isEqualByComparingTo("0");
        }
    }

    @Test
    void aUnitThatPaysMostOfTheAccountIsSuggestedAndNothingElseWithoutAName() {
        Company company = Company.in(folder);
        Cli.run("run", "-m", "2026-10", "-c", company.config());

        Cli.Answer answer = Cli.run("unallocated", "--suggest", "-c", company.config());

        assertThat(answer.out()).isEqualTo("""
                # Suggestions for 2026-10. Together they place 1 EUR of 1 EUR unallocated.
                # Keep what is right; rules go behind your own, as then they take only what no rule takes.
                rules:
                  # 1 EUR, no_rule: shop pays 100 % of what has an owner in account 000123
                  - id: "suggested-2026-10-1"
                    when: "ServiceName == 'Compute'"
                    tiers:
                      - direct: [directory, {unit: "shop"}]
                """);
    }

    @Test
    void whatNothingSpeaksForIsToldButNotSuggested() {
        Company company = Company.in(folder);
        company.bill(Company.row("Compute", "vm-2", "1.00", "ghosts"), 1_000);
        Cli.run("run", "-m", "2026-10", "-c", company.config());

        assertThat(Cli.run("unallocated", "--suggest", "-c", company.config()).out())
                .isEqualTo("""
                # Suggestions for 2026-10. Together they place 0 of 1 EUR unallocated.
                # Not suggested: 1 EUR, tag:team=ghosts: nothing speaks for a unit; name one with --unit.
                """);
        assertThat(Cli.run("unallocated", "--suggest", "--unit", "nobody", "-c", company.config())
                        .err())
                .startsWith("UNIT_UNKNOWN nobody");
    }

    @Test
    void coverageIsToldByCostAndByResource() {
        Company company = Company.in(folder);
        Cli.run("run", "-m", "2026-10", "-c", company.config());

        assertThat(Cli.run("tags", "coverage", "-o", "csv", "-c", company.config())
                        .out())
                .isEqualTo("""
                key,cost,tagged,share,in_conflict,currency,resources,tagged_resources,resource_share
                team,5.000000000000000000,4.000000000000000000,0.800000,0.000000000000000000,EUR,2,1,0.500000
                """);
        assertThat(Cli.run(
                                "tags",
                                "coverage",
                                "--key",
                                "stage",
                                "--by",
                                "resource",
                                "-o",
                                "csv",
                                "-c",
                                company.config())
                        .out())
                .contains("stage,vm-1,4.000000000000000000,0.000000000000000000,0.000000,");
        assertThat(Cli.run("tags", "-c", company.config()).code()).isEqualTo(2);
    }

    private static BigDecimal unallocated(Company company) {
        JsonNode answer = JsonMapper.builder()
                .build()
                .readTree(Cli.run("unallocated", "--top", "0", "-o", "json", "-c", company.config())
                        .out());
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : answer.get("rows")) {
            sum = sum.add(new BigDecimal(row.get("amount").asString()));
        }
        return sum;
    }

    private static String rows(Random random) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String cost =
                    BigDecimal.valueOf(random.nextInt(100_000) - 5_000L, 4).toPlainString();
            List<String> tags = new ArrayList<>();
            String team = pick(TEAMS, random);
            if (!team.isEmpty()) {
                tags.add(json("team") + ": " + json(team));
            }
            if (random.nextInt(5) == 0) {
                tags.add(json("squad") + ": " + json("shop"));
            }
            rows.append("acc,")
                    .append(random.nextInt(5) == 0 ? "" : "s" + (1 + random.nextInt(3)))
                    .append(
                            ",EUR,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,Usage,")
                    .append(cell(pick(SERVICES, random)))
                    .append(",vm-")
                    .append(random.nextInt(8))
                    .append((',' + cost).repeat(4))
                    .append(',')
                    .append(tags.isEmpty() ? "" : cell("{" + String.join(", ", tags) + "}"))
                    .append('\n');
        }
        return rows.toString();
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String cell(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
