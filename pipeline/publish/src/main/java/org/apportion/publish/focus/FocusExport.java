package org.apportion.publish.focus;

import static org.apportion.model.table.Column.required;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.table.ColumnType;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.FocusColumn.Level;
import org.apportion.publish.PublishInput;
import org.apportion.publish.PublishedFile;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.spi.Engine;

/**
 * Writes a bundle in FOCUS 1.4: a folder with Cost and Usage, Billing Period, the schema of the columns, the result of the
 * conformance check and a manifest. It is checked and proven from its files before it takes the place of the one before.
 */
public final class FocusExport {
    /** Rows that are sorted at once. */
    private static final long SLICE = 400_000;

    /** Accepts all rules that the bills themselves break. */
    private static final String BILLS = "bills";

    private static final String COST_AND_USAGE = "cost_and_usage";
    private static final String CORRECTIONS = "cost_and_usage_corrections";

    private final Engine engine;

    public FocusExport(Engine engine) {
        this.engine = engine;
    }

    /**
     * Publishes the bills with each record split among its consumers.
     *
     * @return the folder, with the rows and the sums of the charged cost in Cost and Usage
     * @throws org.apportion.model.ApportionException {@code PUBLISH_NOT_CONFORMANT}, {@code PUBLISH_SUM_DIFFERS},
     *     {@code PUBLISH_NOT_WRITABLE} or {@code PUBLISH_FOREIGN_FILE}; the bundle before stays as it was
     */
    public PublishedFile provider(OutputDefinition output, PublishInput input, FocusSource source) {
        AllocatedRows allocated = new AllocatedRows(engine, source, input.runId());
        try {
            allocated.prepare(input.organization());
            try (BundleFolder folder = folder(output, input)) {
                BundleFile rows = BundleFile.write(
                        engine, folder, output.format(), COST_AND_USAGE, allocated.rows(used(source.cost())), slices());
                BundleProof proof = new BundleProof(engine, output.place());
                proof.requireSums(rows, source.cost());
                SortedSet<String> ofBills = proof.brokenByBills(rows, source.cost());
                folder.write("allocation_methods.json", methods(source));
                List<String> others = new ArrayList<>(List.of("allocation_methods.json"));
                source.corrections().ifPresent(booked -> others.addAll(corrections(output, folder, booked, ofBills)));
                Content content = new Content(rows, source.basis().column(), periods(source), ofBills, others);
                return publish(output, input, folder, content);
            }
        } finally {
            allocated.forget();
        }
    }

    /** Writes, proves and checks the rows of corrections; answers the names of their files. */
    private List<String> corrections(
            OutputDefinition output, BundleFolder folder, String booked, SortedSet<String> ofBills) {
        BundleFile rows = BundleFile.write(
                engine,
                folder,
                output.format(),
                CORRECTIONS,
                new CorrectionRows(engine.dialect(), booked, AllocatedRows.UNITS).rows(),
                List.of(""));
        BundleProof proof = new BundleProof(engine, output.place());
        proof.requireCorrections(rows, booked);
        SortedSet<String> accepted = new TreeSet<>(output.focus().accept());
        if (accepted.contains(BILLS)) {
            accepted.addAll(ofBills);
        }
        proof.requireConformance(rows, FocusDataset.COST_AND_USAGE, accepted, ofBills);
        return rows.names();
    }

    /**
     * Publishes what units are asked for, with the platform as the provider.
     *
     * @param computed when the run began
     * @return the folder, with the rows and the amounts in Cost and Usage
     * @throws org.apportion.model.ApportionException as {@link #provider}
     */
    public PublishedFile internal(OutputDefinition output, PublishInput input, java.time.Instant computed) {
        try (BundleFolder folder = folder(output, input)) {
            BundleRows lines = new InternalRows(
                            engine.dialect(),
                            input.priceLines(),
                            input.month(),
                            output.focus().provider())
                    .rows();
            BundleFile rows = BundleFile.write(engine, folder, output.format(), COST_AND_USAGE, lines, List.of(""));
            String issuer = engine.dialect().text(output.focus().provider());
            String period = "SELECT " + issuer + " AS InvoiceIssuerName, "
                    + engine.dialect().timestamp(input.month().start()) + " AS BillingPeriodStart, "
                    + engine.dialect().timestamp(input.month().end()) + " AS BillingPeriodEnd, "
                    + engine.dialect().timestamp(computed) + " AS computed";
            return publish(output, input, folder, new Content(rows, "BilledCost", period, new TreeSet<>(), List.of()));
        }
    }

    /**
     * What a bundle holds.
     *
     * @param amount column of the rows to sum up in the manifest
     * @param periods select of the billing periods
     * @param ofBills rules that the bills themselves break
     * @param others names of further files that are written already
     */
    private record Content(
            BundleFile rows, String amount, String periods, SortedSet<String> ofBills, List<String> others) {}

    private PublishedFile publish(OutputDefinition output, PublishInput input, BundleFolder folder, Content content) {
        BundleProof proof = new BundleProof(engine, output.place());
        SortedSet<String> accepted = new TreeSet<>(output.focus().accept());
        if (accepted.contains(BILLS)) {
            accepted.addAll(content.ofBills());
        }
        BundleFile rows = content.rows();
        ConformanceReport report =
                proof.requireConformance(rows, FocusDataset.COST_AND_USAGE, accepted, content.ofBills());
        BundleFile billing = BundleFile.write(
                engine, folder, output.format(), "billing_period", billingPeriods(content.periods()), List.of(""));
        proof.requireConformance(billing, FocusDataset.BILLING_PERIOD, List.of(), List.of());
        SortedMap<String, BigDecimal> sums = proof.sums(rows, content.amount());
        folder.write(
                "schema.json", FocusJson.schema("Apportion " + input.codeVersion(), input.runId(), rows.columns()));
        folder.write("conformance.json", conformance(report, output.focus().accept(), content.ofBills()));
        List<String> names = Stream.of(
                        rows.names(), billing.names(), content.others(), List.of("schema.json", "conformance.json"))
                .flatMap(List::stream)
                .toList();
        folder.write(BundleFolder.MANIFEST, manifest(output, input, folder, names, report.rows(), sums));
        String hash = folder.sha256(BundleFolder.MANIFEST);
        folder.publish();
        return new PublishedFile(output.id(), folder.target(), report.rows(), sums, hash);
    }

    private static BundleFolder folder(OutputDefinition output, PublishInput input) {
        Path target = Path.of(
                output.path().replace("{month}", input.month().toString()).replace("{run}", input.runId()));
        return BundleFolder.open(target, output.id(), output.place());
    }

    /** Mandatory columns, those of a split, and of the others those that some record has. */
    private List<FocusColumn> used(String cost) {
        List<FocusColumn> optional = Stream.of(FocusColumn.values())
                .filter(column -> column.level() != Level.MANDATORY && !isOfSplit(column))
                .toList();
        String counts = optional.stream()
                .map(column -> "count(" + engine.dialect().name(column.id()) + ")")
                .collect(Collectors.joining(", "));
        List<FocusColumn> filled = engine.query("SELECT " + counts + " FROM " + cost + " AS c", row -> {
                    List<FocusColumn> found = new ArrayList<>();
                    for (int i = 0; i < optional.size(); i++) {
                        if (row.number(i) > 0) {
                            found.add(optional.get(i));
                        }
                    }
                    return found;
                })
                .get(0);
        return Stream.of(FocusColumn.values())
                .filter(column -> column.level() == Level.MANDATORY || isOfSplit(column) || filled.contains(column))
                .toList();
    }

    private static boolean isOfSplit(FocusColumn column) {
        return column.id().startsWith("Allocated");
    }

    /** Ranges of record ids with about as many rows each. */
    private List<String> slices() {
        return engine.query(
                        "SELECT count(*), min(x_RecordId), max(x_RecordId) FROM " + AllocatedRows.SHARES,
                        row -> slices(row.number(0), row.number(1), row.number(2)))
                .get(0);
    }

    private static List<String> slices(long rows, long first, long last) {
        long count = Math.max(1, (rows + SLICE - 1) / SLICE);
        long width = Math.floorDiv(last, count) - Math.floorDiv(first, count) + 1;
        List<String> slices = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String from = i == 0 ? "" : "c.x_RecordId >= " + (first + i * width);
            String to = i == count - 1 ? "" : "c.x_RecordId < " + (first + (i + 1) * width);
            slices.add(from + (from.isEmpty() || to.isEmpty() ? "" : " AND ") + to);
        }
        return slices;
    }

    /** Of the records and of the corrections. */
    private String periods(FocusSource source) {
        String period = Stream.of("InvoiceIssuerName", "BillingPeriodStart", "BillingPeriodEnd")
                .map(engine.dialect()::name)
                .collect(Collectors.joining(", "));
        String all = "SELECT " + period + " FROM " + source.cost() + " AS c"
                + source.corrections()
                        .map(booked -> " UNION ALL SELECT " + period + " FROM "
                                + new CorrectionRows(engine.dialect(), booked, AllocatedRows.UNITS).completed()
                                + " AS k")
                        .orElse("");
        return "SELECT DISTINCT " + period + ", " + engine.dialect().timestamp(source.computed())
                + " AS computed FROM (" + all + ") AS a";
    }

    /** A month that can still be run is open. */
    private BundleRows billingPeriods(String periods) {
        String select = "SELECT computed AS " + name("BillingPeriodCreated") + ", " + name("BillingPeriodEnd")
                + ", computed AS " + name("BillingPeriodLastUpdated") + ", " + name("BillingPeriodStart")
                + ", 'Open' AS " + name("BillingPeriodStatus") + ", " + name("InvoiceIssuerName") + " FROM (" + periods
                + ") AS p";
        return new BundleRows(
                select,
                List.of(
                        required("BillingPeriodCreated", ColumnType.TIMESTAMP, "When the run began."),
                        required("BillingPeriodEnd", ColumnType.TIMESTAMP, "Exclusive."),
                        required("BillingPeriodLastUpdated", ColumnType.TIMESTAMP, "When the run began."),
                        required("BillingPeriodStart", ColumnType.TIMESTAMP, "Inclusive."),
                        required("BillingPeriodStatus", ColumnType.STRING, "Open or Closed."),
                        required("InvoiceIssuerName", ColumnType.STRING, "Issuer.")),
                List.of("InvoiceIssuerName", "BillingPeriodStart"));
    }

    private String name(String column) {
        return engine.dialect().name(column);
    }

    private static String methods(FocusSource source) {
        Map<String, String> values = new TreeMap<>();
        source.methods().forEach((id, text) -> values.put(id, FocusJson.quoted(text)));
        return FocusJson.object(values);
    }

    private static String conformance(ConformanceReport report, List<String> accepted, SortedSet<String> ofBills) {
        Map<String, String> values = new TreeMap<>();
        values.put("accepted", FocusJson.list(accepted));
        values.put("broken_by_bills", FocusJson.list(List.copyOf(ofBills)));
        values.put("dataset", FocusJson.quoted(report.dataset().text()));
        values.put("focus_version", FocusJson.quoted(report.version().text()));
        values.put("rows", Long.toString(report.rows()));
        values.put("rules_tried", Integer.toString(report.rules()));
        values.put(
                "findings",
                report.findings().stream()
                        .map(finding -> "{\"rule\": " + FocusJson.quoted(finding.rule()) + ", \"keyword\": "
                                + FocusJson.quoted(finding.keyword().name()) + ", \"rows\": " + finding.rows()
                                + ", \"meaning\": " + FocusJson.quoted(finding.meaning()) + "}")
                        .collect(Collectors.joining(", ", "[", "]")));
        return FocusJson.object(values);
    }

    private static String manifest(
            OutputDefinition output,
            PublishInput input,
            BundleFolder folder,
            List<String> names,
            long rows,
            SortedMap<String, BigDecimal> sums) {
        Map<String, String> values = new TreeMap<>();
        values.put("apportion_version", FocusJson.quoted(input.codeVersion()));
        values.put("billing_month", FocusJson.quoted(input.month().toString()));
        values.put("output", FocusJson.quoted(output.id()));
        values.put("run", FocusJson.quoted(input.runId()));
        values.put("rows", Long.toString(rows));
        values.put(
                "sums",
                sums.entrySet().stream()
                        .map(entry -> FocusJson.quoted(entry.getKey()) + ": "
                                + FocusJson.quoted(
                                        entry.getValue().stripTrailingZeros().toPlainString()))
                        .collect(Collectors.joining(", ", "{", "}")));
        values.put(
                "files",
                names.stream()
                        .map(name -> FocusJson.quoted(name) + ": " + FocusJson.quoted(folder.sha256(name)))
                        .collect(Collectors.joining(",\n    ", "{\n    ", "\n  }")));
        return FocusJson.object(values);
    }
}
