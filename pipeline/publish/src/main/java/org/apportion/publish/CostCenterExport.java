package org.apportion.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apportion.model.ApportionException;
import org.apportion.model.LargestRemainder;
import org.apportion.model.output.ExportTemplate;
import org.apportion.model.output.OutputDefinition;
import org.apportion.spi.Engine;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * The file for an internal accounting system: price lines summed by the template's fields, one row each. Amounts are rounded once
 * per currency by largest remainder, so that exported = booked = sum of the rows. Rows without a payer are exported too, with
 * empty fields: money is never left out.
 */
final class CostCenterExport {
    private final Engine engine;
    private final ExportTemplate template;
    private final PriceLineFields fields;
    private final String place;
    private final String month;

    CostCenterExport(Engine engine, OutputDefinition output, PublishInput input) {
        this.engine = engine;
        this.place = output.place();
        this.month = input.month().toString();
        this.template = output.template()
                .orElseThrow(() -> new ApportionException(
                        PublishError.PUBLISH_UNKNOWN_FIELD,
                        output.place(),
                        "The output " + output.id() + " has the content cost-centers but no template.",
                        "Add a template with columns."));
        this.fields = new PriceLineFields(input, output.place());
    }

    String write(Path target, Dataset priceLines, Totals totals, Consumer<String> beforeMove) {
        SortedMap<String, Map<List<String>, BigDecimal>> byCurrency = sum(priceLines);
        List<String> lines = new ArrayList<>();
        if (template.header()) {
            lines.add(joined(template.columns().stream()
                    .map(ExportTemplate.TemplateColumn::header)
                    .toList()));
        }
        int row = 0;
        for (Map.Entry<String, Map<List<String>, BigDecimal>> currency : byCurrency.entrySet()) {
            List<List<String>> keys = List.copyOf(currency.getValue().keySet());
            List<BigDecimal> exact = List.copyOf(currency.getValue().values());
            List<BigDecimal> rounded = LargestRemainder.round(exact, template.scale(), template.rounding()).stream()
                    .map(LargestRemainder.Rounded::rounded)
                    .toList();
            requireSameSum(currency.getKey(), exact, rounded);
            for (int i = 0; i < keys.size(); i++) {
                lines.add(line(keys.get(i), rounded.get(i), currency.getKey(), ++row));
                totals.add(currency.getKey(), rounded.get(i));
            }
        }
        return AtomicFile.write(target, out -> write(lines, out), beforeMove);
    }

    private SortedMap<String, Map<List<String>, BigDecimal>> sum(Dataset priceLines) {
        SortedMap<String, SortedMap<String, List<String>>> order = new TreeMap<>();
        SortedMap<String, Map<List<String>, BigDecimal>> sums = new TreeMap<>();
        engine.forEach(priceLines.select(), row -> add(priceLines, row, order, sums));
        SortedMap<String, Map<List<String>, BigDecimal>> sorted = new TreeMap<>();
        order.forEach((currency, keys) -> {
            Map<List<String>, BigDecimal> ordered = new LinkedHashMap<>();
            keys.values()
                    .forEach(key -> ordered.put(
                            key, sums.getOrDefault(currency, Map.of()).getOrDefault(key, BigDecimal.ZERO)));
            sorted.put(currency, ordered);
        });
        return sorted;
    }

    private void add(
            Dataset priceLines,
            Row row,
            SortedMap<String, SortedMap<String, List<String>>> order,
            SortedMap<String, Map<List<String>, BigDecimal>> sums) {
        List<String> key = new ArrayList<>();
        template.groupBy().forEach(field -> key.add(fields.value(field, name -> row.text(priceLines.index(name)))));
        String currency = String.valueOf(row.text(priceLines.index("currency")));
        @Nullable BigDecimal amount = row.decimal(priceLines.index("amount"));
        order.computeIfAbsent(currency, c -> new TreeMap<>()).put(String.join("\u0000", key), key);
        sums.computeIfAbsent(currency, c -> new HashMap<>())
                .merge(key, amount == null ? BigDecimal.ZERO : amount, BigDecimal::add);
    }

    private String line(List<String> key, BigDecimal amount, String currency, int row) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < key.size(); i++) {
            values.put(template.groupBy().get(i), key.get(i));
        }
        values.put("amount", amount.toPlainString().replace('.', template.decimalMark()));
        values.put("currency", currency);
        values.put("row", Integer.toString(row));
        values.put("month", month);
        return joined(template.columns().stream()
                .map(column -> cell(column.value(), values))
                .toList());
    }

    private String cell(String text, Map<String, String> values) {
        if (text.equals("{amount}")) {
            return String.valueOf(values.get("amount"));
        }
        String filled = TemplateText.fill(text, values, place);
        return CellText.safe(template.stripBlanks() ? filled.replace(" ", "") : filled);
    }

    private String joined(List<String> cells) {
        List<String> quoted = new ArrayList<>();
        for (String cell : cells) {
            boolean needsQuotes = cell.indexOf(template.separator()) >= 0
                    || cell.indexOf('"') >= 0
                    || cell.indexOf('\n') >= 0
                    || cell.indexOf('\r') >= 0;
            quoted.add(needsQuotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return String.join(String.valueOf(template.separator()), quoted);
    }

    private void write(List<String> lines, OutputStream out) throws IOException {
        String ending = template.lineEnding().equals("CRLF") ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(ending));
        try {
            ByteBuffer bytes = Charset.forName(template.charset())
                    .newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        } catch (CharacterCodingException e) {
            throw new ApportionException(
                    PublishError.PUBLISH_CHARSET,
                    place,
                    "The charset " + template.charset() + " cannot hold a character of the data.",
                    "Choose UTF-8 or UTF-16 in the template.",
                    e);
        }
    }

    private void requireSameSum(String currency, List<BigDecimal> exact, List<BigDecimal> rounded) {
        BigDecimal booked =
                exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(template.scale(), template.rounding());
        BigDecimal exported = rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (booked.compareTo(exported) != 0) {
            throw new ApportionException(
                    PublishError.PUBLISH_SUM_DIFFERS,
                    place,
                    "The export adds up to " + exported.toPlainString() + " " + currency + " but "
                            + booked.toPlainString() + " was booked.",
                    "Report this as a bug with the template; no file was written.");
        }
    }
}
