package org.apportion.ingest.mapping;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apportion.ingest.cost.SharedReadings;
import org.apportion.ingest.mapping.MappingPlan.RowOutput;
import org.apportion.ingest.mapping.SourceLayout.FileKind;
import org.apportion.ingest.mapping.SourceLayout.SourceColumn;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.apportion.spi.EngineProvider;
import org.apportion.spi.FileScans.CsvFile;
import org.jspecify.annotations.Nullable;

/** A bill read through a mapping by the real engine. */
final class Bill implements AutoCloseable {
    private static final String RELATION = "bill";

    private final Engine engine;
    private final MappingPlan plan;
    private final SharedReadings readings;

    private Bill(Engine engine, MappingPlan plan) {
        this.engine = engine;
        this.plan = plan;
        this.readings = new SharedReadings(engine.dialect(), plan, List.of());
    }

    /** A query over the bill's rows, whose readings are computed once as in an import. */
    private String over(String select, String condition) {
        return "SELECT " + readings.in(select) + " FROM " + readings.addedTo(RELATION) + " AS s WHERE "
                + readings.in(condition);
    }

    static Engine engine(Path folder) {
        EngineProvider provider =
                ServiceLoader.load(EngineProvider.class).findFirst().orElseThrow();
        return provider.open(new EngineSettings("duckdb", "1GB", 2, folder));
    }

    static Bill csv(Mapping mapping, String text, Path folder) {
        return csv(mapping, text, folder, "bill.csv", Map.of(), Map.of());
    }

    static Bill csv(
            Mapping mapping,
            String text,
            Path folder,
            String name,
            Map<String, String> constants,
            Map<String, String> options) {
        return csv(mapping, text, folder, name, constants, options, ',');
    }

    static Bill csv(
            Mapping mapping,
            String text,
            Path folder,
            String name,
            Map<String, String> constants,
            Map<String, String> options,
            char delimiter) {
        try {
            Path file = Files.writeString(Files.createDirectories(folder).resolve(name), text);
            return csvFile(mapping, file, folder, constants, options, delimiter);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mapping that recognizes one of the first lines. */
    static Mapping detect(Path file) {
        return firstLines(file, ',').stream()
                .map(line -> Mappings.detect(java.util.Set.copyOf(new java.util.HashSet<>(line.getFields()))))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    /** Reads a UTF-8 file; lines before the heading are those that the mapping does not recognize. */
    static Bill csvFile(
            Mapping mapping, Path file, Path folder, Map<String, String> constants, Map<String, String> options) {
        return csvFile(mapping, file, folder, constants, options, ',');
    }

    private static Bill csvFile(
            Mapping mapping,
            Path file,
            Path folder,
            Map<String, String> constants,
            Map<String, String> options,
            char delimiter) {
        List<CsvRecord> first = firstLines(file, delimiter);
        int heading = 0;
        while (heading < first.size() - 1
                && !mapping.recognizes(first.get(heading).getFields())) {
            heading++;
        }
        heading = mapping.recognizes(first.get(heading).getFields()) ? heading : 0;
        List<String> columns = unique(first.get(heading).getFields());
        int skipped = (int) first.get(heading).getStartingLineNumber() - 1;
        Engine engine = engine(folder);
        CsvFile csv = new CsvFile(file, delimiter, '"', StandardCharsets.UTF_8, skipped, columns, null, false);
        engine.execute("CREATE TEMP TABLE " + RELATION + " AS SELECT * FROM "
                + engine.scans().csv(csv));
        SourceLayout layout = SourceLayout.csv(file.toString(), columns)
                .withConstants(constants)
                .withOptions(options);
        return new Bill(engine, mapping.bind(layout, engine.dialect()));
    }

    /** A bill of typed columns, given as a query. */
    static Bill query(Mapping mapping, String select, FileKind kind, Path folder) {
        Engine engine = engine(folder);
        engine.execute("CREATE TEMP TABLE " + RELATION + " AS " + select);
        return new Bill(engine, mapping.bind(layout(engine, kind), engine.dialect()));
    }

    static Bill ndjson(Mapping mapping, String lines, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bill.ndjson"), lines);
        Engine engine = engine(folder);
        engine.execute("CREATE TEMP TABLE " + RELATION + " AS SELECT * FROM "
                + engine.scans().json(file));
        return new Bill(engine, mapping.bind(layout(engine, FileKind.JSON), engine.dialect()));
    }

    private static SourceLayout layout(Engine engine, FileKind kind) {
        List<SourceColumn> columns = engine.query(
                "DESCRIBE " + RELATION,
                row -> new SourceColumn(String.valueOf(row.text(0)), String.valueOf(row.text(1))));
        return new SourceLayout(kind, "bill", columns, Map.of(), Map.of());
    }

    MappingPlan plan() {
        return plan;
    }

    /** All records, output by output, in the order of the file. */
    List<Map<String, @Nullable Object>> records() {
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        for (RowOutput output : plan.outputs()) {
            List<String> names = List.copyOf(output.columns().keySet());
            String select = names.stream()
                    .map(name -> output.columns().get(name) + " AS "
                            + engine.dialect().name(name))
                    .collect(Collectors.joining(", "));
            String sql = over(select + ", " + plan.billingMonth(), kept(output));
            records.addAll(engine.query(sql, row -> {
                Map<String, @Nullable Object> record = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    record.put(names.get(i), value(names.get(i), row, i));
                }
                record.put("month", row.text(names.size()));
                record.put("output", output.name());
                return record;
            }));
        }
        return records;
    }

    private static @Nullable Object value(String column, org.apportion.spi.Row row, int i) {
        if (row.isNull(i)) {
            return null;
        }
        return switch (RecordColumns.find(column).orElseThrow().type()) {
            case MONEY -> java.util.Objects.requireNonNull(row.decimal(i)).stripTrailingZeros();
            case TIMESTAMP -> row.instant(i);
            case STRING_MAP -> row.textMap(i);
            default -> row.text(i);
        };
    }

    /** The one record. */
    Map<String, @Nullable Object> only() {
        List<Map<String, @Nullable Object>> records = records();
        if (records.size() != 1) {
            throw new AssertionError("expected one record, found " + records.size());
        }
        return records.get(0);
    }

    BigDecimal sum(String column) {
        BigDecimal sum = BigDecimal.ZERO;
        for (RowOutput output : plan.outputs()) {
            String sql = over("coalesce(sum(" + output.columns().get(column) + "), 0)", kept(output));
            sum = sum.add(java.util.Objects.requireNonNull(
                    engine.query(sql, row -> row.decimal(0)).get(0)));
        }
        return sum;
    }

    /** Code and column of each check that some row fails, without repeats. */
    List<String> rejects() {
        List<MappingPlan.RejectCheck> checks = plan.rejectChecks();
        String counts = checks.stream()
                .map(check -> "count(*) FILTER (" + check.condition() + ")")
                .collect(Collectors.joining(", "));
        return engine.query(
                        over(counts, kept()),
                        row -> java.util.stream.IntStream.range(0, checks.size())
                                .filter(i -> row.number(i) > 0)
                                .mapToObj(i -> checks.get(i).code() + " "
                                        + checks.get(i).column())
                                .distinct()
                                .toList())
                .get(0);
    }

    long count(String condition) {
        return engine.query("SELECT count(*) FROM " + RELATION + " AS s WHERE " + condition, row -> row.number(0))
                .get(0);
    }

    String version() {
        return engine.query(
                        "SELECT " + plan.versionExpression().orElseThrow() + " FROM " + RELATION + " AS s",
                        row -> String.valueOf(row.text(0)))
                .get(0);
    }

    private String kept(RowOutput output) {
        return kept()
                + output.filter()
                        .map(filter -> " AND coalesce(" + filter + ", FALSE)")
                        .orElse("");
    }

    private String kept() {
        return java.util.stream.Stream.of(plan.junkRows(), plan.skippedRows())
                .flatMap(Optional::stream)
                .map(condition -> "NOT coalesce(" + condition + ", FALSE)")
                .collect(Collectors.joining(" AND ", "TRUE AND ", ""))
                .replaceAll(" AND $", "");
    }

    static BigDecimal decimal(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    static Instant time(String text) {
        return Instant.parse(text);
    }

    private static List<CsvRecord> firstLines(Path file, char delimiter) {
        try (java.io.InputStream raw = Files.newInputStream(file);
                java.io.InputStream plain =
                        file.toString().endsWith(".gz") ? new java.util.zip.GZIPInputStream(raw) : raw;
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .detectBomHeader(true)
                        .skipEmptyLines(false)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(plain)) {
            return reader.stream().limit(10).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> unique(List<String> headings) {
        List<String> unique = new ArrayList<>();
        for (String heading : headings) {
            String name = heading.isEmpty() ? "unnamed" : heading;
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            boolean seen = unique.stream()
                    .anyMatch(known -> known.toLowerCase(java.util.Locale.ROOT).equals(lower));
            unique.add(seen ? name + " " + (unique.size() + 1) : name);
        }
        return unique;
    }

    @Override
    public void close() {
        engine.close();
    }
}
