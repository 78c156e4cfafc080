package org.apportion.publish.journal;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apportion.ledger.LedgerTransaction;
import org.jdbi.v3.core.Handle;

/**
 * Which files a run has to write and has written, inside one transaction. They are planned in the transaction that commits the run, so
 * that a run that was killed before its first file is told from one whose files were moved away.
 */
public final class RunOutputs {
    private final Handle handle;

    public RunOutputs(LedgerTransaction transaction) {
        this.handle = transaction.handle();
    }

    /** The run is about to count; it will write these outputs. */
    public void plan(String run, Collection<String> outputs) {
        for (String output : outputs) {
            handle.createUpdate("INSERT INTO run_output (run, output, state) VALUES (:run, :output, 'planned')")
                    .bind("run", run)
                    .bind("output", output)
                    .execute();
        }
    }

    /**
     * The file is there.
     *
     * @param sha256 of the file; of a folder, of its manifest
     */
    public void written(String run, String output, String sha256) {
        handle.createUpdate(
                        "UPDATE run_output SET state = 'written', sha256 = :sha256 WHERE run = :run AND output = :output")
                .bind("run", run)
                .bind("output", output)
                .bind("sha256", sha256)
                .execute();
    }

    /** Whether each output that the run had to write is written; empty of a run from before this was kept. */
    public SortedMap<String, Boolean> of(String run) {
        SortedMap<String, Boolean> outputs = new TreeMap<>();
        handle.createQuery("SELECT output, state FROM run_output WHERE run = :run")
                .bind("run", run)
                .mapToMap()
                .forEach(row -> outputs.put(
                        String.valueOf(row.get("output")), "written".equals(String.valueOf(row.get("state")))));
        return outputs;
    }
}
