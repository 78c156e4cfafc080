package org.apportion.publish;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Content;
import org.apportion.model.table.Column;
import org.apportion.spi.Engine;
import org.apportion.spi.NumberedColumn;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes outputs of a committed run. Each file replaces its predecessor in one move; its manifest follows at once. Writing the
 * same run again gives the same bytes.
 */
public final class Publisher {
    private final Engine engine;

    public Publisher(Engine engine) {
        this.engine = engine;
    }

    /**
     * Writes one output and its manifest.
     *
     * @throws org.apportion.model.ApportionException {@code PUBLISH_NOT_WRITABLE}, {@code PUBLISH_FOREIGN_FILE},
     *     {@code PUBLISH_UNKNOWN_FIELD}, {@code PUBLISH_CHARSET} or {@code PUBLISH_SUM_DIFFERS}
     */
    public PublishedFile publish(OutputDefinition output, PublishInput input) {
        Path target = target(output, input);
        requireOurs(output, target);
        Dataset dataset = new Datasets(engine.dialect(), input).of(output.content());
        Totals totals = new Totals();
        // The manifest goes first, so that a file of ours is never without one, wherever the process ends.
        Consumer<String> manifest = hash -> Manifest.write(published(output, target, totals, hash), input);
        String hash = output.content() == Content.COST_CENTERS
                ? new CostCenterExport(engine, output, input).write(target, dataset, totals, manifest)
                : write(output.format(), dataset, target, totals, manifest);
        return published(output, target, totals, hash);
    }

    private static PublishedFile published(OutputDefinition output, Path target, Totals totals, String hash) {
        return new PublishedFile(output.id(), target, totals.rows(), totals.sums(), hash);
    }

    /** A file without a manifest is somebody else's, perhaps a bill. */
    private static void requireOurs(OutputDefinition output, Path target) {
        if (Files.isRegularFile(target) && !Files.exists(Manifest.path(target))) {
            throw new ApportionException(
                    PublishError.PUBLISH_FOREIGN_FILE,
                    output.place(),
                    "The output " + output.id() + " would overwrite " + target + ", which Apportion did not write.",
                    "Name another path, or move the file away, then run the month again.");
        }
    }

    private String write(
            OutputDefinition.Format format, Dataset dataset, Path target, Totals totals, Consumer<String> manifest) {
        return switch (format) {
            case CSV -> AtomicFile.write(target, out -> writeCsv(dataset, out, totals), manifest);
            case JSON -> AtomicFile.write(target, out -> writeJson(dataset, out, totals), manifest);
            case PARQUET -> AtomicFile.writeExternally(target, part -> writeParquet(dataset, part, totals), manifest);
        };
    }

    private void writeCsv(Dataset dataset, OutputStream out, Totals totals) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            csv.writeRecord(dataset.columns().stream().map(Column::name).toList());
            int width = dataset.columns().size();
            engine.forEach(dataset.select(), row -> {
                List<String> cells = new ArrayList<>(width);
                for (int i = 0; i < width; i++) {
                    cells.add(CellText.safe(row.value(i)));
                }
                csv.writeRecord(cells);
                count(dataset, row, totals);
            });
        }
    }

    private void writeJson(Dataset dataset, OutputStream out, Totals totals) throws IOException {
        try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16)) {
            engine.forEach(dataset.select(), row -> {
                write(writer, line(dataset, row));
                count(dataset, row, totals);
            });
        }
    }

    private static String line(Dataset dataset, Row row) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < dataset.columns().size(); i++) {
            line.append(i == 0 ? "" : ",")
                    .append(CellText.quoted(dataset.columns().get(i).name()))
                    .append(':')
                    .append(CellText.json(row.value(i)));
        }
        return line.append("}\n").toString();
    }

    private static void write(Writer writer, String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeParquet(Dataset dataset, Path part, Totals totals) throws IOException {
        List<NumberedColumn> columns = new ArrayList<>();
        for (Column column : dataset.columns()) {
            columns.add(new NumberedColumn(column, columns.size() + 1, 0, 0));
        }
        engine.write(dataset.select(), part, columns);
        String amount = engine.dialect().name(dataset.amount());
        String currency = engine.dialect().name(dataset.currency());
        engine.forEach(
                "SELECT " + currency + ", count(*), sum(" + amount + ") FROM "
                        + engine.dialect().parquet(List.of(part), dataset.columns()) + " GROUP BY " + currency,
                row -> totals.add(row.text(0), row.number(1), row.decimal(2)));
        if (!Files.exists(part)) {
            throw new IOException("the engine wrote no file");
        }
    }

    private static void count(Dataset dataset, Row row, Totals totals) {
        @Nullable String currency = row.text(dataset.index(dataset.currency()));
        totals.add(currency, row.decimal(dataset.index(dataset.amount())));
    }

    /** The manifest of what a run published as this output; empty if there is none, or one of another run. */
    public static Optional<String> manifest(OutputDefinition output, BillingMonth month, String runId) {
        return Manifest.ofRun(target(output, month, runId), runId);
    }

    /** Whether the file that lies where a run writes this output is the one of another run of the month. */
    public static boolean isOfAnotherRun(OutputDefinition output, BillingMonth month, String runId) {
        return Manifest.ofMonth(target(output, month, runId), month)
                .filter(text -> !Manifest.isOfRun(text, runId))
                .isPresent();
    }

    /** Where a run writes an output. */
    public static Path path(OutputDefinition output, BillingMonth month, String runId) {
        return target(output, month, runId);
    }

    /** The file that a run published as this output; empty if there is none, or one of another run. */
    public static Optional<PublishedBytes> published(OutputDefinition output, BillingMonth month, String runId) {
        Path path = target(output, month, runId);
        return Manifest.ofRun(path, runId)
                .filter(text -> Files.isRegularFile(path))
                .flatMap(Manifest::sha256)
                .map(sha256 -> new PublishedBytes(path, sha256));
    }

    private static Path target(OutputDefinition output, PublishInput input) {
        return target(output, input.month(), input.runId());
    }

    private static Path target(OutputDefinition output, BillingMonth month, String runId) {
        return Path.of(output.path().replace("{month}", month.toString()).replace("{run}", runId));
    }
}
