package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarningsTest {
    @TempDir
    private Path folder = Path.of(".");

    private List<String> warnings(String text) {
        Loading loading = Loading.in(folder);
        return loading.load(text).warnings().stream().map(loading::shown).toList();
    }

    @Test
    void aRuleAfterOneThatTakesEverythingIsNeverUsed() {
        assertThat(warnings("""
                currency: EUR
                rules:
                  - {id: all, tiers: [direct: account]}
                  - {id: late, when: ServiceName == 'x', tiers: [direct: account]}
                """))
                .containsExactly("CONFIG_RULE_UNREACHABLE apportion.yaml:4:10: The rule 'late' is never used: 'all' "
                        + "(apportion.yaml:3:10) takes all its records. "
                        + "Move it up, narrow the earlier rule, or remove it.");
    }

    @Test
    void aRuleWithTheConditionOfAnEarlierOneIsNeverUsed() {
        assertThat(warnings("""
                currency: EUR
                rules:
                  - {id: a, when: ServiceName == 'x' , tiers: [direct: account]}
                  - {id: b, when: "'x' == ServiceName", tiers: [direct: account]}
                """)).hasSize(1);
    }

    @Test
    void rulesOfDifferentTimesHideEachOtherNotAtAll() {
        assertThat(warnings("""
                currency: EUR
                rules:
                  - {id: old, valid-to: 2026-10-15, tiers: [direct: account]}
                  - {id: new, valid-from: 2026-10-15, tiers: [direct: account]}
                """)).isEmpty();
    }

    @Test
    void aTagKeyThatLooksLikeAKnownOneIsQuestioned() {
        assertThat(warnings("""
                currency: EUR
                organization: {units: [{id: u}]}
                directory: {entries: [{tag: {cost-center: x}, unit: u}]}
                rules:
                  - {id: a, when: "'cost-centre' in Tags", tiers: [direct: {tag: costcenter}]}
                  - {id: b, when: "'other' in Tags", tiers: [direct: {tag: cost-center}]}
                """))
                .containsExactly(
                        "CONFIG_TAG_UNKNOWN apportion.yaml:5:20: The tag key 'cost-centre' is named nowhere else. "
                                + "Did you mean cost-center?",
                        "CONFIG_TAG_UNKNOWN apportion.yaml:5:66: The tag key 'costcenter' is named nowhere else. "
                                + "Did you mean cost-center?");
    }

    @Test
    void aSourceOfUsageOnThePagesOfHoursIsQuestioned() {
        assertThat(warnings("""
                currency: EUR
                sources:
                  - {id: costs, path: a.csv, mapping: focus}
                  - {id: usage, kind: usage, path: b.csv}
                serve: {chargeback-helper: {sources: [costs, usage]}}
                """))
                .containsExactly("CONFIG_CONFLICT apportion.yaml:5:46: The source 'usage' brings usage and no costs: "
                        + "nothing of it is told. Name the source that reads the costs.");
    }

    @Test
    void hoursThatAreToldBeforeAFetchIsSureOfThemAreQuestionedAlsoIfItSaysNothing() {
        String fetches = """
                currency: EUR
                fetches:
                  - {id: a, plugin: confluent}
                  - {id: b, plugin: confluent, settings: {reread-days: 1}}
                """;
        assertThat(warnings(fetches + "serve: {chargeback-helper: {hold-back-hours: 48}}\n"))
                .singleElement()
                .asString()
                .contains("days are read again until they are 5 days old");
        assertThat(warnings(fetches.replace("  - {id: a, plugin: confluent}\n", "")
                        + "serve: {chargeback-helper: {hold-back-hours: 48}}\n"))
                .isEmpty();
    }

    @Test
    void twoPagesAtOnePortAreQuestioned() {
        assertThat(warnings("""
                currency: EUR
                serve: {chargeback-helper: {metrics-port: 8001}}
                """))
                .containsExactly("CONFIG_CONFLICT apportion.yaml:2:43: status-port is 8001, as is metrics-port: "
                        + "the server cannot start. Give each a port of its own.");
        assertThat(warnings("""
                currency: EUR
                serve: {listen: 8000, chargeback-helper: {status-port: 0}}
                """)).singleElement().asString().contains("metrics-port is 8000, as is listen: ");
        assertThat(warnings("""
                currency: EUR
                serve: {listen: "0.0.0.0:9000", chargeback-helper: {host: 10.0.0.1, status-port: 9000}}
                """)).singleElement().asString().contains("status-port is 9000, as is listen: ");
        assertThat(warnings("""
                currency: EUR
                serve: {listen: "10.0.0.2:8000", chargeback-helper: {host: 10.0.0.1}}
                """)).isEmpty();
    }
}
