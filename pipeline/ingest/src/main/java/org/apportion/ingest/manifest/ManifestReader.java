package org.apportion.ingest.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.ingest.problem.ImportError;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads manifests. Sources: AWS Data Exports User Guide ("Cost and Usage Reports delivery", "Data Exports delivery"): members
 * {@code reportKeys} or {@code dataFiles}, {@code billingPeriod}; Microsoft Cost Management, "Create and manage exports", manifest
 * of version 2024-04-01: members {@code blobs}, {@code runInfo}, {@code exportConfig}.
 */
final class ManifestReader {
    private static final int LONGEST = 64 << 20;
    private static final List<String> TIMES = List.of("lastUpdatedAt", "updatedAt", "createdAt");

    private ManifestReader() {}

    /**
     * The manifest in a file; empty if the file describes no delivery of a provider.
     *
     * @throws org.apportion.model.ApportionException {@code IMPORT_MANIFEST_UNREADABLE}
     */
    static Optional<Manifest> read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw unreadable(file, "It is longer than " + LONGEST + " bytes.");
            }
            Object tree = new Load(
                            LoadSettings.builder().setCodePointLimit(LONGEST).build())
                    .loadFromString(Files.readString(file));
            if (!(tree instanceof Map<?, ?> root)) {
                return Optional.empty();
            }
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            if (root.get("reportKeys") instanceof List<?> keys) {
                return Optional.of(amazon(file, root, keys, text(root, "reportName"), modified));
            }
            if (root.get("dataFiles") instanceof List<?> keys) {
                return Optional.of(amazon(file, root, keys, text(root, "exportName"), modified));
            }
            if (root.get("blobs") instanceof List<?> blobs && root.get("runInfo") instanceof Map<?, ?> run) {
                return Optional.of(microsoft(file, root, blobs, run, modified));
            }
            return Optional.empty();
        } catch (IOException | YamlEngineException e) {
            throw unreadable(file, "It is no JSON text.");
        }
    }

    private static Manifest amazon(Path file, Map<?, ?> root, List<?> keys, String name, Instant modified) {
        List<Manifest.Part> parts =
                keys.stream().map(key -> new Manifest.Part(key(file, key), -1)).toList();
        Object period = root.get("billingPeriod");
        String month = period instanceof Map<?, ?> bounds ? text(bounds, "start") : String.valueOf(period);
        String start = month.replaceAll("[^0-9]", "");
        Optional<Instant> said = TIMES.stream()
                .flatMap(member -> time(text(root, member)).stream())
                .findFirst();
        String period6 = start.length() >= 6 ? start.substring(0, 6) : periodOf(parts);
        String export = "aws " + text(root, "account") + " " + name + " " + period6;
        return new Manifest(file, export, said.orElse(modified), said.isPresent(), parts);
    }

    /** The month in the keys where a manifest does not tell it. */
    private static String periodOf(List<Manifest.Part> parts) {
        return parts.stream()
                .map(part -> part.key().replaceAll(".*BILLING_PERIOD=([0-9]{4})-([0-9]{2}).*", "$1$2"))
                .findFirst()
                .orElse("");
    }

    private static Manifest microsoft(Path file, Map<?, ?> root, List<?> blobs, Map<?, ?> run, Instant modified) {
        List<Manifest.Part> parts = new ArrayList<>();
        for (Object blob : blobs) {
            if (!(blob instanceof Map<?, ?> one)) {
                throw unreadable(file, "Its blobs have no names.");
            }
            long bytes = one.get("byteCount") instanceof Number count ? count.longValue() : -1;
            parts.add(new Manifest.Part(key(file, one.get("blobName")), bytes));
        }
        String config = "";
        if (root.get("exportConfig") instanceof Map<?, ?> export) {
            config = text(export, "resourceId") + " " + text(export, "exportName") + " " + text(export, "type");
        }
        Optional<Instant> said = time(text(run, "submittedTime"));
        String export = "azure " + config + " " + text(run, "startDate");
        return new Manifest(file, export, said.orElse(modified), said.isPresent(), parts);
    }

    /** Without the bucket of an address such as {@code s3://bucket/key}. */
    private static String key(Path file, @Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw unreadable(file, "It names a file without a name.");
        }
        String key = text.replaceFirst("^[a-z0-9]+://[^/]+/", "");
        if (Stream.of(key.split("/", -1)).anyMatch(segment -> segment.equals("..") || segment.equals("."))) {
            throw unreadable(file, "It names a file by a path with dots.");
        }
        return key;
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})")
                                    ? OffsetDateTime.parse(text).toInstant()
                                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<?, ?> map, String member) {
        Object value = map.get(member);
        return value == null ? "" : String.valueOf(value);
    }

    private static RuntimeException unreadable(Path file, String problem) {
        return ImportError.IMPORT_MANIFEST_UNREADABLE.at(
                file.toString(),
                problem,
                "Bring it again, remove it, or set the option manifests of the source to ignore.");
    }
}
