package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units and rest of a cost, and back, against BigDecimal. */
final class MoneyUnitsPropertyTest {
    private static final long SEED = 20261122;
    private static final int ROWS = 20_000;
    private static final BigDecimal BIG = new BigDecimal("9223372");

    @TempDir
    static Path folder;

    private static Engine engine;
    private static List<BigDecimal> costs;

    @BeforeAll
    static void open() {
        engine = Sessions.open(folder);
        costs = costs(new Random(SEED));
        List<Object[]> rows = new ArrayList<>();
        costs.forEach(cost -> rows.add(new Object[] {cost}));
        engine.load("costs", List.of(Column.required("d", ColumnType.MONEY, "cost")), rows);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void unitsAndRestAreTheFlooredPartsOfACostWhoseUnitsFit() {
        List<String> actual = engine.query(
                "SELECT units_of(d), rest_of(d) FROM costs ORDER BY rowid", row -> row.text(0) + " " + row.text(1));
        List<String> expected = costs.stream()
                .map(cost -> cost.abs().compareTo(BIG) > 0 ? "null null" : units(cost) + " " + rest(cost))
                .toList();
        assertThat(actual).as("seed %d", SEED).isEqualTo(expected);
    }

    @Test
    void atTheEdgeOfABigintUnitsAreRightOrMissingButNeverWrong() {
        // 2^63 - 1 = 9223372036854775807 units
        for (String edge : List.of(
                "9223372.036854775806",
                "9223372.036854775807",
                "9223372.036854775807999999",
                "9223372.036854775808",
                "9223372.036854774784",
                "-9223372.036854775808",
                "-9223372.036854775808000001",
                "-9223372.036854775807")) {
            String actual = Sessions.one(
                    engine,
                    "SELECT coalesce(units_of(d) || ' ' || rest_of(d), 'missing ' || coalesce("
                            + "rest_of(d)::VARCHAR, 'too')) FROM (SELECT " + edge + "::DECIMAL(38,18) AS d)");
            BigDecimal cost = new BigDecimal(edge);
            assertThat(actual).isIn("missing too", units(cost) + " " + rest(cost));
            assertThat(units(cost).bitLength() > 63 && !actual.equals("missing too"))
                    .isFalse();
        }
    }

    @Test
    void wideUnitsAndRestAreTheFlooredPartsOfAnyCost() {
        List<String> actual = engine.query(
                "SELECT units_big(d), rest_big(d) FROM costs ORDER BY rowid", row -> row.text(0) + " " + row.text(1));
        assertThat(actual)
                .as("seed %d", SEED)
                .isEqualTo(costs.stream()
                        .map(cost -> units(cost) + " " + rest(cost))
                        .toList());
    }

    @Test
    void unitsAndRestGiveTheCostBack() {
        List<BigDecimal> narrow = engine.query(
                "SELECT coalesce(money18(units_of(d), rest_of(d)), d) FROM costs ORDER BY rowid",
                row -> row.decimal(0));
        List<BigDecimal> wide = engine.query(
                "SELECT money_big(units_big(d), rest_big(d)) FROM costs ORDER BY rowid", row -> row.decimal(0));
        List<BigDecimal> expected = costs.stream()
                .map(cost -> cost.setScale(18, RoundingMode.UNNECESSARY))
                .toList();
        assertThat(narrow).as("seed %d", SEED).isEqualTo(expected);
        assertThat(wide).as("seed %d", SEED).isEqualTo(expected);
    }

    @Test
    void aNegativeCostHasAPositiveRest() {
        // -0.0000000000005 = -1 unit of 1e-12 + 500,000 of 1e-18
        assertThat(Sessions.one(
                        engine,
                        "SELECT units_of(d) || ' ' || rest_of(d) FROM (SELECT "
                                + "-0.0000000000005::DECIMAL(38,18) AS d)"))
                .isEqualTo("-1 500000");
    }

    private static List<BigDecimal> costs(Random random) {
        List<BigDecimal> costs = new ArrayList<>();
        for (String edge : List.of(
                "0",
                "1",
                "-1",
                "9223372",
                "-9223372",
                "9223373",
                "-9223373",
                "9000000.000000000000000001",
                "-9000000.000000000000000001",
                "8999999.999999999999999999",
                "0.000000000000000001",
                "-0.000000000000000001",
                "0.000000000001",
                "-0.000000000001",
                "99999999999999999999.999999999999999999",
                "-99999999999999999999.999999999999999999")) {
            costs.add(new BigDecimal(edge));
        }
        while (costs.size() < ROWS) {
            int bits = 1 + random.nextInt(125);
            BigInteger atoms = new BigInteger(bits, random);
            costs.add(new BigDecimal(random.nextBoolean() ? atoms.negate() : atoms, 18));
        }
        return costs;
    }

    private static BigInteger units(BigDecimal cost) {
        return cost.movePointRight(12).setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }

    private static BigInteger rest(BigDecimal cost) {
        return cost.movePointRight(18)
                .toBigIntegerExact()
                .subtract(units(cost).multiply(BigInteger.valueOf(1_000_000)));
    }
}
