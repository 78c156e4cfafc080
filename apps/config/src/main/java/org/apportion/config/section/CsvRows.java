package org.apportion.config.section;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.FileReader;
import org.apportion.config.yaml.MapNode;
import org.apportion.config.yaml.ScalarNode;

/**
 * Rows of the CSV files that a section names. The first line names the columns, in any order and case; the separator is a
 * comma, semicolon or tab, by the first line. Empty cells count as absent, blanks around a cell are dropped.
 *
 * <p>Source: RFC 4180, read leniently.
 */
final class CsvRows {
    private final Binding binding;
    private final List<String> columns;
    private final List<String> required;

    /**
     * @param columns all known columns
     * @param required those that each row must fill
     */
    CsvRows(Binding binding, List<String> columns, List<String> required) {
        this.binding = binding;
        this.columns = columns;
        this.required = required;
    }

    /** The usable rows of all files; the others are reported. */
    List<Fields> read(Fields section) {
        List<Fields> rows = new ArrayList<>();
        for (ScalarNode path : section.scalars("csv")) {
            binding.resolve(path).ifPresent(file -> {
                String shown = Binding.shown(path).toString();
                new FileReader(binding.problems())
                        .read(file, shown, path.place())
                        .ifPresent(text -> rows.addAll(rows(text, shown)));
            });
        }
        return rows;
    }

    private List<Fields> rows(String text, String shown) {
        List<Fields> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            Optional<List<String>> heading = Optional.empty();
            for (CsvRecord row : reader) {
                if (heading.isEmpty()) {
                    heading = Optional.of(heading(row, shown));
                } else if (!heading.get().isEmpty()) {
                    row(row, heading.get(), shown).ifPresent(rows::add);
                }
            }
        } catch (CsvParseException | java.io.UncheckedIOException e) {
            add(
                    Place.of(shown),
                    "The file is not CSV: a quote is never closed.",
                    "Close it, or double quotes in text.");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return rows;
    }

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            best = count(first, candidate) > count(first, best) ? candidate : best;
        }
        return best;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    /** The columns of the file; none if it cannot be used. */
    private List<String> heading(CsvRecord row, String shown) {
        Place place = new Place(shown, (int) row.getStartingLineNumber(), 0);
        List<String> names = row.getFields().stream()
                .map(name ->
                        name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-'))
                .toList();
        boolean usable = true;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!columns.contains(name)) {
                add(place, "The column '" + name + "' is not known.", Problems.suggest(name, columns));
                usable = false;
            } else if (names.indexOf(name) < i) {
                add(place, "The column '" + name + "' is there twice.", "Remove one of them.");
                usable = false;
            }
        }
        for (String name : required) {
            if (!names.contains(name)) {
                add(place, "The column '" + name + "' is missing.", Problems.suggest("", columns));
                usable = false;
            }
        }
        return usable ? names : List.of();
    }

    private Optional<Fields> row(CsvRecord row, List<String> heading, String shown) {
        Place place = new Place(shown, (int) row.getStartingLineNumber(), 0);
        if (row.getFieldCount() > heading.size()) {
            add(
                    place,
                    "The line has " + row.getFieldCount() + " cells, the heading " + heading.size() + ".",
                    "Put text that contains the separator into double quotes.");
            return Optional.empty();
        }
        Map<String, MapNode.Entry> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            String cell = row.getField(i).strip();
            if (!cell.isEmpty()) {
                cells.put(heading.get(i), new MapNode.Entry(place, scalar(cell, place)));
            }
        }
        for (String name : required) {
            if (!cells.containsKey(name)) {
                add(place, "The cell '" + name + "' is empty.", "Fill it or remove the line.");
                return Optional.empty();
            }
        }
        return Optional.of(new Fields(new MapNode(cells, place), binding.problems(), false));
    }

    static ScalarNode scalar(String text, Place place) {
        return new ScalarNode(text, text, ScalarNode.Type.TEXT, place, Optional.empty());
    }

    private void add(Place place, String problem, String advice) {
        binding.problems().markIncomplete();
        binding.problems().add(ConfigError.CONFIG_CSV, place, problem, advice);
    }
}
