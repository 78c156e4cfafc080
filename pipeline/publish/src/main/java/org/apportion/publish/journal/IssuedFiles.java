package org.apportion.publish.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.BillingMonth;
import org.jdbi.v3.core.Handle;

/**
 * Which files for accounting systems went out, inside one transaction. It is written before a file gets its name, so that a file
 * counts as issued whatever becomes of the process, and wherever the file is moved to.
 */
public final class IssuedFiles {
    private final Handle handle;

    public IssuedFiles(LedgerTransaction transaction) {
        this.handle = transaction.handle();
    }

    /** The file is about to be written. */
    public void begin(String output, BillingMonth month, String run, Instant now) {
        handle.createUpdate("DELETE FROM issued_file WHERE output = :output AND billing_month = :month AND run = :run")
                .bind("output", output)
                .bind("month", month.toString())
                .bind("run", run)
                .execute();
        handle.createUpdate("INSERT INTO issued_file (output, billing_month, run, state, begun_at)"
                        + " VALUES (:output, :month, :run, 'begun', :now)")
                .bind("output", output)
                .bind("month", month.toString())
                .bind("run", run)
                .bind("now", now.getEpochSecond())
                .execute();
    }

    /** The file is there. */
    public void written(String output, BillingMonth month, String run) {
        handle.createUpdate("UPDATE issued_file SET state = 'written'"
                        + " WHERE output = :output AND billing_month = :month AND run = :run")
                .bind("output", output)
                .bind("month", month.toString())
                .bind("run", run)
                .execute();
    }

    /** Ids of the outputs of which a file of the month may have gone out, of whatever run. */
    public Set<String> ofMonth(BillingMonth month) {
        return new TreeSet<>(handle.createQuery("SELECT DISTINCT output FROM issued_file WHERE billing_month = :month")
                .bind("month", month.toString())
                .mapTo(String.class)
                .list());
    }

    /** Ids of the outputs whose file the run has written. */
    public Set<String> writtenBy(String run) {
        return new TreeSet<>(handle.createQuery("SELECT output FROM issued_file WHERE run = :run AND state = 'written'")
                .bind("run", run)
                .mapTo(String.class)
                .list());
    }

    /** The receiving system has given the files of these outputs back. */
    public void withdraw(BillingMonth month, Collection<String> outputs) {
        for (String output : outputs) {
            handle.createUpdate("DELETE FROM issued_file WHERE billing_month = :month AND output = :output")
                    .bind("month", month.toString())
                    .bind("output", output)
                    .execute();
        }
    }
}
