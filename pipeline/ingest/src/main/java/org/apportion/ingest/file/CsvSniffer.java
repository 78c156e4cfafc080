package org.apportion.ingest.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.ingest.problem.ImportError;

/**
 * Reads the first lines of a CSV file: delimiter, quote and the lines that may be its heading. Options {@code delimiter} and
 * {@code quote} of the source win over guessing.
 */
final class CsvSniffer {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LINES = 20;
    private static final int MAX_FIELD = 1 << 20;

    private CsvSniffer() {}

    /** @param text the beginning of the file; its last line may be cut */
    static CsvShape sniff(String place, String text, Map<String, String> options) {
        char quote = single(place, options, "quote", '"');
        char delimiter = options.containsKey("delimiter")
                ? single(place, options, "delimiter", ',')
                : guessDelimiter(text, quote);
        List<CsvShape.Line> lines = lines(text, delimiter, quote);
        if (lines.isEmpty()) {
            throw ImportError.IMPORT_HEADING_MISSING.at(
                    place,
                    "The file has no heading line.",
                    "Export it again with column names, or take the file out of the source's paths.");
        }
        return new CsvShape(delimiter, quote, lines, List.of());
    }

    /** The delimiter that cuts most lines into the same, large number of cells: decimal commas and texts vary, columns do not. */
    private static char guessDelimiter(String text, char quote) {
        char best = ',';
        int most = 0;
        for (char candidate : DELIMITERS) {
            Map<Integer, Integer> cellsOfWidth = new HashMap<>();
            for (CsvShape.Line line : lines(text, candidate, quote)) {
                int width = line.cells().size();
                if (width > 1) {
                    cellsOfWidth.merge(width, width, Integer::sum);
                }
            }
            int cells = cellsOfWidth.values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
            if (cells > most) {
                most = cells;
                best = candidate;
            }
        }
        return best;
    }

    @SuppressWarnings("removal") // the reader has no newer name for characters after a closing quote
    private static List<CsvShape.Line> lines(String text, char delimiter, char quote) {
        List<CsvShape.Line> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(true)
                .maxBufferSize(MAX_FIELD * 2)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                int skip = Math.toIntExact(row.getStartingLineNumber() - 1);
                lines.add(new CsvShape.Line(skip, row.getFields(), UniqueNames.of(row.getFields())));
                if (lines.size() == LINES) {
                    break;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            // A first line longer than the limit: what was read before it is all there is to go by.
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a text in memory cannot fail", e);
        }
        return lines;
    }

    private static char single(String place, Map<String, String> options, String option, char fallback) {
        String value = options.get(option);
        if (value == null) {
            return fallback;
        }
        if (value.equals("tab") || value.equals("\\t")) {
            return '\t';
        }
        if (value.length() != 1) {
            throw ImportError.IMPORT_SOURCE_INVALID.at(
                    place,
                    "Option " + option + " is '" + value + "', but it must be one character.",
                    "Write one character, or tab.");
        }
        return value.charAt(0);
    }
}
