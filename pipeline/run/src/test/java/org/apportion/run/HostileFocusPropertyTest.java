package org.apportion.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apportion.model.CostBasis;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.output.OutputDefinition.FocusSettings;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.table.Tables;
import org.apportion.spi.Engine;
import org.apportion.testkit.month.HostileMonth;
import org.apportion.testkit.month.MonthData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles of nasty months, looked at in their files. */
class HostileFocusPropertyTest {
    private static final int RECORDS = 120;

    /** Prices of up to nine decimals, quantities of up to eighteen; some records have no price, some cost more than they should. */
    private static final String NUMBERS = "UPDATE generated_cost SET PricingQuantity = CASE WHEN x_Row % 7 = 0 THEN"
            + " 0.000000000000000001::DECIMAL(38,18) WHEN x_Row % 3 = 0 THEN (x_Row * 1.25)::DECIMAL(38,18) ELSE -3 END,"
            + " ListUnitPrice = CASE WHEN x_Row % 5 > 0 THEN (x_Row * 0.000000137)::DECIMAL(38,18) END,"
            + " ListCost = CASE WHEN x_Row % 5 > 0 AND x_Row % 7 > 0 THEN (CASE WHEN x_Row % 3 = 0 THEN x_Row * 1.25 ELSE -3 END"
            + " * (x_Row * 0.000000137))::DECIMAL(38,18) ELSE 12.345678901234567891::DECIMAL(38,18) END,"
            + " ContractedCost = EffectiveCost, ConsumedQuantity = CASE WHEN x_Row % 2 = 0 THEN"
            + " 98765432109876.5::DECIMAL(38,18) END, PricingCurrencyEffectiveCost = -BilledCost";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest(name = "seed {0}, {1}")
    @CsvSource({"201,PARQUET", "202,CSV"})
    void bundlesAddUpToTheBillAndToTheCharges(long seed, Format format) {
        MonthData data = HostileMonth.generate(seed, RECORDS);
        CostBasis basis = seed % 2 == 0 ? CostBasis.BILLED : CostBasis.EFFECTIVE;
        OutputDefinition output = new OutputDefinition(
                "focus",
                Content.FOCUS,
                format,
                folder.resolve("focus").toString(),
                Optional.empty(),
                new FocusSettings("Platform", List.of("bills")),
                "test:1:1");
        try (HostileInstallation installation =
                new HostileInstallation(folder.resolve("data"), data, basis, 2, "1GB", 2, List.of(output), NUMBERS)) {
            installation.run();
            Engine engine = installation.workspace().engine();
            String file = folder.resolve("focus/cost_and_usage." + format.name().toLowerCase(java.util.Locale.ROOT))
                    .toString();
            String rows = format == Format.CSV
                    ? "read_csv('" + file + "', all_varchar = true, header = true)"
                    : "read_parquet('" + file + "')";
            engine.execute("CREATE TEMP TABLE bundle AS SELECT x_RecordId::BIGINT AS id, " + number("x_AllocatedRatio")
                    + ", " + number("BilledCost") + ", " + number("EffectiveCost") + ", " + number("ListCost") + ", "
                    + number("ConsumedQuantity") + ", " + number("PricingQuantity") + ", " + number("ListUnitPrice")
                    + ", AllocatedResourceId, AllocatedMethodId FROM " + rows);
            String bill = installation.workspace().lake().current().relation(Tables.COST_RECORD);
            assertThat(count(
                            engine,
                            "SELECT count(*) FROM (SELECT id FROM bundle GROUP BY id HAVING"
                                    + " sum(x_AllocatedRatio) <> 1)"))
                    .as("seed %d: ratios", seed)
                    .isZero();
            for (String column :
                    List.of("BilledCost", "EffectiveCost", "ListCost", "ConsumedQuantity", "PricingQuantity")) {
                assertThat(count(
                                engine,
                                "SELECT count(*) FROM (SELECT id, sum(" + column + ") AS s FROM bundle GROUP BY id)"
                                        + " AS b FULL JOIN " + bill
                                        + " AS c ON c.x_RecordId = b.id WHERE b.s IS DISTINCT FROM c."
                                        + column))
                        .as("seed %d: %s", seed, column)
                        .isZero();
            }
            assertThat(count(
                            engine,
                            "SELECT count(*) FROM bundle AS b JOIN " + bill + " AS c ON c.x_RecordId = b.id"
                                    + " WHERE cell_product(c.ListUnitPrice, c.PricingQuantity) = c.ListCost"
                                    + " AND cell_product(b.ListUnitPrice, b.PricingQuantity) <> b.ListCost"))
                    .as("seed %d: price x quantity", seed)
                    .isZero();
            // What the rests of a cell carry into its units is rounding of the cell, not of its records: below 1e-9
            // here.
            String charged = "SELECT consumer_kind || ':' || consumer AS id, sum(amount) AS s FROM "
                    + installation.workspace().lake().current().relation(Tables.CHARGE)
                    + " AS c WHERE reason IS NULL GROUP BY 1";
            String exported = "SELECT AllocatedResourceId AS id, sum(" + basis.column()
                    + ") AS s FROM bundle WHERE AllocatedResourceId IS NOT NULL GROUP BY 1";
            assertThat(
                            count(
                                    engine,
                                    "SELECT count(*) FROM (" + charged + ") AS c FULL JOIN (" + exported
                                            + ") AS b ON b.id = c.id WHERE abs(coalesce(b.s, 0) - coalesce(c.s, 0)) >= 0.000000001"))
                    .as("seed %d: consumers", seed)
                    .isZero();
        }
    }

    private static String number(String column) {
        return column + "::DECIMAL(38,18) AS " + column;
    }

    private static long count(Engine engine, String sql) {
        return engine.query(sql, row -> row.number(0)).get(0);
    }
}
