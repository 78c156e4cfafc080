package org.apportion.engine.duckdb;

import java.util.List;

/**
 * The macros behind {@link DuckDbCells}. All of them answer null for null and for what cannot be read, and none goes
 * through floating point: numbers inside of JSON become texts before DuckDB's JSON reader could turn them into doubles.
 */
final class DuckDbCellMacros {
    private static final String ENTRY = "STRUCT(k VARCHAR, v VARCHAR)[]";
    private static final String NUMBER_OR_STRING = "'(\"(?:[^\"\\\\]|\\\\.)*\")|(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)'";

    static final List<String> STATEMENTS = List.of(
            macro("cell_decimal(x)", "CASE WHEN NOT contains(x, '_') THEN TRY_CAST(x AS DECIMAL(38,18)) END"),
            // Decimals of m.f e x: digits of f, less trailing zeros of the whole, less x.
            macro("cell_decimals(m, e)", "length(split_part(m, '.', 2)) - length(replace(m, '.', ''))"
                    + " + length(rtrim(replace(m, '.', ''), '0')) - coalesce(TRY_CAST(e AS INT), 0)"),
            macro("cell_finer(x)", "CASE WHEN contains(lower(x), 'e') THEN"
                    + " regexp_matches(split_part(lower(x), 'e', 1), '[1-9]')"
                    + " AND cell_decimals(trim(split_part(lower(x), 'e', 1)), split_part(lower(x), 'e', 2)) > 18"
                    + " ELSE length(rtrim(split_part(rtrim(x), '.', 2), '0')) > 18 END"),
            macro("cell_plain(x)", "regexp_replace(x, '[\\s\\x{00A0}\\x{202F}'']', '', 'g')"),
            macro("cell_point(x)", "replace(replace(cell_plain(x), '.', ''), ',', '.')"),
            macro("cell_point_auto(x)", "CASE WHEN NOT contains(x, ',') THEN cell_plain(x)"
                    + " WHEN strpos(reverse(x), ',') < coalesce(nullif(strpos(reverse(x), '.'), 0), 1000000)"
                    + " THEN cell_point(x) ELSE replace(cell_plain(x), ',', '') END"),
            macro("cell_whole(d)", "trunc((d)::DECIMAL(38,18))::DECIMAL(20,0)"),
            macro("cell_part(d)", "((d)::DECIMAL(38,18) - trunc((d)::DECIMAL(38,18)))::DECIMAL(18,18)"),
            macro("cell_product(a, b)", "TRY(((cell_whole(a) * cell_whole(b))::DECIMAL(38,18) + cell_whole(a) * cell_part(b)"
                    + " + cell_part(a) * cell_whole(b) + (cell_part(a) * cell_part(b))::DECIMAL(38,18))::DECIMAL(38,18))"),
            macro("cell_atoms(d)", "replace(((d)::DECIMAL(38,18))::VARCHAR, '.', '')::HUGEINT"),
            macro("cell_of_atoms(h)", "(((h) // 1000000000000000000)::DECIMAL(20,0)::DECIMAL(38,18)"
                    + " + ((h) % 1000000000000000000)::DECIMAL(18,0) * 0.000000000000000001::DECIMAL(18,18))::DECIMAL(38,18)"),
            macro("cell_quotient(a, b)", "CASE WHEN b = 1 THEN (a)::DECIMAL(38,18)"
                    + " WHEN b <> 0 AND b = trunc(b) THEN cell_of_atoms(cell_atoms(a) // trunc(b)::DECIMAL(20,0)::HUGEINT) END"),
            macro("cell_has_offset(x)", "x LIKE '%Z' OR x LIKE '%UTC' OR contains(substr(x, 12), '+') OR contains(substr(x, 12), '-')"),
            macro("cell_iso(x)", "CASE WHEN x LIKE '____-__-__%' THEN CASE WHEN length(x) > 16 AND x NOT LIKE '%Z'"
                    + " AND x NOT LIKE '%+00:00' AND (contains(substr(x, 12), '+') OR contains(substr(x, 12), '-'))"
                    + " THEN TRY_CAST(x AS TIMESTAMPTZ) AT TIME ZONE 'UTC' ELSE TRY_CAST(x AS TIMESTAMP) END END"),
            macro("cell_numbers_as_text(j)", "CASE WHEN regexp_matches(j, '[:\\[,]\\s*-?[0-9]') THEN"
                    + " replace(replace(replace(regexp_replace(j, " + NUMBER_OR_STRING + ", '\\1' || chr(1) || '\\2' || chr(2), 'g'),"
                    + " chr(1) || chr(2), ''), chr(1), '\"'), chr(2), '\"') ELSE j END"),
            macro("cell_of_python(x)", "regexp_replace(replace(x, '''', '\"'), '\\b(None|NaN)\\b', 'null', 'g')"),
            macro("cell_json(x)", "coalesce(TRY_CAST(cell_numbers_as_text(x) AS JSON),"
                    + " TRY_CAST(cell_numbers_as_text('{' || x || '}') AS JSON),"
                    + " TRY_CAST(cell_numbers_as_text(cell_of_python(x)) AS JSON))"),
            macro("cell_json_field(x, path)", "json_extract_string(cell_json(x), path)"),
            macro("cell_list_sum(values)", "CASE WHEN len(list_filter(values, lambda v: cell_decimal(v) IS NULL)) = 0"
                    + " THEN coalesce(list_sum(list_transform(values, lambda v: cell_decimal(v))), 0)::DECIMAL(38,18) END"),
            macro("cell_list_total(x, path)", "CASE WHEN x IS NULL THEN 0::DECIMAL(38,18)"
                    + " WHEN json_type(cell_json(x)) = 'ARRAY' THEN cell_list_sum(json_extract_string(cell_json(x), path)) END"),
            macro("cell_unreadable(x)", "[{'k': 'x_unreadable', 'v': x}]"),
            macro("cell_entries(j)", "coalesce(list_transform(map_entries(TRY_CAST(j AS MAP(VARCHAR, VARCHAR))),"
                    + " lambda e: {'k': e.key, 'v': e.value}), CASE WHEN json_type(j) = 'OBJECT' THEN"
                    + " list_transform(list_distinct(json_keys(j)), lambda n: {'k': n, 'v': json_extract_string(j,"
                    + " '/' || replace(replace(n, '~', '~0'), '/', '~1'))}) END)"),
            macro("cell_tags_object(x)", "CASE WHEN x IS NULL THEN NULL::" + ENTRY
                    + " ELSE coalesce(cell_entries(cell_json(x)), cell_unreadable(x)) END"),
            macro("cell_pair_entries(j)", "CASE WHEN json_type(j) = 'ARRAY' THEN list_transform("
                    + "from_json(j, '[{\"key\":\"VARCHAR\",\"value\":\"VARCHAR\"}]'), lambda e: {'k': e.key, 'v': e.value}) END"),
            macro("cell_tags_pairs(x)", "CASE WHEN x IS NULL THEN NULL::" + ENTRY
                    + " ELSE coalesce(cell_pair_entries(cell_json(x)), cell_unreadable(x)) END"),
            macro("cell_unique(l)", "list_filter(l, lambda e, i: e.k <> '' AND"
                    + " list_position(list_transform(l, lambda o: o.k), e.k) = i)"),
            macro("cell_tag_map(l)", "CASE WHEN len(l) > 0 THEN map_from_entries(list_sort(cell_unique(l))) END"));

    private DuckDbCellMacros() {}

    private static String macro(String head, String body) {
        return "CREATE OR REPLACE TEMP MACRO " + head + " AS (" + body + ")";
    }
}
