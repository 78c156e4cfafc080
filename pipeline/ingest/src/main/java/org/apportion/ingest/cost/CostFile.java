package org.apportion.ingest.cost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.ingest.delivery.DeliveredFile;
import org.apportion.ingest.file.ContentHash;
import org.apportion.ingest.file.CsvShape;
import org.apportion.ingest.file.FileHead;
import org.apportion.ingest.file.FileScan;
import org.apportion.ingest.file.JsonLines;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.ingest.mapping.Mapping;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.ingest.mapping.Mappings;
import org.apportion.ingest.mapping.SourceLayout;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;
import org.apportion.spi.Engine;

/**
 * A cost file with the mapping that reads it.
 *
 * @param plan the mapping bound to the file's columns
 * @param missing columns as {@link MissingColumns} tells them
 * @param notes what was guessed while opening
 */
record CostFile(FileScan scan, MappingPlan plan, List<String> missing, List<String> notes) {
    /** Raised when the statement around a mapping changes what records hold. */
    private static final String READER = "cost-reader-1";

    /**
     * @throws org.apportion.model.ApportionException {@code IMPORT_FORMAT_UNKNOWN} if no mapping knows the columns,
     *     {@code IMPORT_COLUMN_MISSING} if the mapping lacks some, {@code IMPORT_HEADING_DOUBLED} if it has one twice
     */
    static CostFile open(Engine engine, SourceDefinition source, SourceFile file, WorkFolder work) {
        Optional<Mapping> fixed = Mappings.of(source);
        if (file.kind() == SourceFile.Kind.CSV) {
            FileHead.Prepared prepared = FileHead.prepare(file, source.options(), work);
            CsvShape.Line heading = heading(prepared.shape(), fixed);
            FileScan scan = FileScan.csv(engine, file, prepared, heading);
            CostFile opened =
                    bound(engine, source, scan, fixed, prepared.shape().notes());
            scan.refuseDoubledHeadings(column -> opened.reads(engine.dialect().name(column)));
            return opened;
        }
        FileScan scan = file.kind() == SourceFile.Kind.PARQUET
                ? FileScan.parquet(engine, file)
                : FileScan.json(engine, file, JsonLines.rewrite(file, work));
        return bound(engine, source, scan, fixed, List.of());
    }

    private static CsvShape.Line heading(CsvShape shape, Optional<Mapping> fixed) {
        return shape.candidates().stream()
                .filter(line -> fixed.map(mapping -> mapping.recognizes(line.columns()))
                        .orElseGet(() -> Mappings.detect(new LinkedHashSet<>(line.columns()))
                                .isPresent()))
                .findFirst()
                .orElseGet(() -> shape.mostUsual());
    }

    private static CostFile bound(
            Engine engine, SourceDefinition source, FileScan scan, Optional<Mapping> fixed, List<String> notes) {
        List<String> names = scan.columns().stream().map(SourceColumn::name).toList();
        Mapping mapping = fixed.or(() -> Mappings.detect(new LinkedHashSet<>(names)))
                .orElseThrow(() -> ImportError.IMPORT_FORMAT_UNKNOWN.at(
                        scan.file().name(),
                        "No shipped mapping knows these headings (" + Counted.of(names.size(), "column") + ").",
                        "Name a mapping in the source, or write one for this format."));
        MappingPlan plan = mapping.bind(
                new SourceLayout(
                        SourceLayout.FileKind.valueOf(scan.file().kind().name()),
                        scan.file().name(),
                        scan.columns().stream()
                                .map(column -> new SourceLayout.SourceColumn(column.name(), column.type()))
                                .toList(),
                        source.constants(),
                        source.options()),
                engine.dialect());
        if (!plan.problems().isEmpty()) {
            throw ImportError.IMPORT_COLUMN_MISSING.at(
                    scan.file().name(),
                    "Mapping " + mapping.id() + " cannot read the file (found " + Counted.of(names.size(), "column")
                            + "): " + String.join("; ", sentences(plan.problems())) + ".",
                    "Export it with these columns, or add constants or another mapping to the source.");
        }
        List<String> missing =
                MissingColumns.of(mapping, names, source.constants().keySet());
        return new CostFile(scan, plan, missing, notes);
    }

    private static List<String> sentences(List<String> problems) {
        return problems.stream()
                .map(text -> text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
                .toList();
    }

    /** Whether a record depends on a column, given as it stands in SQL. */
    private boolean reads(String column) {
        String cell = "s." + column;
        return plan.billingMonth().contains(cell)
                || plan.skippedRows().filter(text -> text.contains(cell)).isPresent()
                || plan.outputs().stream()
                        .anyMatch(output -> output.columns().values().stream().anyMatch(text -> text.contains(cell)));
    }

    /** The same for the same bytes read in the same way, in every process. */
    DeliveredFile identity() {
        List<String> texts = new ArrayList<>(List.of(READER, plan.mapping(), scan.form(), plan.billingMonth()));
        plan.outputs().forEach(output -> {
            texts.add(output.filter().orElse(""));
            texts.add(new TreeMap<>(output.columns()).toString());
        });
        plan.rejectChecks().forEach(check -> texts.add(check.condition()));
        texts.add(new TreeSet<>(plan.used()).toString());
        texts.add(plan.junkRows().orElse("") + "\n" + plan.skippedRows().orElse("") + "\n"
                + plan.roundedRows().orElse(""));
        SourceFile file = scan.file();
        return new DeliveredFile(file.name(), file.sha256(), ContentHash.of(texts), file.modified());
    }
}
