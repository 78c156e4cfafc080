package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.config.secret.EnvironmentSecrets;
import org.apportion.config.secret.SecretReferences;
import org.apportion.model.Consumer;
import org.apportion.model.ConsumerKind;
import org.apportion.model.CostBasis;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.TagPolicy.Origin;
import org.apportion.model.output.ExportTemplate;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.price.ExchangeRate;
import org.apportion.model.price.InternalService;
import org.apportion.model.price.Price;
import org.apportion.model.price.ServiceComponent;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.rule.Tier.Owner;
import org.apportion.model.rule.Tier.UsageKey;
import org.apportion.model.source.ListedCost;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.junit.jupiter.api.Test;

/** One configuration that uses every section, read into the model. */
final class WholeConfigurationTest {
    private static final Path FOLDER = Path.of("src/test/resources/whole");
    private static final LocalDate MIDDLE = LocalDate.of(2026, 10, 15);
    private static final LoadedConfiguration LOADED = new ConfigurationLoader(
                    new SecretReferences(
                            List.of(new EnvironmentSecrets(Map.of("FOLDER", "/srv/bills", "TOKEN", "t0ps3cret")))),
                    Set.of("aws-cur-2"))
            .load(FOLDER.resolve("apportion.yaml"));
    private static final Configuration WHOLE = LOADED.configuration();

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    @Test
    void theFileItselfWinsOverWhatItIncludes() {
        assertThat(WHOLE.costBasis()).isEqualTo(CostBasis.BILLED);
    }

    @Test
    void defaultsLieInTheDataFolderBesideTheMainFile() {
        Path data = FOLDER.toAbsolutePath().resolve("data");
        assertThat(WHOLE.data()).isEqualTo(data);
        assertThat(WHOLE.ledgerUrl()).isEqualTo("jdbc:sqlite:" + data + "/ledger.db");
        assertThat(WHOLE.engine()).isEqualTo(new Configuration.EngineSettings("duckdb", "4GB", 2, data.resolve("tmp")));
    }

    @Test
    void sourcesKeepTextAsWrittenAndResolvePaths() {
        SourceDefinition aws = WHOLE.sources().get(0);
        assertThat(aws.paths())
                .containsExactly(FOLDER.toAbsolutePath() + "/bills/aws/*.csv.gz", FOLDER.toAbsolutePath() + "/more");
        assertThat(aws.constants()).containsEntry("BillingAccountId", "001234567890");
        assertThat(aws.versionPattern()).contains("(?<slice>\\d{12})/v(?<version>\\d+)");
        assertThat(aws.slicing()).isEqualTo(SourceDefinition.Slicing.PATTERN);
        assertThat(aws.place()).endsWith("apportion.yaml:6:9");
    }

    @Test
    void referencesAreReplacedExceptWhereSecretsBelong() {
        assertThat(WHOLE.sources().get(1).paths()).containsExactly("/srv/bills/own.csv");
        assertThat(WHOLE.sources().get(0).options()).containsEntry("api-token", "${env:TOKEN}");
    }

    @Test
    void aMappingMayBeWrittenInTheSource() {
        assertThat(WHOLE.sources().get(1).inlineMapping())
                .contains(Map.of(
                        "columns", Map.of("BilledCost", Map.of("from", List.of("cost", "Cost"))), "lenient", true));
    }

    @Test
    void aPriceListBecomesListedCosts() {
        assertThat(WHOLE.sources().get(3).kind()).isEqualTo(Kind.PRICE_LIST);
        assertThat(WHOLE.sources().get(3).listedCosts())
                .containsExactly(new ListedCost(
                        "rent",
                        Money.of("1250.00", "USD"),
                        Map.of("ServiceName", "Rack"),
                        Map.of("team", "platform"),
                        new Validity(MIDDLE, null)));
    }

    @Test
    void unitsOfCsvAndYamlFormOneTree() {
        assertThat(WHOLE.organization().find("search").orElseThrow().name()).isEqualTo("Search; all");
        assertThat(WHOLE.organization().find("search").orElseThrow().contacts())
                .containsExactly("b@example.com", "c@example.com");
        assertThat(WHOLE.organization().path("payments").get(1).id()).isEqualTo("company");
        assertThat(WHOLE.organization().costCenter("payments")).contains("0042");
    }

    @Test
    void theDirectorySpeaksTheVocabularyOfTags() {
        assertThat(WHOLE.directory().unitOf(Consumer.tag("team", "payments"), MIDDLE.minusDays(1)))
                .isEmpty();
        assertThat(WHOLE.directory().unitOf(Consumer.tag("team", "payments"), MIDDLE))
                .contains("payments");
        assertThat(WHOLE.directory().entries())
                .extracting(DirectoryEntry::subject)
                .contains(new Consumer(ConsumerKind.ACCOUNT, "001234567890"), Consumer.principal("svc"));
    }

    @Test
    void tagsFoldAndInherit() {
        assertThat(WHOLE.tags().foldKeyCase()).isTrue();
        assertThat(WHOLE.tags().foldValueCase()).isFalse();
        assertThat(WHOLE.tags().synonyms()).containsEntry("team", List.of("Owner_Team"));
        assertThat(WHOLE.tags().inheritance()).containsExactly(Origin.RESOURCE, Origin.ACCOUNT);
        assertThat(WHOLE.tags().inherited().get(0).tags()).isEqualTo(Map.of("team", "search"));
    }

    @Test
    void packsStandInTheOrderOfRulesAndLendTheirVersion() {
        assertThat(WHOLE.rules())
                .extracting(AllocationRule::id)
                .containsExactly("from-pack", "own-version", "parts", "last");
        assertThat(WHOLE.rules()).extracting(AllocationRule::version).containsExactly(7, 3, 2, 1);
    }

    @Test
    void partsHaveWeightsCostTypesAndTiers() {
        AllocationRule rule = WHOLE.rules().get(2);
        assertThat(rule.conditionText()).isEqualTo("Tags['Owner-Team'] == 'Payments'");
        assertThat(rule.condition())
                .isEqualTo(new Condition.Compare(
                        new Condition.Operand.TagValue("team"), Condition.Operator.EQUAL, "Payments"));
        assertThat(rule.spread()).isEqualTo(Spread.USAGE);
        assertThat(rule.parts().get(0).name()).isEqualTo("shared");
        assertThat(rule.parts().get(1).weight()).isEqualTo(decimal("70.5"));
        assertThat(rule.parts().get(0).tiers())
                .containsExactly(new Tier.Even(List.of("cpu", "memory"), Tier.Window.DAY, UsageKey.RESOURCE_ID));
        assertThat(rule.parts().get(1).tiers())
                .containsExactly(
                        new Tier.ByMaximum("cpu_requested", "cpu_used", new UsageKey.FixedKey("cluster-1")),
                        new Tier.ByMix(
                                new java.util.TreeMap<>(Map.of("cpu", decimal("60"), "memory", decimal("40"))),
                                new UsageKey.ColumnKey("x_ResourceGroup")),
                        new Tier.ByMetric("cpu", UsageKey.RESOURCE_ID),
                        new Tier.FixedShares(Map.of(
                                new Consumer(ConsumerKind.UNIT, "payments"),
                                decimal("1"),
                                Consumer.principal("svc"),
                                decimal("2.5"))));
    }

    @Test
    void ownersAreTriedInOrder() {
        AllocationRule last = WHOLE.rules().get(3);
        assertThat(last.condition()).isEqualTo(new Condition.Always());
        assertThat(last.parts().get(0).tiers())
                .containsExactly(
                        new Tier.Direct(List.of(
                                new Owner.ByTag("team"),
                                new Owner.ByAccount(),
                                new Owner.ByDirectory(List.of("team", "owner")),
                                new Owner.ByDirectory(List.of()),
                                new Owner.ByName(new Consumer(ConsumerKind.UNIT, "payments")),
                                new Owner.ByName(Consumer.tag("team", "X")))),
                        new Tier.ByAllocatedCost(new Condition.Always(), List.of()),
                        new Tier.ByAllocatedCost(
                                new Condition.Compare(
                                        new Condition.Operand.ColumnValue("ServiceName"),
                                        Condition.Operator.EQUAL,
                                        "a"),
                                List.of("SubAccountId")));
    }

    @Test
    void pricesAreExact() {
        List<Price> prices = WHOLE.prices().prices();
        assertThat(((Price.Multiplier) prices.get(0)).factor()).isEqualByComparingTo("1.1");
        assertThat(((Price.Multiplier) prices.get(1)).factor()).isEqualByComparingTo("0.95");
        assertThat(((Price.Multiplier) prices.get(2)).factor()).isEqualTo(decimal("0.333333333333333333"));
        assertThat(((Price.PerUsage) prices.get(3)).pricePerUnit()).isEqualTo(Money.of("0.0000000001", "EUR"));
        assertThat(prices.get(4))
                .isEqualTo(new Price.PerMonth("seat", "search", "Desk", Money.of("200", "EUR"), Validity.ALWAYS));
        assertThat(prices.get(6))
                .isEqualTo(new Price.OneOff(
                        "gift", "payments", LocalDate.of(2026, 10, 5), "Outage", Money.of("-100", "USD")));
    }

    @Test
    void servicesUseComponentsAndTheirParts() {
        ServiceComponent db = WHOLE.prices().components().get(0);
        InternalService shop = WHOLE.prices().services().get(0);
        assertThat(db.source()).isEqualTo(Consumer.tag("component", "DB"));
        assertThat(db.costFactor()).isEqualByComparingTo("1.05");
        assertThat(db.parts().get(0).costShare()).isEqualTo(decimal("0.6"));
        assertThat(shop.charged()).isFalse();
        assertThat(shop.uses())
                .extracting(InternalService.Use::id, InternalService.Use::quantity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("db/cpu", decimal("2.5")),
                        org.assertj.core.groups.Tuple.tuple("db", decimal("1")));
        assertThat(WHOLE.prices().accounts().get(0).id()).isEqualTo("001234567890");
        assertThat(WHOLE.prices().customers().get(0).costCenter()).isEqualTo("0042");
    }

    @Test
    void ratesOfCsvComeBeforeThoseOfYaml() {
        assertThat(WHOLE.rates())
                .containsExactly(
                        new ExchangeRate(LocalDate.of(2026, 10, 1), "USD", "EUR", decimal("0.9150"), "ECB"),
                        new ExchangeRate(LocalDate.of(2026, 10, 2), "USD", "EUR", decimal("0.92"), "ECB"));
    }

    @Test
    void outputsHaveTemplates() {
        OutputDefinition accounting = WHOLE.outputs().get(1);
        assertThat(WHOLE.outputs().get(0).path()).isEqualTo(FOLDER.toAbsolutePath() + "/out/{month}.parquet");
        assertThat(accounting.template())
                .isEqualTo(Optional.of(new ExportTemplate(
                        List.of(
                                new ExportTemplate.TemplateColumn("Account", "{account}_{row}"),
                                new ExportTemplate.TemplateColumn("", "{amount}")),
                        List.of("account", "cost-center"),
                        0,
                        RoundingMode.CEILING,
                        ';',
                        "CRLF",
                        false,
                        ',',
                        "windows-1252",
                        true)));
    }

    @Test
    void noSecretIsShownAndEachValueHasItsOrigin() {
        assertThat(LOADED.effective().lines())
                .contains(
                        "sources[0].options.api-token = ${env:TOKEN}  # " + FOLDER + "/apportion.yaml:12",
                        "sources[1].path = ${env:FOLDER}/own.csv  # " + FOLDER + "/apportion.yaml:14",
                        "rules[0].rules[1].cost-type = kafka  # " + FOLDER + "/packs/provider.yaml:9",
                        "sources[1].slicing = file-set  # default",
                        "cost-basis = billed  # " + FOLDER + "/apportion.yaml:3");
        assertThat(LOADED.effective().json())
                .doesNotContain("t0ps3cret", "/srv/bills")
                .contains("\"path\" : \"sources[0].options.api-token\"");
        assertThat(LOADED.warnings()).isEmpty();
    }
}
