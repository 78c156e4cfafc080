package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RulePacksTest {
    private static final String HEAD = "currency: USD\norganization: {units: [{id: a}]}\nrules:\n";

    @TempDir
    private Path folder = Path.of(".");

    private static List<String> packs() {
        return RulePacks.names();
    }

    private LoadedConfiguration load(String rules) {
        return Loading.in(folder).load(HEAD + rules);
    }

    private Map<String, AllocationRule> rules(String rules) {
        Map<String, AllocationRule> byId = new TreeMap<>();
        load(rules).configuration().rules().forEach(rule -> byId.put(rule.id(), rule));
        return byId;
    }

    private static AllocationRule rule(Map<String, AllocationRule> rules, String id) {
        return Objects.requireNonNull(rules.get(id), id);
    }

    private static List<Tier> tiers(AllocationRule rule) {
        return rule.parts().stream().flatMap(part -> part.tiers().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void aShippedPackLoadsByItsNameWithoutWarnings(String pack) {
        LoadedConfiguration loaded = load("  - pack: " + pack + "\n");
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.configuration().rules()).allSatisfy(rule -> {
            assertThat(rule.id()).startsWith(pack + "/");
            assertThat(rule.version()).isEqualTo(1);
            assertThat(rule.description()).isNotEmpty();
            assertThat(rule.place()).startsWith("pack:" + pack + ":");
            assertThat(rule.conditionText()).contains("ServiceProviderName.startsWith('Confluent')");
        });
    }

    @Test
    void aSettingChangesWhatReadsIt() {
        AllocationRule cku = rule(
                rules("  - {pack: confluent, settings: {cku-shared: 25, cku-usage: 75, cku-request: 1}}\n"),
                "confluent/kafka-cku");
        assertThat(cku.parts().get(0).weight()).isEqualByComparingTo("25");
        assertThat(cku.parts().get(1).weight()).isEqualByComparingTo("75");
        assertThat(((Tier.ByMix) cku.parts().get(1).tiers().get(0)).metrics())
                .containsEntry("confluent_request_bytes", BigDecimal.ONE)
                .containsEntry("confluent_response_bytes", new BigDecimal("50"));
    }

    @Test
    void onePartOfAWholeThatIsSetAloneIsWarnedOf() {
        assertThat(load("  - {pack: confluent, settings: {cku-shared: 50}}\n").warnings())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "cku-shared and cku-usage are 50 and 70, together 120 and not 100: so cku-shared is 41.7 %.");
        assertThat(load("  - {pack: confluent, per-resource: {lkc-a: {cku-response: 10}}}\n")
                        .warnings())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "cku-request and cku-response are 50 and 10, together 60 and not 100: so cku-request is 83.3 %.");
        assertThat(load("  - {pack: confluent, settings: {cku-shared: 0.5, cku-usage: 0.5}}\n")
                        .warnings())
                .isEmpty();
        assertThat(load("  - {pack: confluent, settings: {cku-shared: 30}}\n").warnings())
                .isEmpty();
    }

    @Test
    void aTierOfAnEmptySettingIsLeftOut() {
        assertThat(tiers(rule(rules("  - pack: confluent\n"), "confluent/kafka-storage")))
                .first()
                .isInstanceOf(Tier.Even.class);
        Map<String, AllocationRule> set =
                rules("  - {pack: confluent, settings: {storage-metric: retained, owner-tags: [owner, team]}}\n");
        List<Tier> storage = tiers(rule(set, "confluent/kafka-storage"));
        assertThat(storage).first().isEqualTo(new Tier.ByMetric("retained", Tier.UsageKey.RESOURCE_ID));
        assertThat(storage).contains(new Tier.Direct(List.of(new Tier.Owner.ByDirectory(List.of("owner", "team")))));
    }

    @Test
    void theConditionOfThePackCanBeAnother() {
        assertThat(rule(
                                rules("  - {pack: confluent, settings: {records: x_Source == 'kafka-bill'}}\n"),
                                "confluent/ksql")
                        .conditionText())
                .isEqualTo("(x_Source == 'kafka-bill') && (x_LineType in ['KSQL_NUM_CSU', 'KSQL_NUM_CSUS'])");
    }

    @Test
    void aResourceWithItsOwnSettingsHasItsOwnRuleBeforeTheCommonOne() {
        List<AllocationRule> rules =
                load("  - {pack: confluent, per-resource: {lkc-a: {cku-shared: 50, cku-usage: 50}}}\n")
                        .configuration()
                        .rules();
        List<String> ids = rules.stream().map(AllocationRule::id).toList();
        int own = ids.indexOf("confluent/kafka-cku.lkc-a");
        assertThat(ids.get(own + 1)).isEqualTo("confluent/kafka-cku");
        assertThat(rules.get(own).conditionText()).endsWith("&& (ResourceId == 'lkc-a')");
        assertThat(rules.get(own).parts().get(0).weight()).isEqualByComparingTo("50");
        assertThat(rules.get(own + 1).parts().get(0).weight()).isEqualByComparingTo("30");
        assertThat(ids).filteredOn(id -> id.endsWith(".lkc-a")).hasSize(1);
    }

    @Test
    void aRuleOfTheUserStandsInThePlaceOfThePacksRuleWithItsId() {
        List<AllocationRule> rules = load("  - pack: confluent\n"
                        + "  - {id: confluent/ksql, version: 2, when: x_LineType == 'KSQL_NUM_CSUS', tiers: [direct: account]}\n")
                .configuration()
                .rules();
        List<String> ids = rules.stream().map(AllocationRule::id).toList();
        assertThat(ids).last().isEqualTo("confluent/other");
        assertThat(ids).filteredOn("confluent/ksql"::equals).hasSize(1);
        AllocationRule ksql = rules.get(ids.indexOf("confluent/ksql"));
        assertThat(ksql.version()).isEqualTo(2);
        assertThat(ksql.conditionText()).isEqualTo("x_LineType == 'KSQL_NUM_CSUS'");
    }

    @Test
    void rulesOfTheUserBeforeThePackAreTriedFirstAndExceptLeavesOut() {
        List<String> ids = load("  - {id: mine, when: x_LineType == 'KAFKA_BASE', tiers: [direct: account]}\n"
                        + "  - {pack: confluent, version: 1, except: confluent/other}\n")
                .configuration()
                .rules()
                .stream()
                .map(AllocationRule::id)
                .toList();
        assertThat(ids).first().isEqualTo("mine");
        assertThat(ids).doesNotContain("confluent/other");
    }

    @Test
    void aPackFileOfTheUserMayHaveSettingsAndConditionToo() {
        Loading loading = Loading.in(folder).file("own.yaml", """
                pack: own
                version: 4
                when: ServiceName == 'Kafka'
                settings: {metric: {default: bytes}}
                rules:
                  - {id: own, tiers: [metric: "${setting:metric}"]}
                """);
        AllocationRule rule = loading.load(HEAD + "  - {pack: own.yaml, settings: {metric: packets}}\n")
                .configuration()
                .rules()
                .get(0);
        assertThat(rule.version()).isEqualTo(4);
        assertThat(rule.conditionText()).isEqualTo("ServiceName == 'Kafka'");
        assertThat(tiers(rule)).containsExactly(new Tier.ByMetric("packets", Tier.UsageKey.RESOURCE_ID));
    }

    @Test
    void aTierHasItsOwnCostTypeAndAReasonIsOneWord() {
        AllocationRule rule = rule(
                rules("  - {id: r, tiers: [{metric: m}, {direct: resource, cost-type: shared}]}\n"
                        + "  - {id: s, when: ServiceName == 'x', tiers: [{unallocated: nobody_there}]}\n"),
                "r");
        assertThat(rule.parts().get(0).costTypeOf(0)).isEqualTo("usage");
        assertThat(rule.parts().get(0).costTypeOf(1)).isEqualTo("shared");
        assertThat(tiers(rule).get(1)).isEqualTo(new Tier.Direct(List.of(new Tier.Owner.ByResource())));
    }

    @Test
    void onlyShippedPacksHaveAText() {
        assertThat(Set.copyOf(RulePacks.names())).hasSize(2);
        assertThatThrownBy(() -> RulePacks.text("nothing")).hasMessage("there is no pack nothing");
    }
}
