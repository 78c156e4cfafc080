package org.apportion.lake;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedInterruptedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apportion.model.ApportionException;
import org.jspecify.annotations.Nullable;

/** Turns what Iceberg throws into an error that says what to do. */
final class LakeFailures {
    private LakeFailures() {}

    /** Runs work on a table. */
    static <T> T translated(String table, Supplier<T> work) {
        try {
            return work.get();
        } catch (ValidationException | CommitFailedException e) {
            throw changed(table, e);
        } catch (NotFoundException e) {
            throw new ApportionException(
                    LakeError.LAKE_DAMAGED,
                    table,
                    "a file that the table needs is missing.",
                    "Restore the lake's folder from a backup, or import the deliveries again into a new one.",
                    e);
        } catch (UncheckedIOException
                | UncheckedSQLException
                | UncheckedInterruptedException
                | CommitStateUnknownException e) {
            throw new ApportionException(
                    LakeError.LAKE_WRITE_FAILED,
                    table,
                    "the lake's folder or catalog cannot be read or written: the disk is full, or permission is missing.",
                    "Free space or correct the permissions, then run the command again; nothing was changed.",
                    e);
        }
    }

    static ApportionException changed(String table, @Nullable Throwable cause) {
        return new ApportionException(
                LakeError.LAKE_CHANGED,
                table,
                "another process changed the table while this one was writing it.",
                "Run the command again; nothing of this attempt was kept.",
                cause);
    }
}
