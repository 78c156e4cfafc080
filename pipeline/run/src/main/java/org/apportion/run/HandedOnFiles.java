package org.apportion.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apportion.ingest.file.FileScan;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.file.SourceFile;
import org.apportion.ingest.file.SourceFiles;
import org.apportion.ingest.file.WorkFolder;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition;
import org.apportion.publish.conformance.CheckedFile;
import org.apportion.publish.conformance.CheckedFile.CheckedColumn;
import org.apportion.publish.conformance.FocusDataset;
import org.apportion.publish.conformance.FocusRules;
import org.apportion.publish.focus.HandedOn;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/** Reads providers' further FOCUS datasets for a bundle. What is not there yet is left out; what is there is read whole or refused. */
final class HandedOnFiles {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
    private static final String TABLE = "handed_on_";
    private static final String MALFORMED = "handed_on_malformed";

    private final Engine engine;
    private final Path temporary;

    /** @param temporary folder for unpacked archives */
    HandedOnFiles(Engine engine, Path temporary) {
        this.engine = engine;
        this.temporary = temporary;
    }

    /**
     * The files that the output names, as tables of the session.
     *
     * @throws ApportionException {@code RUN_FOCUS_DATASET}, or what reading a file refuses
     */
    List<HandedOn> read(OutputDefinition output, BillingMonth month) {
        List<Path> files = new ArrayList<>();
        List<String> paths = output.focus().datasets().stream()
                .map(path -> path.replace("{month}", month.toString()))
                .toList();
        for (String path : paths) {
            List<Path> found = SourceFiles.expand(List.of(path));
            if (found.isEmpty() && !GLOB.matcher(path).find()) {
                throw refused(
                        output.place(),
                        "The file " + path + " of focus.datasets is not there.",
                        "Correct the path, or write a glob for files that may come later.");
            }
            files.addAll(found);
        }
        if (files.isEmpty()) {
            return List.of();
        }
        List<HandedOn> read = new ArrayList<>();
        try (WorkFolder work = WorkFolder.in(temporary)) {
            List<Path> once = files.stream().distinct().sorted().toList();
            for (SourceFile file : SourceFiles.read(output.id(), paths, once, work, Progress.NONE)) {
                read.add(read(file, FocusFiles.scan(engine, file, work), TABLE + read.size()));
            }
        }
        return read;
    }

    /** Frees what was read. */
    void forget(List<HandedOn> read) {
        read.forEach(one -> engine.execute(engine.dialect().dropTable(one.file().relation())));
    }

    private HandedOn read(SourceFile file, FileScan scan, String table) {
        List<String> names = scan.columns().stream().map(SourceColumn::name).toList();
        FocusDataset dataset = FocusRules.detectDataset(names)
                .filter(found -> found != FocusDataset.COST_AND_USAGE)
                .orElseThrow(() -> refused(
                        file.name(),
                        "The file of focus.datasets holds neither Invoice Detail nor Contract Commitment nor Billing"
                                + " Period.",
                        "Take it out; bills are named as sources."));
        scan.read(
                MALFORMED,
                () -> engine.execute(
                        engine.dialect().createTable(table, "SELECT * FROM " + scan.relation() + " AS f")));
        if (scan.malformed().isPresent()) {
            throw refused(
                    file.name(),
                    "The file of focus.datasets has rows that cannot be read, so it cannot be handed on whole.",
                    "Fetch it again, or see the rows with 'apportion check-focus'.");
        }
        List<CheckedColumn> columns = scan.columns().stream()
                .map(column -> new CheckedColumn(column.name(), column.type()))
                .toList();
        return new HandedOn(dataset, new CheckedFile(file.name(), table, columns));
    }

    private static ApportionException refused(String place, String problem, String nextStep) {
        return new ApportionException(RunError.RUN_FOCUS_DATASET, place, problem, nextStep);
    }
}
