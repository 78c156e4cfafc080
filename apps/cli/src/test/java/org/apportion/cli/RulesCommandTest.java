package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apportion.config.RulePacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
    @TempDir
    Path folder;

    private Cli.Answer ask(String... arguments) throws IOException {
        Path config = folder.resolve("apportion.yaml");
        Files.writeString(config, ConfluentPacksTest.configuration("""
                          - id: mine
                            version: 3
                            description: Ours.
                            when: x_LineType == 'KAFKA_BASE'
                            parts:
                              - {weight: 1.50, cost-type: shared, tiers: [{even: day, metrics: [a, b], resource-column: SubAccountId}]}
                              - {weight: 2, tiers: [{maximum: [a, b], resource: c}, {direct: [{tag: team}, account]}, {fixed: {platform: 1}}]}
                          - pack: confluent
                            except: confluent/other
                        """));
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-c";
        all[arguments.length + 1] = config.toString();
        return Cli.run(all);
    }

    @Test
    void theListHasAllRulesInTheOrderInWhichTheyAreTried() throws IOException {
        Cli.Answer answer = ask("rules", "list");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("mine@3", "pack:confluent:", "confluent/kafka-cku@1", "    description: Ours.")
                .contains(
                        "    split: 1.5 shared: even over a, b of the day of its SubAccountId > the resource; 2 usage: by the"
                                + " larger of a and b of c > tag team or account > 1 unit:platform")
                .doesNotContain("confluent/other");
        assertThat(answer.out().indexOf("mine@3")).isLessThan(answer.out().indexOf("confluent/credit@1"));
    }

    @Test
    void aShippedPackIsListedWithoutAConfiguration() {
        Cli.Answer answer = Cli.run("rules", "list", "--pack", "confluent-compat", "-o", "csv", "-c", "nowhere.yaml");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines().skip(1)).hasSize(11);
        assertThat(answer.out().lines().toList().get(11))
                .startsWith("11,confluent-compat/dropped@1,pack:confluent-compat:")
                .contains("\"shared: unallocated, dropped_line_type\"");
    }

    @Test
    void aPackIsShownAsItsFile() {
        Cli.Answer answer = Cli.run("rules", "show", "confluent", "-c", "nowhere.yaml");
        assertThat(answer.out()).isEqualTo(RulePacks.text("confluent"));
    }

    @Test
    void aRuleIsShownWithItsPartsAndTiers() throws IOException {
        Cli.Answer answer = ask("rules", "show", "confluent/kafka-cku@1");
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("who: by 50 confluent_request_bytes + 50 confluent_response_bytes")
                .contains("When: ((ServiceProviderName.startsWith('Confluent')")
                .contains("who: the record's resource");
    }

    @Test
    void aNameThatIsNotThereIsToldWithThePacks() throws IOException {
        Cli.Answer answer = ask("rules", "show", "confluent/kafka-ck");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .startsWith(
                        "RULE_UNKNOWN confluent/kafka-ck: There is no rule of this name. Shipped packs are confluent,"
                                + " confluent-compat; the rules of the configuration are listed by 'apportion rules list'.");
        assertThat(Cli.run("rules", "list", "--pack", "kafka").err())
                .startsWith("RULE_UNKNOWN kafka: There is no rule pack");
        assertThat(Cli.run("rules").err()).startsWith("USAGE: rules needs to know what to do.");
    }
}
