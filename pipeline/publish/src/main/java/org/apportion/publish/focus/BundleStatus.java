package org.apportion.publish.focus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.output.OutputDefinition.Format;
import org.apportion.model.table.Column;
import org.apportion.model.table.ColumnType;
import org.apportion.publish.Publisher;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.apportion.spi.FileScans.CsvFile;

/**
 * Says in the Billing Period of a published bundle that its month was closed, or opened again. Nothing else of the bundle changes but
 * the hash of that file in its manifest. Writing it again gives the same bytes.
 */
public final class BundleStatus {
    private final Engine engine;
    private final Dialect dialect;

    public BundleStatus(Engine engine) {
        this.engine = engine;
        this.dialect = engine.dialect();
    }

    /**
     * Writes Billing Period anew. Periods whose status a provider told stay as they are; so does a bundle of another run, and
     * one that is no longer there.
     *
     * @param began when the run began, by which its own periods are known
     * @param at when the month was closed or opened
     * @throws ApportionException {@code PUBLISH_NOT_WRITABLE}; the bundle stays as it was
     */
    public void write(
            OutputDefinition output, BillingMonth month, String run, Instant began, boolean isClosed, Instant at) {
        if (Publisher.manifest(output, month, run).isEmpty()) {
            return;
        }
        Path target = Publisher.path(output, month, run);
        String name = BillingPeriods.DATASET + (output.format() == Format.PARQUET ? ".parquet" : ".csv");
        if (!Files.isRegularFile(target.resolve(name))) {
            return;
        }
        try (BundleFolder folder = BundleFolder.open(target, output.id(), output.place())) {
            folder.keepAllBut(List.of(name, BundleFolder.MANIFEST));
            BundleFile periods = BundleFile.write(
                    engine,
                    folder,
                    output.format(),
                    BillingPeriods.DATASET,
                    rows(target.resolve(name), output.format(), began, isClosed, at),
                    List.of(""));
            new BundleProof(engine, output.place())
                    .requireConformance(periods, FocusDataset.BILLING_PERIOD, List.of(), List.of());
            Pattern hash = Pattern.compile("(\"" + Pattern.quote(name) + "\": \")[0-9a-f]{64}");
            folder.guarded(() -> folder.write(
                    BundleFolder.MANIFEST,
                    hash.matcher(Files.readString(target.resolve(BundleFolder.MANIFEST)))
                            .replaceAll("$1" + folder.sha256(name))));
            folder.publish();
        }
    }

    private BundleRows rows(Path file, Format format, Instant began, boolean isClosed, Instant at) {
        boolean isText = format != Format.PARQUET;
        String read = BillingPeriods.COLUMNS.stream()
                .map(column -> value(column, isText) + " AS " + dialect.name(column.name()))
                .collect(Collectors.joining(", "));
        String own = "p." + dialect.name("BillingPeriodCreated") + " = "
                + dialect.timestamp(began.truncatedTo(ChronoUnit.SECONDS));
        String select = BillingPeriods.COLUMNS.stream()
                .map(column -> switch (column.name()) {
                    case "BillingPeriodLastUpdated" ->
                        changed(own, dialect.timestamp(at.truncatedTo(ChronoUnit.SECONDS)), column);
                    case "BillingPeriodStatus" -> changed(own, dialect.text(isClosed ? "Closed" : "Open"), column);
                    default -> "p." + dialect.name(column.name());
                })
                .collect(Collectors.joining(", "));
        return new BundleRows(
                "SELECT " + select + " FROM (SELECT " + read + " FROM " + relation(file, isText) + " AS f) AS p",
                BillingPeriods.COLUMNS,
                BillingPeriods.ORDER);
    }

    private String relation(Path file, boolean isText) {
        return isText
                ? engine.scans()
                        .csv(new CsvFile(
                                file,
                                ',',
                                '"',
                                StandardCharsets.UTF_8,
                                0,
                                BillingPeriods.COLUMNS.stream()
                                        .map(Column::name)
                                        .toList(),
                                null,
                                false))
                : dialect.parquet(List.of(file), BillingPeriods.COLUMNS);
    }

    private String value(Column column, boolean isText) {
        String name = "f." + dialect.name(column.name());
        return isText && column.type() == ColumnType.TIMESTAMP
                ? dialect.cells().timestamp(name, List.of(), "UTC")
                : name;
    }

    private String changed(String own, String value, Column column) {
        String name = dialect.name(column.name());
        return "CASE WHEN " + own + " THEN " + value + " ELSE p." + name + " END AS " + name;
    }
}
