package org.apportion.lake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Ledger;
import org.apportion.model.ApportionException;
import org.apportion.spi.Engine;
import org.apportion.spi.Progress;

/**
 * The open lake. Reading needs no lock: {@link #current} and {@link #at} answer views that stay valid while others write.
 * Writing goes through one {@link LakeWriter} at a time, over all processes.
 *
 * <pre>{@code
 * try (LakeWriter writer = lake.write(Duration.ofMinutes(5))) {
 *     Staged staged = writer.stage(Tables.CHARGE, Map.of("billing_month", "2026-10"), select);
 *     LakeCommit commit = writer.replace(Tables.CHARGE, List.of(Map.of("billing_month", "2026-10")), List.of(staged));
 *     ledger.useTransaction(tx -> {
 *         writer.name(tx, List.of(commit), runId);   // now, and only now, it counts
 *         tx.runs().commit(runId, result, finished);
 *     });
 * }
 * }</pre>
 */
public final class Lake implements AutoCloseable {
    /** Name of the lease under which the lake is written. */
    public static final String LEASE = "lake";

    private final LakeSettings settings;
    private final Ledger ledger;
    private final Engine engine;
    private final LakeStep.Watch watch;
    private final Catalog catalog;

    private Lake(LakeSettings settings, Path folder, Ledger ledger, Engine engine, LakeStep.Watch watch) {
        this.settings = settings;
        this.ledger = ledger;
        this.engine = engine;
        this.watch = watch;
        this.catalog = new Catalog(folder, ledger, watch);
    }

    /**
     * Opens the lake; a new folder is tied to the ledger.
     *
     * @param engine writes and reads the files; stays the caller's to close
     * @throws ApportionException {@code LAKE_OF_OTHER_LEDGER} or {@code LAKE_MISSING} if the folder is not the ledger's
     */
    public static Lake open(LakeSettings settings, Ledger ledger, Engine engine) {
        return open(settings, ledger, engine, LakeStep.Watch.NONE);
    }

    static Lake open(LakeSettings settings, Ledger ledger, Engine engine, LakeStep.Watch watch) {
        return LakeFailures.translated(settings.folder().toString(), () -> {
            Path folder = Catalog.realFolder(settings.folder());
            new LakeIdentity(settings, folder, ledger).check();
            return new Lake(settings, folder, ledger, engine, watch);
        });
    }

    /** The lake as the ledger has it now. */
    public LakeView current() {
        return at(ledger.read(transaction -> transaction.snapshots().current()));
    }

    /** The lake at earlier snapshots, such as those of a run; table to snapshot. */
    public LakeView at(Map<String, Long> snapshots) {
        return new LakeView(catalog, engine.dialect(), snapshots);
    }

    /**
     * Takes the writer's lease and clears what a killed writer left.
     *
     * @param wait how long to wait for another writer
     * @throws ApportionException {@code LEDGER_BUSY} if it takes longer
     */
    public LakeWriter write(Duration wait) {
        return write(wait, Holder.current(), Progress.NONE);
    }

    /**
     * As {@link #write(Duration)}.
     *
     * @param progress is told whom it waits for
     */
    public LakeWriter write(Duration wait, Progress progress) {
        return write(wait, Holder.current(), progress);
    }

    LakeWriter write(Duration wait, Holder holder) {
        return write(wait, holder, Progress.NONE);
    }

    private LakeWriter write(Duration wait, Holder holder, Progress progress) {
        return LakeWriter.open(
                new LakeWriter.Parts(settings, ledger, engine, catalog, watch),
                ledger.leases().acquire(LEASE, wait, holder, progress));
    }

    @Override
    public void close() {
        catalog.close();
    }
}
