package org.apportion.run;

import static org.apportion.run.TwoMonths.NOVEMBER;
import static org.apportion.run.TwoMonths.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.config.ConfigurationLoader;
import org.apportion.ledger.Run;
import org.apportion.model.BillingMonth;
import org.apportion.model.configuration.Configuration;
import org.apportion.spi.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** October costs 23.00 EUR and 1.00 USD: see {@link SmallCompany}. */
class SimulationTest {
    @TempDir
    Path folder;

    private TwoMonths months;

    @BeforeEach
    void prepare() {
        months = TwoMonths.in(folder);
        months.run(OCTOBER);
    }

    private SimulationResult simulate(String overlay) {
        return simulate(overlay, OCTOBER, OCTOBER);
    }

    private SimulationResult simulate(String overlay, BillingMonth first, BillingMonth last) {
        Path with = months.company.write("other.yaml", overlay, 1);
        Configuration other = ConfigurationLoader.installed(Workspace.shippedMappings())
                .loadWith(months.company.file("apportion.yaml"), with)
                .configuration();
        try (Workspace workspace = months.company.open()) {
            return new Simulation(workspace, Progress.NONE).run(first, last, other);
        }
    }

    private static List<String> lines(SimulationResult result) {
        return result.lines().stream()
                .map(line -> String.join(
                        " ",
                        String.valueOf(line.unit()),
                        TwoMonths.plain(line.change()),
                        "rules",
                        TwoMonths.plain(line.rules()),
                        "owners",
                        TwoMonths.plain(line.owners()),
                        "prices",
                        TwoMonths.plain(line.prices())))
                .toList();
    }

    private String section(String name) {
        String text = months.company.text("apportion.yaml");
        int from = text.indexOf("\n" + name + ":\n") + 1;
        return text.substring(from, text.indexOf("\n\n", from) + 1);
    }

    @Test
    void theSameConfigurationChangesNothing() {
        SimulationResult result = simulate(section("rules"));

        assertThat(result.changes()).isEmpty();
        assertThat(result.lines()).isNotEmpty().allSatisfy(line -> {
            assertThat(line.change()).isZero();
            assertThat(line.before()).isEqualByComparingTo(line.after());
        });
    }

    @Test
    void anotherRuleMovesCostFromOneUnitToTheOther() {
        // Kafka on the 1st: alice 3 of 4 bytes, now evenly: 2.50 of 10.00 go from alice's unit shop to bob's unit data.
        // The tax of
        // 2.00 follows what is owned.
        SimulationResult result = simulate(section("rules").replace("- metric: bytes", "- even: hour"));

        assertThat(result.changes()).containsExactly("Rules: kafka differs.");
        Map<String, BigDecimal> rules = new TreeMap<>();
        result.lines().forEach(line -> rules.put(String.valueOf(line.unit()), line.rules()));
        assertThat(rules.get("data")).isGreaterThan(new BigDecimal("2.50"));
        assertThat(rules.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isZero();
        assertThat(result.totals().get("EUR")).isZero();
    }

    @Test
    void anotherOwnerAndAPriceAreToldApart() {
        String moved = section("directory").replace("{principal: alice, unit: shop}", "{principal: alice, unit: data}");
        SimulationResult owners = simulate(moved);
        SimulationResult both = simulate(moved + "prices:\n  multipliers:\n    - {id: markup, factor: 1.1}\n");

        assertThat(both.lines()).zipSatisfy(owners.lines(), (one, other) -> {
            assertThat(one.rules()).isZero();
            assertThat(one.owners()).isEqualByComparingTo(other.owners());
            // A tenth more on everything that the unit pays.
            assertThat(one.prices()).isEqualByComparingTo(other.after().movePointLeft(1));
            assertThat(one.change()).isEqualByComparingTo(one.owners().add(one.prices()));
        });
        assertThat(owners.lines())
                .anySatisfy(line -> assertThat(line.owners().signum()).isPositive());
    }

    @Test
    void severalMonthsAreCalculatedEachForItself() {
        SimulationResult result = simulate(
                section("directory").replace("{principal: alice, unit: shop}", "{principal: alice, unit: data}"),
                OCTOBER.plusMonths(-3),
                NOVEMBER);

        // Of November there is Kafka for 8.00, all by alice; it need not have been run.
        assertThat(result.lines().stream().filter(line -> line.month().equals(NOVEMBER)))
                .extracting(line -> line.unit() + " " + TwoMonths.plain(line.change()))
                .containsExactly("data 8", "shop -8");
        assertThat(result.lines()).anySatisfy(line -> assertThat(line.month()).isEqualTo(OCTOBER));
    }

    @Test
    void aClosedMonthIsSimulatedTooAndNothingIsLeftBehind() {
        months.close(OCTOBER);
        Map<Path, Long> before = stored();

        SimulationResult result = simulate(section("rules").replace("- metric: bytes", "- even: hour"));

        assertThat(result.closed()).containsExactly(Map.entry(OCTOBER, "2026-11"));
        assertThat(lines(result)).anySatisfy(line -> assertThat(line).startsWith("data "));
        assertThat(stored()).isEqualTo(before);
        try (Workspace workspace = months.company.open()) {
            List<Run> runs =
                    workspace.ledger().read(transaction -> transaction.runs().latest(10));
            assertThat(runs).hasSize(1);
        }
    }

    /** Files of lake and outputs. The ledger's own are left out: a database may tidy up when it is opened. */
    private Map<Path, Long> stored() {
        Map<Path, Long> files = new TreeMap<>();
        for (Path file : RepeatedMonthTest.files(months.company.folder())) {
            String name = months.company.folder().relativize(file).toString();
            if (name.startsWith("data/lake") || name.startsWith("out")) {
                files.put(file, file.toFile().length());
            }
        }
        return files;
    }

    @Test
    void aMonthWithoutRecordsIsToldAsSuch() {
        BillingMonth never = BillingMonth.of(2020, 1);

        assertThatThrownBy(() -> simulate(section("rules"), never, never.plusMonths(1)))
                .hasMessageStartingWith("RUN_NO_RECORDS 2020-01..2020-02:");
    }

    @Test
    void whatTheOtherConfigurationGetsWrongIsToldWithItsPlace() {
        assertThatThrownBy(() -> simulate("rules:\n  - {id: x, when: Nonsense == 1, tiers: [{even: hour}]}\n"))
                .hasMessageContaining("other.yaml");
    }
}
