package org.apportion.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.MetricsExport;

/**
 * Loads months into the database of a Prometheus, each once. What was loaded is remembered beside the blocks, in {@code
 * apportion-fed}, written before the loading begins and completed after it: a month whose loading was cut off counts as changed.
 */
final class PrometheusFeed {
    private static final String BEGUN = "begun ";

    private final Path database;
    private final String promtool;
    private final Optional<PrometheusOnFolder> server;
    private final FedSamples samples;

    /** @param server whose old samples may be deleted */
    PrometheusFeed(Path database, String promtool, Optional<PrometheusOnFolder> server, FedSamples samples) {
        this.database = database;
        this.promtool = promtool;
        this.server = server;
        this.samples = samples;
    }

    /** What became of a month: {@code loaded}, {@code replaced} or {@code unchanged}. */
    record Fed(String outcome, MetricsExport.Written written) {}

    Fed feed(BillingMonth month, Function<Appendable, MetricsExport.Written> export) {
        Path known = database.resolve("apportion-fed").resolve(samples.name() + "-" + month + ".sha256");
        Path text = known.resolveSibling(samples.name() + "-" + month + ".om");
        try {
            Files.createDirectories(known.toAbsolutePath().getParent());
            MessageDigest digest = sha256();
            MetricsExport.Written written;
            try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                    new DigestOutputStream(Files.newOutputStream(text), digest), StandardCharsets.UTF_8))) {
                written = export.apply(out);
            }
            String now = HexFormat.of().formatHex(digest.digest());
            String before = Files.exists(known) ? Files.readString(known).strip() : "";
            if (before.equals(now)) {
                return new Fed("unchanged", written);
            }
            if (!before.isEmpty()) {
                delete(month, known, before);
            }
            if (written.samples() > 0) {
                write(known, BEGUN + now);
                load(start(text, known));
            }
            write(known, now);
            return new Fed(before.isEmpty() ? "loaded" : "replaced", written);
        } catch (IOException e) {
            throw new ApportionException(
                    CliError.FEED_FAILED,
                    database.toString(),
                    "the month " + month + " cannot be written there ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ").",
                    "Free space or fix the permissions of the folder, then feed again.",
                    e);
        } finally {
            text.toFile().delete();
        }
    }

    private Process start(Path text, Path known) throws IOException {
        try {
            return new ProcessBuilder(
                            promtool, "tsdb", "create-blocks-from", "openmetrics", text.toString(), database.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            // Nothing of the month is there now: neither what was loaded before, nor anything new.
            Files.deleteIfExists(known);
            throw new ApportionException(
                    CliError.FEED_FAILED,
                    promtool,
                    "the program cannot be started.",
                    "Install Prometheus' promtool, or name it with --promtool.",
                    e);
        }
    }

    private void load(Process process) throws IOException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (await(process) != 0) {
            throw new ApportionException(
                    CliError.FEED_FAILED,
                    promtool,
                    "the file was refused: " + said.strip().replaceAll("\\s+", " ") + ".",
                    "Mend what it says, then feed again.");
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /**
     * Prometheus cannot change a sample, so what was loaded before has to go first. That this has begun is written before: killed in
     * between, the month counts as changed.
     */
    private void delete(BillingMonth month, Path known, String before) throws IOException {
        PrometheusOnFolder prometheus = server.orElseThrow(
                () -> new ApportionException(
                        CliError.FEED_MONTH_CHANGED,
                        month.toString(),
                        before.startsWith(BEGUN)
                                ? "loading it was cut off, and Prometheus does not replace samples."
                                : "its charges, or the words of --by, have changed since they were loaded, and Prometheus does"
                                        + " not replace samples.",
                        "Name with --url a Prometheus on this database with --web.enable-admin-api, or load into an empty folder."));
        prometheus.awaitBlocks();
        write(known, BEGUN + "to delete");
        prometheus.delete(samples.of(month));
    }

    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text + "\n");
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
