package org.apportion.benchmark;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.Consumer;
import org.apportion.model.Validity;
import org.apportion.model.configuration.Configuration;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.model.configuration.ConfigurationBuilder;
import org.apportion.model.organization.Directory;
import org.apportion.model.organization.DirectoryEntry;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.price.Price;
import org.apportion.model.price.PriceBook;
import org.apportion.model.rule.AllocationRule;
import org.apportion.model.rule.Condition;
import org.apportion.model.rule.Part;
import org.apportion.model.rule.Spread;
import org.apportion.model.rule.Tier;
import org.apportion.model.source.SourceDefinition;

/**
 * The configuration of the made-up month: thirty teams in five departments that own the 2,000 principals, one rule for all
 * records (by usage, else evenly over the principals of the day, else the resource) and a markup of five percent.
 */
final class BenchmarkMonth {
    static final String SOURCE = "made-up";

    private static final int PRINCIPALS = 2000;
    private static final int TEAMS = 30;
    private static final int DEPARTMENTS = 5;
    private static final String PLACE = "benchmark";

    private BenchmarkMonth() {}

    static Configuration configuration(Path data, EngineSettings engine, Path bill) {
        return configuration(data, engine, bill, List.of());
    }

    /** The month published in FOCUS too. */
    static Configuration withFocus(Path data, EngineSettings engine, Path bill) {
        OutputDefinition focus = new OutputDefinition(
                "focus",
                OutputDefinition.Content.FOCUS,
                OutputDefinition.Format.PARQUET,
                data.resolve("focus").toString(),
                Optional.empty(),
                new OutputDefinition.FocusSettings("Platform", List.of("bills")),
                PLACE);
        return configuration(data, engine, bill, List.of(focus));
    }

    private static Configuration configuration(
            Path data, EngineSettings engine, Path bill, List<OutputDefinition> outputs) {
        PriceBook prices = new PriceBook(
                List.of(new Price.Multiplier("markup", Price.Scope.ANY, new BigDecimal("1.05"), Validity.ALWAYS)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new ConfigurationBuilder(data, ledger(data), "USD", engine)
                .sources(List.of(bills(bill)))
                .organization(organization())
                .directory(directory("team-0"))
                .rules(List.of(rule()))
                .prices(prices)
                .outputs(outputs)
                .build();
    }

    static String ledger(Path data) {
        return "jdbc:sqlite:" + data.resolve("ledger.db");
    }

    private static SourceDefinition bills(Path file) {
        return new SourceDefinition(
                SOURCE,
                SourceDefinition.Kind.COST,
                List.of(file.toString()),
                "auto",
                Optional.empty(),
                SourceDefinition.Slicing.FILE_SET,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                PLACE);
    }

    private static Organization organization() {
        List<OrganizationUnit> units = new ArrayList<>();
        units.add(new OrganizationUnit("all", "Example Holding", "company", null, "CC-0", null, List.of()));
        for (int i = 0; i < DEPARTMENTS; i++) {
            units.add(new OrganizationUnit(
                    "department-" + i, "Department " + i, "department", "all", "CC-1" + i, null, List.of()));
        }
        for (int i = 0; i < TEAMS; i++) {
            units.add(new OrganizationUnit(
                    "team-" + i, "Team " + i, "team", "department-" + i % DEPARTMENTS, null, null, List.of()));
        }
        return new Organization(units);
    }

    /** The same with another owner of one principal. */
    static Configuration withNewOwner(Configuration month) {
        return month.copy().directory(directory("team-1")).build();
    }

    /** @param first who owns the first principal */
    private static Directory directory(String first) {
        List<DirectoryEntry> entries =
                new ArrayList<>(List.of(new DirectoryEntry(Consumer.principal("sa-0"), first, Validity.ALWAYS, PLACE)));
        for (int i = 1; i < PRINCIPALS; i++) {
            entries.add(new DirectoryEntry(Consumer.principal("sa-" + i), "team-" + i % TEAMS, Validity.ALWAYS, PLACE));
        }
        return new Directory(entries);
    }

    static AllocationRule rule() {
        Part part = new Part(
                "all",
                BigDecimal.ONE,
                "usage",
                List.of(
                        new Tier.ByMetric("bytes", Tier.UsageKey.RESOURCE_ID),
                        new Tier.Even(List.of(), Tier.Window.DAY, Tier.UsageKey.RESOURCE_ID)));
        return new AllocationRule(
                "by-usage", 1, "", Validity.ALWAYS, "true", new Condition.Always(), Spread.EVEN, List.of(part), PLACE);
    }
}
