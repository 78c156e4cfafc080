package org.apportion.ingest.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;

/**
 * The files of a source that count where providers' manifests lie beside them: those of the newest run of each export and month.
 * Without manifests, or with the option {@code manifests: ignore}, all files count.
 *
 * @param files in the order in which they were found
 * @param exports of files that a manifest names: the exports that they are part of
 * @param versions of exports: an instant as text, later is newer
 * @param undated exports of which only the time of the manifest's file tells the version
 * @param notes one sentence each
 */
public record ManifestSelection(
        List<Path> files,
        Map<Path, Set<String>> exports,
        Map<String, String> versions,
        Set<String> undated,
        List<String> notes) {
    /** Always as many digits, so that texts are ordered as times are. */
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final String OPTION = "manifests";
    private static final String IGNORE = "ignore";

    public ManifestSelection {
        files = List.copyOf(files);
        exports = Map.copyOf(exports);
        versions = Map.copyOf(versions);
        undated = Set.copyOf(undated);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the manifests.
     *
     * @param found absolute paths of the source's files
     * @param manifests absolute paths of files that may be manifests
     * @param now no run is made later than a day from now
     * @throws org.apportion.model.ApportionException {@code IMPORT_DELIVERY_INCOMPLETE}, {@code IMPORT_MANIFEST_UNREADABLE},
     *     {@code IMPORT_ORDER_UNKNOWN}, {@code IMPORT_SOURCE_INVALID}
     */
    public static ManifestSelection of(SourceDefinition source, List<Path> found, List<Path> manifests, Instant now) {
        String option = source.options().getOrDefault(OPTION, "obey");
        if (!option.equals(IGNORE) && !option.equals("obey")) {
            throw ImportError.IMPORT_SOURCE_INVALID.at(
                    source.place(), "Option manifests is '" + option + "'.", "Write obey or ignore.");
        }
        Map<String, Manifest> newest = new TreeMap<>();
        List<Manifest> all = new ArrayList<>();
        if (!option.equals(IGNORE)) {
            manifests.forEach(file -> ManifestReader.read(file).ifPresent(all::add));
        }
        for (Manifest manifest : all) {
            mustHaveBeen(manifest, now);
            newest.merge(manifest.export(), manifest, ManifestSelection::later);
        }
        return all.isEmpty()
                ? new ManifestSelection(found, Map.of(), Map.of(), Set.of(), List.of())
                : chosen(found, all, newest);
    }

    /** A run of a day to come would be the newest until then, and every true one would be left out without a word. */
    private static void mustHaveBeen(Manifest manifest, Instant now) {
        if (manifest.dated() && manifest.written().isAfter(now.plus(CLOCKS_APART))) {
            throw ImportError.IMPORT_ORDER_UNKNOWN.at(
                    manifest.file().toString(),
                    "It says that its delivery was made at " + manifest.written()
                            + ", which is yet to come, so no later one"
                            + " would count. Nothing of the source was imported.",
                    "If the clock of this machine is right (" + now
                            + "), fetch or copy the delivery again or remove it; to go"
                            + " by the files alone set the option manifests of the source to ignore.");
        }
    }

    private static ManifestSelection chosen(List<Path> found, List<Manifest> all, Map<String, Manifest> newest) {
        Map<Path, Set<String>> exports = new HashMap<>();
        Map<String, String> versions = new HashMap<>();
        Set<String> undated = new HashSet<>();
        for (Manifest manifest : newest.values()) {
            versions.put(manifest.export(), VERSION.format(manifest.written()));
            if (!manifest.dated()) {
                undated.add(manifest.export());
            }
            for (Path file : whole(manifest)) {
                exports.computeIfAbsent(file, absent -> new TreeSet<>()).add(manifest.export());
            }
        }
        Set<Path> older = new HashSet<>();
        for (Manifest manifest : all) {
            manifest.parts().forEach(part -> locate(manifest, part).ifPresent(older::add));
        }
        List<Path> kept = new ArrayList<>();
        List<Path> unnamed = new ArrayList<>();
        for (Path file : found) {
            if (exports.containsKey(file)) {
                kept.add(file);
            } else if (!older.contains(file)) {
                unnamed.add(file);
            }
        }
        List<String> notes = unnamed.isEmpty()
                ? List.of()
                : List.of(Counted.of(unnamed.size(), "file")
                        + " left out, such as " + unnamed.get(0)
                        + ": no manifest names it, so its delivery is not complete or it was replaced");
        return new ManifestSelection(kept, exports, versions, undated, notes);
    }

    private static Manifest later(Manifest one, Manifest other) {
        Comparator<Manifest> order = Comparator.comparing(Manifest::written)
                .thenComparing(each -> each.file().toString());
        return order.compare(one, other) >= 0 ? one : other;
    }

    /** All files of a run, in its order. */
    private static List<Path> whole(Manifest manifest) {
        List<Path> files = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Manifest.Part part : manifest.parts()) {
            Optional<Path> file = locate(manifest, part);
            if (file.isEmpty()) {
                missing.add(part.key() + " is absent");
                continue;
            }
            long bytes = size(file.get());
            if (part.bytes() >= 0 && bytes != part.bytes()) {
                missing.add(part.key() + " has " + bytes + " of " + part.bytes() + " bytes");
            }
            files.add(file.get());
        }
        if (!missing.isEmpty()) {
            throw ImportError.IMPORT_DELIVERY_INCOMPLETE.at(
                    manifest.file().toString(),
                    "Of the " + Counted.of(manifest.parts().size(), "file") + " of this delivery "
                            + missing.size() + " are not here as the manifest says: " + missing.get(0) + "."
                            + " Nothing of the source was imported.",
                    "Fetch or copy the delivery again when it is complete; to go by the files alone set the option"
                            + " manifests of the source to ignore.");
        }
        return files;
    }

    /**
     * Where a part lies: below the manifest's folder or one above it, by as much of its key as possible.
     *
     * @return empty if it is not there
     */
    private static Optional<Path> locate(Manifest manifest, Manifest.Part part) {
        String[] segments = part.key().split("/", -1);
        for (int from = 0; from < segments.length; from++) {
            String tail = String.join("/", List.of(segments).subList(from, segments.length));
            for (Path folder = manifest.file().getParent(); folder != null; folder = folder.getParent()) {
                Path file = folder.resolve(tail.startsWith("/") ? tail.substring(1) : tail);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file.normalize());
                }
                boolean isLast = from == segments.length - 1;
                if (isLast) {
                    break;
                }
            }
        }
        return Optional.empty();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
