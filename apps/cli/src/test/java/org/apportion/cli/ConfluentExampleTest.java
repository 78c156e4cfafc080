package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.ChargeQuery;
import org.apportion.report.ExplanationNode;
import org.apportion.report.Reports;
import org.apportion.run.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that needs no account. */
class ConfluentExampleTest {
    @TempDir
    Path folder;

    @Test
    void recordedAnswersBecomeChargesOfEveryCent() {
        ConfluentExample.copyTo(folder);
        String config = folder.resolve("apportion.yaml").toString();

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config);

        // Three days of 159.02, less a credit of 25.00.
        assertThat(run.err() + run.out()).contains("billed 452.06").contains("charged 452.06");
        assertThat(run.code()).isZero();
        Cli.Answer report = Cli.run("report", "--month", "2026-10", "--by", "unit", "-o", "csv", "-c", config);
        assertThat(report.out()).contains("shop", "finance", "platform");
        Cli.Answer again = Cli.run("fetch", "--month", "2026-10", "-o", "csv", "-c", config);
        assertThat(again.out()).contains(",done,").contains(",0,0,");
    }

    @Test
    void everyChargeIsExplainedAndRecomputedToTheSameDigit() {
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(ConfluentExample.copyTo(folder));
        Cli.run(
                "run",
                "--month",
                "2026-10",
                "-q",
                "-c",
                folder.resolve("apportion.yaml").toString());
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            List<List<@Nullable Object>> charges = reports.charges(
                            ChargeQuery.of(BillingMonth.of(2026, 10)).limit(1_000_000))
                    .rows();
            assertThat(charges).hasSizeGreaterThan(50);
            for (List<@Nullable Object> charge : charges) {
                ExplanationNode node = reports.explain(String.valueOf(charge.get(0)));
                assertThat(texts(node))
                        .as("charge %s", charge)
                        .anyMatch(text -> text.startsWith("recomputed: equal"))
                        .anyMatch(text -> text.contains("confluent@1"));
            }
        }
    }

    private static List<String> texts(ExplanationNode node) {
        return Stream.concat(Stream.of(node.text()), node.children().stream().flatMap(child -> texts(child).stream()))
                .toList();
    }

    @Test
    void twoOrganizationsStandSideBySide() throws IOException {
        Path config = ConfluentExample.copyTo(folder);
        Files.writeString(
                config, Files.readString(config).replace("fetches:\n", """
                                fetches:
                                  - id: other
                                    plugin: confluent
                                    settings: {organization: 33333333-aaaa-4bbb-8ccc-444444444444, metrics: cloud, replay: ./replay}
                                """).replace("sources:\n", """
                                sources:
                                  - {id: other-costs, path: "fetched:other/costs/*.ndjson", mapping: confluent-costs, slicing: file}
                                """));

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config.toString());
        Cli.Answer sources =
                Cli.run("report", "--month", "2026-10", "--by", "source", "-o", "csv", "-c", config.toString());
        Cli.Answer hours = Cli.run(
                "metrics", "export", "--as", "chargeback-helper", "--month", "2026-10", "-c", config.toString());

        assertThat(run.out())
                .as(run.err())
                .contains("billed 904.12   charged 904.12")
                .doesNotContain("billed by", "both hold");
        assertThat(sources.out()).contains("confluent-costs,452.06", "other-costs,452.06");
        assertThat(hours.err()).contains("together 904.12");
    }

    @Test
    void twoSourcesOfOneBillAreTold() throws IOException {
        Path config = ConfluentExample.copyTo(folder);
        Files.writeString(config, Files.readString(config).replace("sources:\n", """
                                sources:
                                  - {id: again, path: "fetched:confluent/costs/*.ndjson", mapping: confluent-costs, slicing: file}
                                """));

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-q", "-c", config.toString());

        assertThat(run.out())
                .as(run.err())
                .contains("note: The sources again and confluent-costs both hold 40 records of account"
                        + " 11111111-aaaa-4bbb-8ccc-222222222222, together 452.06 USD each. If that is the same bill, it is"
                        + " charged twice: remove one.");
    }

    @Test
    void theSameMoneyInAMarketplacesBillIsTold() throws IOException {
        Path config = ConfluentExample.copyTo(folder);
        Files.writeString(config, Files.readString(config).replace("sources:\n", """
                                sources:
                                  - {id: cloud, path: cloud.csv, mapping: focus}
                                """));
        Files.writeString(folder.resolve("cloud.csv"), """
                BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,\
                ChargeCategory,ServiceName,ServiceProviderName,HostProviderName,InvoiceIssuerName,BilledCost,EffectiveCost,\
                ListCost,ContractedCost
                1,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Purchase,\
                Confluent Cloud,"Confluent, Inc.",AWS,"Amazon Web Services, Inc.",452.06,452.06,452.06,452.06
                1,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,Purchase,\
                Support,AWS,AWS,"Amazon Web Services, Inc.",10,10,10,10
                """);

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-q", "-c", config.toString());

        assertThat(run.out())
                .as(run.err())
                .contains("billed 914.12   charged 914.12")
                .contains(
                        "note: Confluent is billed by Confluent (source confluent-costs, 452.06 USD) and by Amazon Web"
                                + " Services, Inc. (source cloud, 452.06 USD). If a marketplace sold you the same, it is charged"
                                + " twice")
                .doesNotContain("AWS is billed");
    }
}
