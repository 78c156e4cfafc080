package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped Confluent packs, line type by line type, through a whole run: each record of {@code costs.csv} costs 8.00 for one hour
 * (unless it says otherwise) and is a case of its own, named by its resource name; the pack's table says who owes it.
 */
class ConfluentPacksTest {
    private static final Path PACKS = Path.of("src/test/resources/packs");

    @TempDir
    Path folder;

    private String summary = "";

    static String configuration(String rules) {
        return """
                currency: USD
                engine: {threads: 1, memory-limit: 256MB}
                sources:
                  - {id: confluent, path: costs.csv, mapping: generic}
                  - {id: usage, kind: usage, path: samples.csv}
                organization:
                  units: [{id: platform}]
                rules:
                """ + rules;
    }

    @ParameterizedTest
    @ValueSource(strings = {"confluent", "confluent-compat"})
    void eachLineTypeIsSplitAsTheTableSays(String pack) throws IOException {
        String config = month("  - pack: " + pack + "\n", List.of());
        List<String> actual = report(config, "resource-name,consumer,cost-type,tier,method,reason").stream()
                .map(line -> line.split(",USD,")[0])
                .map(ConfluentPacksTest::shortAmount)
                .sorted()
                .toList();
        assertThat(actual).isEqualTo(Files.readAllLines(PACKS.resolve(pack + ".csv")));
        assertThat(sum(actual, 6)).as("the bill").isEqualByComparingTo(sum(bill(), 8));
    }

    @Test
    void theSummarySaysWhatIsApproximateAndWhichLineTypesNobodyKnows() throws IOException {
        month("  - pack: confluent\n", List.of());
        // The rows of the table with a tier above 1; what platform clusters, support and credits fall to has no usage
        // tier before it.
        BigDecimal later = sum(
                Files.readAllLines(PACKS.resolve("confluent.csv")).stream()
                        .filter(line -> !line.split(",")[3].equals("1")
                                && !line.matches("(usm|promo|refund|support-no-cost).*"))
                        .toList(),
                6);
        assertThat(summary)
                .contains("note: Approximate for want of usage: "
                        + later.setScale(2).toPlainString() + " USD (")
                .contains("see 'apportion report --by approximate,rule'.")
                .contains("note: Left to the resource by rule confluent/other, unknown_line_type: KAFKA_TELEPATHY"
                        + " (1 charge, 8.00 USD).")
                .doesNotContain("Rules that took no record");
    }

    @Test
    void withoutAnyUsageTheRunWorksAndSaysThatItIsApproximate() throws IOException {
        String config = month("  - pack: confluent\n", List.of("  - {id: usage, kind: usage, path: samples.csv}\n"));
        List<String> actual = report(config, "approximate,method");
        // The marketplace's row is of no rule, which is no want of usage.
        assertThat(actual.stream().map(line -> line.substring(0, line.indexOf(",", 4))))
                .containsExactlyInAnyOrder("yes,resource", "yes,unallocated", "no,unallocated", "no,resource");
        assertThat(sum(actual.stream().map(line -> line.split(",USD,")[0]).toList(), 2))
                .isEqualByComparingTo(sum(bill(), 8));
        assertThat(summary).contains("note: Approximate for want of usage: ");
    }

    @Test
    void explainNamesTheRuleOfThePackTheTierAndTheWeights() throws IOException {
        String config = month("  - pack: confluent\n", List.of());
        Cli.Answer charges = Cli.run(
                "charges", "-w", "resource-name=cfus-1", "-w", "consumer=principal:sa-5", "-o", "csv", "-c", config);
        String id = charges.out().lines().skip(1).findFirst().orElseThrow().split(",")[0];
        assertThat(Cli.run("explain", id, "-c", config).out())
                .contains("confluent/flink")
                .contains("Tier 1, metric, by confluent_flink_cfu for 'lfcp-1'");
    }

    private static List<String> bill() throws IOException {
        return Files.readAllLines(PACKS.resolve("costs.csv")).stream().skip(1).toList();
    }

    private static String shortAmount(String line) {
        int comma = line.lastIndexOf(',') + 1;
        return line.substring(0, comma)
                + new BigDecimal(line.substring(comma)).stripTrailingZeros().toPlainString();
    }

    /** @param without lines of the configuration to leave out */
    private String month(String rules, List<String> without) throws IOException {
        for (String name : List.of("costs.csv", "samples.csv")) {
            Files.copy(PACKS.resolve(name), folder.resolve(name));
        }
        String text = configuration(rules);
        for (String line : without) {
            text = text.replace(line, "");
        }
        Path config = folder.resolve("apportion.yaml");
        Files.writeString(config, text);
        Cli.Answer run = Cli.run("run", "-m", "2026-10", "-c", config.toString());
        assertThat(run.code()).as(run.err() + run.out()).isZero();
        summary = run.out();
        return config.toString();
    }

    private static List<String> report(String config, String words) {
        Cli.Answer answer = Cli.run("report", "--by", words, "-t", "0", "-o", "csv", "-c", config);
        assertThat(answer.code()).as(answer.err()).isZero();
        return answer.out().lines().skip(1).toList();
    }

    private static BigDecimal sum(List<String> lines, int column) {
        return lines.stream()
                .map(line -> new BigDecimal(line.split(",")[column]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
