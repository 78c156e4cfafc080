package org.apportion.ingest.mapping;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A small table of facts beside a mapping, such as product code to service category.
 *
 * @param columns headings of the CSV file
 * @param rows in the order of the file
 */
record LookupTable(String name, List<String> columns, List<Map<String, String>> rows) {
    LookupTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static LookupTable parse(String name, String csv) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            for (NamedCsvRecord line : reader) {
                if (columns.isEmpty()) {
                    columns.addAll(line.getHeader());
                }
                rows.add(new LinkedHashMap<>(line.getFieldsAsMap()));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new LookupTable(name, columns, rows);
    }

    /** Lower-case keys (joined by a line feed) to the value; the first row of a key wins, rows without a value are left out. */
    Map<String, String> byKeys(int keyColumns, String valueColumn) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            List<String> keys = columns.subList(0, keyColumns).stream()
                    .map(column -> row.getOrDefault(column, "").toLowerCase(Locale.ROOT))
                    .toList();
            String value = row.getOrDefault(valueColumn, "");
            if (!value.isEmpty()) {
                values.putIfAbsent(String.join("\n", keys), value);
            }
        }
        return values;
    }

    /** Keys that stand in more than one row. */
    Set<String> repeatedKeys(int keyColumns) {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        for (Map<String, String> row : rows) {
            String key = String.join(
                            "\n",
                            columns.subList(0, keyColumns).stream()
                                    .map(row::get)
                                    .toList())
                    .toLowerCase(Locale.ROOT);
            if (!seen.add(key)) {
                repeated.add(key);
            }
        }
        return repeated;
    }
}
