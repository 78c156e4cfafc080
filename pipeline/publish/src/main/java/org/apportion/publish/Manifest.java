package org.apportion.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;

/**
 * The small JSON file beside each published file, {@code <file>.manifest.json}: which run wrote it, how many rows, sums per
 * currency as exact text, SHA-256, and the hashes of the configuration behind it. It holds no time of day, so that the same run
 * gives the same bytes.
 */
final class Manifest {
    private static final Pattern SHA256 = Pattern.compile("\"sha256\": \"([0-9a-f]{64})\"");

    private Manifest() {}

    static void write(PublishedFile file, PublishInput input) {
        byte[] text = text(file, input).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path(file.path()), out -> out.write(text));
    }

    static Path path(Path file) {
        return file.resolveSibling(file.getFileName() + ".manifest.json");
    }

    /** The text of the manifest beside a file, or in the folder of a bundle, if that run wrote it. */
    static Optional<String> ofRun(Path file, String runId) {
        return beside(file).filter(text -> isOfRun(text, runId));
    }

    /** The same of whatever run of a month. */
    static Optional<String> ofMonth(Path file, BillingMonth month) {
        return beside(file).filter(text -> text.contains(line("billing_month", month.toString())));
    }

    static boolean isOfRun(String text, String runId) {
        return text.contains(line("run", runId));
    }

    private static Optional<String> beside(Path file) {
        Path path = Files.isDirectory(file) ? file.resolve("manifest.json") : path(file);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            throw new ApportionException(
                    PublishError.PUBLISH_NOT_WRITABLE,
                    path.toString(),
                    "The manifest cannot be read: " + e.getMessage() + ".",
                    "Check that the folder is there and may be read, then run the command again.",
                    e);
        }
    }

    /** The hash that a manifest's text names. */
    static Optional<String> sha256(String text) {
        Matcher hash = SHA256.matcher(text);
        return hash.find() ? Optional.of(hash.group(1)) : Optional.empty();
    }

    static String text(PublishedFile file, PublishInput input) {
        StringJoiner sums = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        file.sums().forEach((currency, sum) -> sums.add(CellText.quoted(currency) + ": " + CellText.json(sum)));
        StringJoiner hashes = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        new TreeMap<>(input.fingerprints())
                .forEach((section, hash) -> hashes.add(CellText.quoted(section) + ": " + CellText.quoted(hash)));
        return "{\n"
                + line("output", file.output())
                + line("file", String.valueOf(file.path().getFileName()))
                + line("billing_month", input.month().toString())
                + line("run", input.runId())
                + line("apportion_version", input.codeVersion())
                + "  \"rows\": " + file.rows() + ",\n"
                + "  \"sums\": " + (file.sums().isEmpty() ? "{}" : sums) + ",\n"
                + line("sha256", file.sha256())
                + "  \"configuration\": " + (input.fingerprints().isEmpty() ? "{}" : hashes) + "\n"
                + "}\n";
    }

    private static String line(String name, String value) {
        return "  " + CellText.quoted(name) + ": " + CellText.quoted(value) + ",\n";
    }
}
