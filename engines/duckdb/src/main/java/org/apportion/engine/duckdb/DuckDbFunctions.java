package org.apportion.engine.duckdb;

import java.util.List;

/**
 * The integer arithmetic that plans call, as DuckDB macros. Arguments are substituted as text: pass columns, not long
 * expressions. Why these forms: {@code docs/explanation/speed.md}.
 *
 * <ul>
 *   <li>{@code share(u, a, b)} = floor(u * a / b) as BIGINT; u BIGINT of any size and sign, 0 &le; a &le; b, 0 &lt; b &lt;
 *       2^62. The quick path estimates in floating point and corrects in integers; it is taken only where that is proven
 *       exact: |u| &lt; 2^52 and b &lt; 2^53. Up to 2^44 the estimate is off by at most 2^-8, so it needs no correction where
 *       it lies 2^-6 or more from a whole number.
 *   <li>{@code share_near(u, a, b)}: u * a / b in floating point; where {@code share_sure(share_near(u, a, b), share_slack(u, a,
 *       b))} holds, its floor is {@code share(u, a, b)}. The two roundings move it by at most |u| * 2^-52, as a and b are
 *       exact below 2^53; sure is what lies farther than |u| * 2^-51 from a whole number, and the two ends a = 0 and a = b,
 *       which are exact. Never sure where |u| &ge; 2^52 or b &ge; 2^53. In columns of their own, not inside {@code CASE}, they
 *       cost a fifth of {@code share}.
 *   <li>{@code share_small(u, b)}: whether u * b fits 64 bits by far, so that {@code fdiv(u * a, b)} is the share.
 *   <li>{@code share_big(u, a, b)}: the same for a u of 128 bits, as HUGEINT.
 *   <li>{@code floordiv(p, b)}: floor(p / b) in HUGEINT, b &gt; 0. {@code fdiv(x, n)}: the same in the type of x, n &gt; 0.
 *       {@code udiv(x, n)}: the same for x &ge; 0, which it names once.
 *   <li>{@code units_of(d)}, {@code rest_of(d)}: floor(d * 10^12) and what is left in 1e-18 (0 to 999,999) of a
 *       DECIMAL(38,18) whose units fit into a BIGINT (|d| &le; 9,223,372.03); null beyond. {@code is_big(d)}: whether a d that is not null is
 *       beyond.
 *   <li>{@code units_big(d)}, {@code rest_big(d)}: the same for any DECIMAL(38,18), units as HUGEINT; slower.
 *   <li>{@code money18(u, r)} = u * 1e-12 + r * 1e-18 as DECIMAL(38,18), u BIGINT; {@code money_big(u, r)}: u HUGEINT.
 * </ul>
 */
final class DuckDbFunctions {
    static final List<String> STATEMENTS = List.of(
            macro(
                    "floordiv(p, b)",
                    "(p)::HUGEINT // (b)::HUGEINT"
                            + " - CASE WHEN (p)::HUGEINT < 0 AND (p)::HUGEINT % (b)::HUGEINT <> 0 THEN 1 ELSE 0 END"),
            macro("udiv(x, n)", "(x) // (n)"),
            macro("fdiv(x, n)", "(x) // (n) - ((x) % (n) < 0)::INT"),
            macro("share_estimate(u, a, b)", "TRY_CAST(floor((u)::DOUBLE * (a)::DOUBLE / (b)::DOUBLE) AS BIGINT)"),
            macro(
                    "share_corrected(q, u, a, b)",
                    "(q) + CASE WHEN (u)::HUGEINT * (a) < (q)::HUGEINT * (b) THEN -1"
                            + " WHEN (u)::HUGEINT * (a) >= ((q) + 1)::HUGEINT * (b) THEN 1 ELSE 0 END"),
            macro("ratio(u, a, b)", "(u)::DOUBLE * (a)::DOUBLE / (b)::DOUBLE"),
            macro(
                    "share(u, a, b)",
                    "CASE WHEN (a) = (b) THEN (u)::BIGINT"
                            + " WHEN (u) BETWEEN -17592186044416 AND 17592186044416 AND (b) < 9007199254740992"
                            + " AND abs(ratio(u, a, b) - round(ratio(u, a, b))) >= 0.015625"
                            + " THEN floor(ratio(u, a, b))::BIGINT"
                            + " WHEN (u) BETWEEN -4503599627370495 AND 4503599627370495 AND (b) < 9007199254740992"
                            + " THEN share_corrected(share_estimate(u, a, b), u, a, b)"
                            + " ELSE floordiv((u)::HUGEINT * (a)::HUGEINT, b)::BIGINT END"),
            macro("share_near(u, a, b)", "(u)::DOUBLE * ((a)::DOUBLE / (b)::DOUBLE)"),
            macro(
                    "share_slack(u, a, b)",
                    "abs((u)::DOUBLE) * 4.440892098500626e-16 * ((a) > 0 AND (a) < (b))::INT"
                            + " + ((b) >= 9007199254740992 OR abs((u)::DOUBLE) >= 4503599627370496)::INT"),
            macro("share_sure(x, slack)", "abs((x) - floor(x) - 0.5::DOUBLE) <= 0.5::DOUBLE - (slack)"),
            macro("share_small(u, b)", "(b) < 2048 AND (u) BETWEEN -4503599627370496 AND 4503599627370496"),
            macro(
                    "share_big(u, a, b)",
                    "CASE WHEN (a) = (b) THEN (u)::HUGEINT"
                            + " ELSE floordiv(u, b) * (a)::HUGEINT"
                            + " + floordiv(((u)::HUGEINT - floordiv(u, b) * (b)::HUGEINT) * (a)::HUGEINT, b) END"),
            // No CASE: what stands inside one is computed again at each mention.
            macro("units_estimate(d)", "TRY_CAST(floor((d)::DOUBLE * 1e12) AS BIGINT)"),
            macro(
                    "below_estimate(d)",
                    "round(((d) - (units_estimate(d)::DECIMAL(19,0)"
                            + " * 0.000000000001::DECIMAL(13,12))::DECIMAL(38,18))::DOUBLE * 1e18)::BIGINT"),
            macro(
                    "units_of(d)",
                    "TRY_CAST(units_estimate(d)::HUGEINT"
                            + " + ((below_estimate(d) + 1000000000000) // 1000000 - 1000000) AS BIGINT)"),
            macro("rest_of(d)", "((below_estimate(d) + 1000000000000) % 1000000 + 0 * units_of(d))::INT"),
            macro("is_big(d)", "units_of(d) IS NULL"),
            macro("atoms_of(d)", "replace(((d)::DECIMAL(38,18))::VARCHAR, '.', '')::HUGEINT"),
            macro("units_big(d)", "floordiv(atoms_of(d), 1000000)"),
            macro("rest_big(d)", "(atoms_of(d) - floordiv(atoms_of(d), 1000000) * 1000000)::INT"),
            macro(
                    "money18(u, r)",
                    "((u)::BIGINT::DECIMAL(19,0) * 0.000000000001000000::DECIMAL(19,18)"
                            + " + (r)::BIGINT::DECIMAL(19,0) * 0.000000000000000001::DECIMAL(19,18))::DECIMAL(38,18)"),
            macro(
                    "money_big(u, r)",
                    "CASE WHEN (u) BETWEEN -9000000000000000000 AND 9000000000000000000"
                            + " THEN money18(TRY_CAST(u AS BIGINT), r)"
                            + " ELSE (((u)::HUGEINT * 1000000 + (r)) // 1000000000000000000)::DECIMAL(38,18)"
                            + " + money18(0, ((u)::HUGEINT * 1000000 + (r)) % 1000000000000000000) END"));

    private DuckDbFunctions() {}

    private static String macro(String head, String body) {
        return "CREATE OR REPLACE TEMP MACRO " + head + " AS (" + body + ")";
    }
}
