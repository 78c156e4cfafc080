package org.apportion.publish.focus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.ApportionException;
import org.apportion.model.output.OutputDefinition;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.FocusColumn.Level;
import org.apportion.publish.PublishError;
import org.apportion.publish.PublishInput;
import org.apportion.publish.PublishedFile;
import org.apportion.publish.Publisher;
import org.apportion.publish.conformance.ConformanceReport;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.FocusRules;
import org.apportion.publish.conformance.FocusVersion;
import org.apportion.publish.conformance.InvoiceCheck;
import org.apportion.publish.conformance.InvoiceReport;
import org.apportion.spi.Engine;

/**
 * Writes a bundle in FOCUS 1.4: a folder with Cost and Usage, Billing Period, what providers delivered of Invoice Detail and Contract
 * Commitment, the schema of the columns, the result of the conformance check and a manifest. It is checked and proven from its files before it takes the place of the one before.
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
     * Refuses outputs that accept a rule which no dataset has: it would accept nothing.
     *
     * @throws ApportionException {@code PUBLISH_RULE_UNKNOWN}
     */
    public static void requireKnownRules(List<OutputDefinition> outputs) {
        for (OutputDefinition output : outputs) {
            for (String rule : output.focus().accept()) {
                boolean known = rule.equals(BILLS)
                        || Stream.of(FocusDataset.values())
                                .anyMatch(dataset -> FocusRules.of(dataset, FocusVersion.V1_4)
                                        .ids()
                                        .contains(rule));
                if (!known) {
                    throw new ApportionException(
                            PublishError.PUBLISH_RULE_UNKNOWN,
                            output.place(),
                            "focus.accept of the output " + output.id() + " names '" + rule
                                    + "', which is no rule of FOCUS 1.4.",
                            "Take the ids from 'apportion check-focus' or conformance.json, or write bills.");
                }
            }
        }
    }

    /**
     * Publishes the bills with each record split among its consumers.
     *
     * @return the folder, with the rows and the sums of the charged cost in Cost and Usage
     * @throws ApportionException {@code PUBLISH_NOT_CONFORMANT}, {@code PUBLISH_SUM_DIFFERS},
     *     {@code PUBLISH_INVOICE_DIFFERS}, {@code PUBLISH_NOT_WRITABLE} or {@code PUBLISH_FOREIGN_FILE}; the bundle before stays as it was
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
                folder.write("allocation_methods.json", BundleDocuments.methods(source));
                List<String> others = new ArrayList<>(List.of("allocation_methods.json"));
                source.corrections().ifPresent(booked -> others.addAll(corrections(output, folder, booked, ofBills)));
                HandedOnDatasets datasets = new HandedOnDatasets(engine, folder, output.format(), input.month());
                Content content = new Content(
                        rows,
                        source.basis().column(),
                        periods(source),
                        ofBills,
                        others,
                        datasets.write(source.datasets()),
                        datasets.billingPeriods(source.datasets()));
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
        SortedSet<String> accepted = accepted(output, ofBills);
        proof.requireConformance(rows, FocusDataset.COST_AND_USAGE, accepted, ofBills);
        return rows.names();
    }

    /**
     * Publishes what units are asked for, with the platform as the provider.
     *
     * @param computed when the run began
     * @return the folder, with the rows and the amounts in Cost and Usage
     * @throws ApportionException as {@link #provider}
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
            return publish(
                    output,
                    input,
                    folder,
                    new Content(rows, "BilledCost", period, new TreeSet<>(), List.of(), List.of(), List.of()));
        }
    }

    /**
     * What a bundle holds.
     *
     * @param amount column of the rows to sum up in the manifest
     * @param periods select of the billing periods
     * @param ofBills rules that the bills themselves break
     * @param others names of further files that are written already
     * @param handedOn what providers delivered of further datasets, written
     * @param told selects of the billing periods that providers tell themselves
     */
    private record Content(
            BundleFile rows,
            String amount,
            String periods,
            SortedSet<String> ofBills,
            List<String> others,
            List<HandedOnDatasets.Written> handedOn,
            List<String> told) {}

    private PublishedFile publish(OutputDefinition output, PublishInput input, BundleFolder folder, Content content) {
        BundleProof proof = new BundleProof(engine, output.place());
        SortedSet<String> accepted = accepted(output, content.ofBills());
        BundleFile rows = content.rows();
        ConformanceReport report =
                proof.requireConformance(rows, FocusDataset.COST_AND_USAGE, accepted, content.ofBills());
        BundleFile billing = BundleFile.write(
                engine,
                folder,
                output.format(),
                BillingPeriods.DATASET,
                new BillingPeriods(engine.dialect(), content.periods(), content.told()).rows(),
                List.of(""));
        proof.requireConformance(billing, FocusDataset.BILLING_PERIOD, List.of(), List.of());
        content.handedOn()
                .forEach(one -> proof.requireConformance(
                        one.file(), one.from().dataset(), accepted(output, one.broken()), one.broken()));
        List<BundleFile> invoices = content.handedOn().stream()
                .filter(one -> one.from().dataset() == FocusDataset.INVOICE_DETAIL)
                .map(HandedOnDatasets.Written::file)
                .toList();
        InvoiceReport compared = proof.requireInvoices(
                rows,
                invoices,
                accepted(output, new TreeSet<>(List.of(InvoiceCheck.OF_INVOICE, InvoiceCheck.OF_LINE))));
        SortedMap<String, BigDecimal> sums = proof.sums(rows, content.amount());
        folder.write(
                "schema.json", FocusJson.schema("Apportion " + input.codeVersion(), input.runId(), rows.columns()));
        folder.write(
                "conformance.json",
                BundleDocuments.conformance(
                        report, output.focus().accept(), content.ofBills(), content.handedOn(), compared));
        List<String> handedOn = content.handedOn().stream()
                .flatMap(one -> one.file().names().stream())
                .toList();
        List<String> names = Stream.of(
                        rows.names(),
                        billing.names(),
                        handedOn,
                        content.others(),
                        List.of("schema.json", "conformance.json"))
                .flatMap(List::stream)
                .toList();
        folder.write(
                BundleFolder.MANIFEST, BundleDocuments.manifest(output, input, folder, names, report.rows(), sums));
        String hash = folder.sha256(BundleFolder.MANIFEST);
        folder.publish();
        return new PublishedFile(output.id(), folder.target(), report.rows(), sums, hash);
    }

    /** The rules that may be broken. */
    private static SortedSet<String> accepted(OutputDefinition output, SortedSet<String> ofProviders) {
        SortedSet<String> accepted = new TreeSet<>(output.focus().accept());
        if (accepted.contains(BILLS)) {
            accepted.addAll(ofProviders);
        }
        return accepted;
    }

    private static BundleFolder folder(OutputDefinition output, PublishInput input) {
        return BundleFolder.open(Publisher.path(output, input.month(), input.runId()), output.id(), output.place());
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
}
