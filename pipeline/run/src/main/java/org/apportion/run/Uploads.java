package org.apportion.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.ledger.Holder;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.output.OutputDefinition;
import org.apportion.publish.PublishedBytes;
import org.apportion.publish.Publisher;
import org.apportion.publish.journal.UploadAttempt;
import org.apportion.publish.journal.UploadJournal;
import org.apportion.run.UploadResult.Outcome;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.upload.Upload;
import org.apportion.spi.upload.UploadDefinition;
import org.apportion.spi.upload.UploadFile;
import org.apportion.spi.upload.UploadProvider;
import org.apportion.spi.upload.UploadSettings;

/**
 * Hands the files that a month's newest run published to other systems, by plugins. What was sent is written into a journal before
 * and after, so that the same bytes are sent once: a repeated call sends only what is new, has failed, or whose end is unknown since
 * the process ended meanwhile. Each attempt to send the same bytes has the same key. An upload is done by one process at a time.
 */
public final class Uploads implements AutoCloseable {
    private final List<UploadDefinition> definitions;
    private final List<OutputDefinition> outputs;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Duration patience;
    private final Progress progress;

    private Uploads(
            List<UploadDefinition> definitions,
            List<OutputDefinition> outputs,
            Ledger ledger,
            InstantSource clock,
            Duration patience,
            Progress progress) {
        this.definitions = List.copyOf(definitions);
        this.outputs = List.copyOf(outputs);
        this.ledger = ledger;
        this.clock = clock;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Opens the ledger, in which journal and leases are.
     *
     * @param patience how long to wait for another process that does the same upload
     */
    public static Uploads open(
            List<UploadDefinition> definitions,
            List<OutputDefinition> outputs,
            Secret ledgerAddress,
            InstantSource clock,
            Duration patience,
            Progress progress) {
        return new Uploads(
                definitions, outputs, Ledger.open(new LedgerSettings(ledgerAddress, clock)), clock, patience, progress);
    }

    /**
     * Opens each upload with its plugin and closes it again: for mistakes in settings. Calls no other system.
     *
     * @throws ApportionException {@code UPLOAD_PLUGIN_UNKNOWN}, or what the plugin says of a setting
     */
    public static void check(List<UploadDefinition> definitions) {
        definitions.forEach(
                definition -> provider(definition).open(settings(definition)).close());
    }

    /** What to do with files that are there. */
    public enum Mode {
        /** Send what has not arrived. */
        NEW,
        /** Send what has arrived too. */
        AGAIN,
        /** Send nothing, tell what would be sent. */
        DRY_RUN
    }

    /**
     * Does the named uploads in the order of the configuration; all if none are named. One that fails does not keep the others
     * from being done.
     *
     * @throws ApportionException {@code UPLOAD_UNKNOWN}, {@code UPLOAD_NO_RUN} before anything is sent
     */
    public List<UploadResult> run(BillingMonth month, Set<String> ids, Mode mode) {
        requireKnown(ids);
        Run run = ledger.read(transaction -> transaction.runs().latestCommitted(month))
                .orElseThrow(() -> new ApportionException(
                        RunError.UPLOAD_NO_RUN,
                        month.toString(),
                        "this month has no committed run, so nothing was published.",
                        "Run it first: apportion run --month " + month + "."));
        List<UploadResult> results = new ArrayList<>();
        for (UploadDefinition definition : definitions) {
            if (ids.isEmpty() || ids.contains(definition.id())) {
                results.add(result(definition, run, mode));
            }
        }
        return results;
    }

    /** What was sent of a month, and when: the journal, in order. */
    public List<UploadRecord> journal(BillingMonth month) {
        return ledger.read(transaction -> new UploadJournal(transaction).ofMonth(month)).stream()
                .map(UploadRecord::of)
                .toList();
    }

    private UploadResult result(UploadDefinition definition, Run run, Mode mode) {
        Path path = Publisher.path(output(definition), run.start().month(), run.id());
        String target = "";
        try (Upload upload = provider(definition).open(settings(definition))) {
            UploadFile file = file(definition, run);
            target = upload.target(file);
            if (mode == Mode.DRY_RUN) {
                return sentBefore(definition, upload, file)
                        .map(before ->
                                done(definition, run, path, upload.target(file), Outcome.SENT_BEFORE, when(before)))
                        .orElseGet(() -> done(definition, run, path, upload.target(file), Outcome.WOULD_SEND, ""));
            }
            return sendOnce(definition, run, upload, mode);
        } catch (ApportionException e) {
            return failed(definition, run, path, target, e);
        } catch (RuntimeException e) {
            return failed(definition, run, path, target, unforeseen(definition, e));
        }
    }

    /**
     * Only what was sent last counts, and where the upload sends now: bytes that arrived before others, or elsewhere, are not what
     * the other side has.
     */
    private Optional<UploadAttempt> sentBefore(UploadDefinition definition, Upload upload, UploadFile file) {
        return ledger.read(transaction -> new UploadJournal(transaction).newest(definition.id(), file.month()))
                .filter(attempt -> attempt.state() == UploadAttempt.State.SENT)
                .filter(attempt -> attempt.sha256().equals(file.sha256()))
                .filter(attempt -> attempt.target().equals(upload.target(asSent(attempt, file))));
    }

    /** The address may hold the run and the key, which differ though the bytes are the same. */
    private static UploadFile asSent(UploadAttempt attempt, UploadFile file) {
        return new UploadFile(
                file.path().resolveSibling(attempt.fileName()),
                attempt.output(),
                attempt.month(),
                attempt.run(),
                attempt.sha256(),
                attempt.key());
    }

    private static String when(UploadAttempt before) {
        return "on " + before.started();
    }

    /** Whether the file has arrived is asked under the lease, so that of two processes one sends it. */
    private UploadResult sendOnce(UploadDefinition definition, Run run, Upload upload, Mode mode) {
        try (Lease lease = ledger.leases().acquire("upload " + definition.id(), patience, Holder.current(), progress)) {
            UploadFile file = file(definition, run);
            String target = upload.target(file);
            Optional<UploadAttempt> before = sentBefore(definition, upload, file);
            UploadResult result = before.isPresent() && mode != Mode.AGAIN
                    ? done(definition, run, file.path(), target, Outcome.SENT_BEFORE, when(before.get()))
                    : done(definition, run, file.path(), target, Outcome.SENT, send(definition, upload, file, target));
            lease.markClean();
            return result;
        }
    }

    private String send(UploadDefinition definition, Upload upload, UploadFile file, String target) {
        progress.start("Sending " + definition.id(), 0, "files");
        UploadAttempt attempt = ledger.inTransaction(
                transaction -> new UploadJournal(transaction).begin(definition.id(), file, target, clock.instant()));
        try {
            String answer = upload.send(file);
            end(attempt, UploadAttempt.State.SENT, answer);
            progress.finish("sent");
            return answer;
        } catch (RuntimeException e) {
            ApportionException known = e instanceof ApportionException told ? told : unforeseen(definition, e);
            end(attempt, UploadAttempt.State.FAILED, known.code().name());
            throw known;
        }
    }

    private void end(UploadAttempt attempt, UploadAttempt.State state, String answer) {
        ledger.useTransaction(
                transaction -> new UploadJournal(transaction).end(attempt, state, answer, clock.instant()));
    }

    private UploadFile file(UploadDefinition definition, Run run) {
        BillingMonth month = run.start().month();
        PublishedBytes bytes = Publisher.published(output(definition), month, run.id())
                .orElseThrow(() -> new ApportionException(
                        RunError.UPLOAD_FILE_MISSING,
                        definition.id(),
                        "the file of output " + definition.output() + " that run " + run.id()
                                + " published is not there.",
                        "Run the month again, which writes it: apportion run --month " + month + "."));
        if (!bytes.isWhole()) {
            throw new ApportionException(
                    RunError.UPLOAD_FILE_CHANGED,
                    bytes.path().toString(),
                    "the file was changed since run " + run.id() + " published it; it is not sent.",
                    "Run the month again, which writes it anew.");
        }
        Optional<String> after = ledger.read(transaction ->
                        new UploadJournal(transaction).newestOther(definition.id(), month, bytes.sha256()))
                .map(UploadAttempt::key);
        return new UploadFile(
                bytes.path(),
                definition.output(),
                month,
                run.id(),
                bytes.sha256(),
                PublishedBytes.key(definition.id(), month, bytes.sha256(), after));
    }

    private static UploadResult done(
            UploadDefinition definition, Run run, Path path, String target, Outcome outcome, String answer) {
        return new UploadResult(
                definition.id(),
                definition.output(),
                run.start().month(),
                run.id(),
                path,
                target,
                outcome,
                answer,
                Optional.empty());
    }

    private static UploadResult failed(
            UploadDefinition definition, Run run, Path path, String target, ApportionException failure) {
        return new UploadResult(
                definition.id(),
                definition.output(),
                run.start().month(),
                run.id(),
                path,
                target,
                Outcome.FAILED,
                failure.code().name(),
                Optional.of(failure));
    }

    private static ApportionException unforeseen(UploadDefinition definition, RuntimeException cause) {
        return new ApportionException(
                RunError.UPLOAD_FAILED,
                definition.id(),
                "the plugin " + definition.plugin() + " failed with "
                        + cause.getClass().getSimpleName() + ".",
                "Publish again with --verbose and report what it prints to whoever made the plugin.",
                cause);
    }

    private OutputDefinition output(UploadDefinition definition) {
        return outputs.stream()
                .filter(output -> output.id().equals(definition.output()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no output " + definition.output()));
    }

    private static UploadSettings settings(UploadDefinition definition) {
        return new UploadSettings(definition.id(), definition.settings(), definition.secrets());
    }

    private static UploadProvider provider(UploadDefinition definition) {
        Map<String, UploadProvider> installed = new TreeMap<>();
        ServiceLoader.load(UploadProvider.class).forEach(each -> installed.putIfAbsent(each.name(), each));
        UploadProvider found = installed.get(definition.plugin());
        if (found == null) {
            throw new ApportionException(
                    RunError.UPLOAD_PLUGIN_UNKNOWN,
                    definition.place(),
                    "there is no plugin '" + definition.plugin() + "' for the upload " + definition.id()
                            + "; installed are " + installed.keySet() + ".",
                    "Write one of these, or put the plugin's jar into plugins/.");
        }
        return found;
    }

    private void requireKnown(Set<String> ids) {
        List<String> known = definitions.stream().map(UploadDefinition::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new ApportionException(
                        RunError.UPLOAD_UNKNOWN,
                        id,
                        "There is no such upload; configured are " + known + ".",
                        "Name one of these.");
            }
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
