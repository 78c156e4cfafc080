package org.apportion.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guard of the split: the quick path, the 128-bit path and BigInteger must agree at every magnitude and sign. */
final class SharePropertyTest {
    private static final long SEED = 20261121;
    private static final int ROWS = 3000;

    /** As the plan asks: floating point where it is sure, 64 bits where the weights are small, else the guarded share. */
    private static final String SURE_ELSE_SHARE =
            "CASE WHEN share_sure(share_near(u, a, b), share_slack(u, a, b)) THEN floor(share_near(u, a, b))::BIGINT"
                    + " WHEN share_small(u, b) THEN fdiv(u * a, b) ELSE share(u, a, b) END";

    @TempDir
    static Path folder;

    private static Engine engine;

    @BeforeAll
    static void open() {
        engine = Sessions.open(folder);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10", "40, 30", "51, 53", "52, 52", "52, 53", "52, 54", "53, 53", "53, 62", "56, 40", "60, 53", "62, 62",
        "63, 53", "63, 62", "20, 62", "1, 62", "63, 1"
    })
    void shareIsTheFlooredQuotientForUnitsAndWeightsBelowTheseBits(int unitBits, int weightBits) {
        check("share", unitBits, weightBits);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10", "10, 10", "40, 30", "44, 53", "48, 52", "50, 53", "51, 53", "52, 52", "52, 53", "53, 53", "53, 54",
        "60, 53", "63, 1", "63, 62"
    })
    void theFloatingPointQuotientIsRightWhereverItSaysThatItIsSure(int unitBits, int weightBits) {
        check(SURE_ELSE_SHARE, unitBits, weightBits);
    }

    @ParameterizedTest
    @CsvSource({"40, 30", "44, 50", "46, 53"})
    void almostEveryShareOfAnOrdinaryCellIsSure(int unitBits, int weightBits) {
        load(unitBits, weightBits, new ArrayList<>());
        assertThat(Sessions.one(
                        engine,
                        "SELECT count(*) FILTER (share_sure(share_near(u, a, b), share_slack(u, a, b))) * 100 > 95 * count(*)"
                                + " FROM (SELECT u::BIGINT AS u, a, b FROM cases)"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"40, 30", "63, 62", "64, 53", "70, 62", "80, 40", "100, 62", "120, 60"})
    void shareOfAWideCellIsTheFlooredQuotient(int unitBits, int weightBits) {
        check("share_big", unitBits, weightBits);
    }

    @Test
    void theLastEntryReceivesEverythingThatIsLeft() {
        // a = b gives u itself, also where no floating point number holds it
        assertThat(Sessions.one(engine, "SELECT share(9223372036854775807, 3, 3)"))
                .isEqualTo("9223372036854775807");
        assertThat(Sessions.one(engine, "SELECT share(-9223372036854775807 - 1, 3, 3)"))
                .isEqualTo("-9223372036854775808");
    }

    @Test
    void sharesOfANegativeCostAreRoundedTowardMinusInfinity() {
        // -7 * 1 / 2 = -3.5
        assertThat(Sessions.one(engine, "SELECT share(-7, 1, 2)")).isEqualTo("-4");
        assertThat(Sessions.one(engine, "SELECT share_big(-7, 1, 2)")).isEqualTo("-4");
    }

    private static void check(String function, int unitBits, int weightBits) {
        List<BigInteger> expected = new ArrayList<>();
        load(unitBits, weightBits, expected);
        String type = function.equals("share_big") ? "HUGEINT" : "BIGINT";
        String call = function.startsWith("share") ? function + "(u, a, b)" : function;
        List<BigInteger> actual = engine.query(
                "SELECT " + call + " FROM (SELECT u::" + type + " AS u, a, b FROM cases ORDER BY rowid)",
                row -> row.integer(0));
        assertThat(actual)
                .as("seed %d, units below 2^%d, weights below 2^%d", SEED, unitBits, weightBits)
                .isEqualTo(expected);
    }

    private static void load(int unitBits, int weightBits, List<BigInteger> expected) {
        Random random = new Random(SEED + unitBits * 100L + weightBits);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            BigInteger units = units(random, unitBits);
            BigInteger total = new BigInteger(weightBits, random).max(BigInteger.ONE);
            BigInteger part = i % 10 == 0 ? total : new BigInteger(weightBits, random).mod(total.add(BigInteger.ONE));
            rows.add(new Object[] {units.toString(), part.longValueExact(), total.longValueExact()});
            expected.add(floor(units.multiply(part), total));
        }
        engine.load(
                "cases",
                List.of(
                        Column.required("u", ColumnType.STRING, "units"),
                        Column.required("a", ColumnType.BIGINT, "cumulative weight"),
                        Column.required("b", ColumnType.BIGINT, "total weight")),
                rows);
    }

    private static BigInteger units(Random random, int bits) {
        BigInteger size = new BigInteger(bits, random);
        return random.nextBoolean() ? size.negate() : size;
    }

    private static BigInteger floor(BigInteger dividend, BigInteger divisor) {
        BigInteger[] quotient = dividend.divideAndRemainder(divisor);
        return quotient[1].signum() < 0 ? quotient[0].subtract(BigInteger.ONE) : quotient[0];
    }
}
