package org.apportion.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ingest.delivery.Content;
import org.apportion.ingest.delivery.DeliveryLog;
import org.apportion.lake.LakeCommit;
import org.apportion.lake.LakeWriter;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.spi.Progress;

/**
 * Takes out of the lake what a source delivered that the configuration does not name any more, and whose rows else count for ever.
 *
 * <p>Snapshots of closed months stay as they are: their differences are booked by the next run, as after any newer delivery. Which files
 * were delivered stays known.
 */
public final class Forgetting {
    private final Workspace workspace;
    private final Duration patience;
    private final Progress progress;
    private final RunStep.Watch watch;

    /** @param patience how long to wait for another process that writes the same data */
    public Forgetting(Workspace workspace, Duration patience, Progress progress) {
        this(workspace, patience, progress, RunStep.Watch.NONE);
    }

    Forgetting(Workspace workspace, Duration patience, Progress progress, RunStep.Watch watch) {
        this.workspace = workspace;
        this.patience = patience;
        this.progress = progress;
        this.watch = watch;
    }

    /**
     * Rows of a source in one month.
     *
     * @param month billing month; of usage the month of the hours
     * @param measure currency of a bill, metric of usage
     * @param total sum of BilledCost, or of values; exact
     */
    public record Held(BillingMonth month, String measure, long rows, BigDecimal total) {}

    /**
     * What is, or would be, taken out.
     *
     * @param others further sources with rows that the configuration does not name, in order
     */
    public record Report(List<Held> held, Set<String> others, boolean done) {
        public Report {
            held = List.copyOf(held);
        }
    }

    /**
     * Tells what would be taken out.
     *
     * @param month only of this one; empty: of all
     * @throws ApportionException {@code RUN_SOURCE_CONFIGURED}
     */
    public Report look(String source, Optional<BillingMonth> month) {
        requireUnconfigured(source);
        return report(source, month, false);
    }

    /**
     * Takes everything of a source out with one commit that counts as a whole or not at all.
     *
     * @param month only of this one; empty: of all
     * @throws ApportionException {@code RUN_SOURCE_CONFIGURED}, {@code LEDGER_BUSY}, or what the lake refuses; it is then as before
     */
    public Report forget(String source, Optional<BillingMonth> month) {
        requireUnconfigured(source);
        try (LakeWriter writer = workspace.lake().write(patience, progress)) {
            Report report = report(source, month, true);
            SourceRows rows = new SourceRows(workspace, workspace.lake().current());
            List<LakeCommit> commits = new ArrayList<>();
            for (Content content : Content.values()) {
                if (!rows.of(content, source, month).isEmpty()) {
                    commits.add(writer.replace(content.table(), List.of(slice(content, source, month)), List.of()));
                    watch.reached(RunStep.REPLACED);
                }
            }
            workspace.ledger().useTransaction(transaction -> {
                writer.name(transaction, commits, "forget");
                new DeliveryLog(transaction).withdraw(source, month);
                watch.reached(RunStep.NAMED);
            });
            watch.reached(RunStep.COMMITTED);
            return report;
        }
    }

    private Report report(String source, Optional<BillingMonth> month, boolean done) {
        SourceRows rows = new SourceRows(workspace, workspace.lake().current());
        List<Held> held = new ArrayList<>();
        for (Content content : Content.values()) {
            rows.of(content, source, month)
                    .forEach(sum -> held.add(new Held(sum.month(), sum.measure(), sum.records(), sum.total())));
        }
        Set<String> others = rows.unconfigured();
        others.remove(source);
        return new Report(held, others, done);
    }

    private static Map<String, String> slice(Content content, String source, Optional<BillingMonth> month) {
        Map<String, String> slice = new HashMap<>(Map.of("x_Source", source));
        month.ifPresent(one -> slice.put(content.month(), one.toString()));
        return slice;
    }

    private void requireUnconfigured(String source) {
        if (SourceRows.configured(workspace).contains(source)) {
            throw new ApportionException(
                    RunError.RUN_SOURCE_CONFIGURED,
                    source,
                    "This source is in the configuration, so the next import would bring its rows back.",
                    "Take it out of the configuration first; to replace its rows, import newer files.");
        }
    }
}
