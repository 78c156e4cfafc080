package org.apportion.engine.duckdb;

import java.util.List;

/**
 * The macros behind {@link DuckDbCells}. All of them answer null for null and for what cannot be read, and none goes
 * through floating point: numbers inside of JSON become texts before DuckDB's JSON reader could turn them into doubles.
 */
final class DuckDbCellMacros {
    private static final String MAP = "MAP(VARCHAR, VARCHAR)";
    private static final String NUMBER_AHEAD = "'[:\\[,]\\s*-?[0-9]'";
    private static final String NUMBER_OR_STRING =
            "'(\"(?:[^\"\\\\]|\\\\.)*\")|(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)'";

    /** What their names begin with. */
    static final String PREFIX = "cell_";

    static final List<String> STATEMENTS = List.of(
            macro("cell_decimal(x)", "CASE WHEN NOT contains(x, '_') THEN TRY_CAST(x AS DECIMAL(38,18)) END"),
            // Decimals of m.f e x: digits of f, less trailing zeros of the whole, less x.
            macro(
                    "cell_decimals(m, e)",
                    "length(split_part(m, '.', 2)) - length(replace(m, '.', ''))"
                            + " + length(rtrim(replace(m, '.', ''), '0')) - coalesce(TRY_CAST(e AS INT), 0)"),
            macro(
                    "cell_finer(x)",
                    "CASE WHEN length(x) < 20 AND NOT contains(x, 'e') AND NOT contains(x, 'E') THEN FALSE"
                            + " WHEN contains(lower(x), 'e') THEN"
                            + " regexp_matches(split_part(lower(x), 'e', 1), '[1-9]')"
                            + " AND cell_decimals(trim(split_part(lower(x), 'e', 1)), split_part(lower(x), 'e', 2)) > 18"
                            + " ELSE length(rtrim(split_part(rtrim(x), '.', 2), '0')) > 18 END"),
            macro("cell_plain(x)", "regexp_replace(x, '[\\s\\x{00A0}\\x{202F}'']', '', 'g')"),
            macro("cell_point(x)", "replace(replace(cell_plain(x), '.', ''), ',', '.')"),
            macro(
                    "cell_point_auto(x)",
                    "CASE WHEN NOT contains(x, ',') THEN cell_plain(x)"
                            + " WHEN strpos(reverse(x), ',') < coalesce(nullif(strpos(reverse(x), '.'), 0), 1000000)"
                            + " THEN cell_point(x) ELSE replace(cell_plain(x), ',', '') END"),
            macro("cell_whole(d)", "trunc((d)::DECIMAL(38,18))::DECIMAL(20,0)"),
            macro("cell_part(d)", "((d)::DECIMAL(38,18) - trunc((d)::DECIMAL(38,18)))::DECIMAL(18,18)"),
            macro(
                    "cell_product(a, b)",
                    "TRY(((cell_whole(a) * cell_whole(b))::DECIMAL(38,18) + cell_whole(a) * cell_part(b)"
                            + " + cell_part(a) * cell_whole(b) + (cell_part(a) * cell_part(b))::DECIMAL(38,18))::DECIMAL(38,18))"),
            macro("cell_atoms(d)", "replace(((d)::DECIMAL(38,18))::VARCHAR, '.', '')::HUGEINT"),
            macro(
                    "cell_of_atoms(h)",
                    "(((h) // 1000000000000000000)::DECIMAL(20,0)::DECIMAL(38,18)"
                            + " + ((h) % 1000000000000000000)::DECIMAL(18,0) * 0.000000000000000001::DECIMAL(18,18))::DECIMAL(38,18)"),
            macro(
                    "cell_quotient(a, b)",
                    "CASE WHEN b = 1 THEN (a)::DECIMAL(38,18)"
                            + " WHEN b <> 0 AND b = trunc(b) THEN cell_of_atoms(cell_atoms(a) // trunc(b)::DECIMAL(20,0)::HUGEINT) END"),
            macro(
                    "cell_has_offset(x)",
                    "x LIKE '%Z' OR x LIKE '%UTC' OR contains(substr(x, 12), '+') OR contains(substr(x, 12), '-')"),
            macro(
                    "cell_iso(x)",
                    "CASE WHEN x LIKE '____-__-__%' THEN CASE WHEN length(x) > 16 AND x NOT LIKE '%Z'"
                            + " AND x NOT LIKE '%+00:00' AND (contains(substr(x, 12), '+') OR contains(substr(x, 12), '-'))"
                            + " THEN TRY_CAST(x AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE TRY_CAST(x AS TIMESTAMP) END END"),
            macro(
                    "cell_numbers_as_text(j)",
                    "CASE WHEN regexp_matches(j, " + NUMBER_AHEAD + ") THEN"
                            + " replace(replace(replace(regexp_replace(j, " + NUMBER_OR_STRING
                            + ", '\\1' || chr(1) || '\\2' || chr(2), 'g'),"
                            + " chr(1) || chr(2), ''), chr(1), '\"'), chr(2), '\"') ELSE j END"),
            macro("cell_of_python(x)", "regexp_replace(replace(x, '''', '\"'), '\\b(None|NaN)\\b', 'null', 'g')"),
            macro(
                    "cell_json(x)",
                    "coalesce(TRY_CAST(cell_numbers_as_text(x) AS JSON),"
                            + " TRY_CAST(cell_numbers_as_text('{' || x || '}') AS JSON),"
                            + " TRY_CAST(cell_numbers_as_text(cell_of_python(x)) AS JSON))"),
            macro("cell_json_field(x, path)", "json_extract_string(cell_json(x), path)"),
            macro(
                    "cell_list_sum(l)",
                    "CASE WHEN len(list_filter(l, lambda v: cell_decimal(v) IS NULL)) = 0"
                            + " THEN coalesce(list_sum(list_transform(l, lambda v: cell_decimal(v))), 0)::DECIMAL(38,18) END"),
            macro(
                    "cell_list_total(x, path)",
                    "CASE WHEN x IS NULL OR x = '[]' THEN 0::DECIMAL(38,18)"
                            + " ELSE list_transform([cell_json(x)], lambda j: CASE WHEN json_type(j) = 'ARRAY'"
                            + " THEN cell_list_sum(json_extract_string(j, path)) END)[1] END"),
            // A list of one binds a value to a name, so that it is made once.
            macro(
                    "cell_map(l)",
                    "list_transform([l], lambda e: CASE WHEN len(list_distinct(list_transform(e, lambda o: o.k)))"
                            + " = len(e) THEN map_from_entries(e) ELSE map_from_entries(list_filter(e, lambda o, i:"
                            + " list_position(list_transform(e, lambda p: p.k), o.k) = i)) END)[1]"),
            macro(
                    "cell_of_object(j)",
                    "CASE WHEN json_type(j) = 'OBJECT' THEN coalesce(TRY_CAST(j AS " + MAP + "),"
                            + " cell_map(list_transform(json_keys(j), lambda n: {'k': n, 'v': json_extract_string(j,"
                            + " '/' || replace(replace(n, '~', '~0'), '/', '~1'))}))) END"),
            macro(
                    "cell_of_list(j)",
                    "CASE WHEN json_type(j) = 'ARRAY' THEN cell_map(list_transform(from_json(j,"
                            + " '[{\"key\":\"VARCHAR\",\"value\":\"VARCHAR\"}]'), lambda e: {'k': e.key, 'v': e.value})) END"),
            macro(
                    "cell_any_tags(x)",
                    "list_transform([cell_json(x)], lambda j:"
                            + " coalesce(cell_of_object(j), MAP {'x_unreadable': x}))[1]"),
            macro(
                    "cell_tags_object(x)",
                    "CASE WHEN x IS NULL OR x = '{}' THEN NULL"
                            + " WHEN regexp_matches(x, " + NUMBER_AHEAD + ") THEN cell_any_tags(x)"
                            + " ELSE coalesce(TRY_CAST(TRY_CAST(x AS JSON) AS " + MAP + "), cell_any_tags(x)) END"),
            macro(
                    "cell_is_object(x)",
                    "coalesce(json_type(TRY_CAST(x AS JSON)) = 'OBJECT', CASE WHEN x IS NOT NULL THEN FALSE END)"),
            macro(
                    "cell_is_flat(x)",
                    "cell_is_object(x) AND len(list_filter(json_keys(TRY_CAST(x AS JSON)), lambda n: json_type(TRY_CAST(x"
                            + " AS JSON), '/' || replace(replace(n, '~', '~0'), '/', '~1')) IN ('OBJECT', 'ARRAY'))) = 0"),
            macro(
                    "cell_tags_pairs(x)",
                    "CASE WHEN x IS NOT NULL AND x <> '[]' THEN list_transform([cell_json(x)],"
                            + " lambda j: coalesce(cell_of_list(j), MAP {'x_unreadable': x}))[1] END"));

    private DuckDbCellMacros() {}

    private static String macro(String head, String body) {
        return "CREATE OR REPLACE TEMP MACRO " + head + " AS (" + body + ")";
    }
}
