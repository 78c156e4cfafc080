package org.apportion.ingest.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.Counted;
import org.apportion.spi.Progress;

/** Finds the files of a source, unpacks archives and hashes everything. Sorted by name. */
public final class SourceFiles {
    private static final int MAGIC = 512;

    private final WorkFolder work;
    private final List<SourceFile> found = new ArrayList<>();

    private SourceFiles(WorkFolder work) {
        this.work = work;
    }

    /**
     * Finds the files of a source, unpacked where needed, in order of name.
     *
     * @param place source, for messages
     * @param paths files, folders or globs
     * @throws org.apportion.model.ApportionException {@code IMPORT_NO_FILES}, {@code IMPORT_FILE_UNREADABLE},
     *     {@code IMPORT_FILE_DAMAGED}
     */
    public static List<SourceFile> find(String place, List<String> paths, WorkFolder work, Progress progress) {
        return read(place, paths, expand(paths), work, progress);
    }

    /** The files that the paths name, sorted; absolute. */
    public static List<Path> expand(List<String> paths) {
        return PathExpansion.expand(paths);
    }

    /** Files below the folders of the paths that may be manifests. */
    public static List<Path> manifests(List<String> paths) {
        return PathExpansion.manifests(paths);
    }

    /**
     * As {@link #find}, of these files alone.
     *
     * @param paths for messages
     */
    public static List<SourceFile> read(
            String place, List<String> paths, List<Path> files, WorkFolder work, Progress progress) {
        if (files.isEmpty()) {
            throw ImportError.IMPORT_NO_FILES.at(
                    place,
                    "No file matches " + String.join(", ", paths) + ".",
                    "Check the paths of the source; a folder is searched for .csv, .json, .parquet and .zip files.");
        }
        SourceFiles search = new SourceFiles(work);
        progress.start("Reading files of " + place, files.size(), "files");
        for (int i = 0; i < files.size(); i++) {
            search.add(files.get(i));
            progress.advanceTo(i + 1L);
        }
        progress.finish(Counted.of(search.found.size(), "file"));
        return List.copyOf(search.found);
    }

    private void add(Path file) {
        try {
            byte[] magic = magic(file);
            if (isZip(magic)) {
                addMembers(file);
                return;
            }
            addFile(file.toString(), file, ContentHash.of(file), modified(file));
        } catch (ZipException e) {
            throw ImportError.IMPORT_FILE_DAMAGED.at(
                    file.toString(),
                    "The archive is cut off or damaged, or it is encrypted.",
                    "Download it again and compare its size with the original.",
                    e);
        } catch (IOException e) {
            throw ImportError.IMPORT_FILE_UNREADABLE.at(
                    file.toString(),
                    "The file cannot be read or unpacked.",
                    "Check that you may read it and that the disk has space for its content.",
                    e);
        }
    }

    private void addMembers(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<ZipEntry> entries = new ArrayList<>();
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory() && !isSystemFile(entry.getName())) {
                    entries.add(entry);
                }
            }
            entries.sort(java.util.Comparator.comparing(ZipEntry::getName));
            for (ZipEntry entry : entries) {
                Path copy = work.fresh(ending(entry.getName()));
                String hash;
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(copy)) {
                    hash = ContentHash.copy(in, out);
                }
                Instant modified = modified(archive);
                addFile(archive + "!" + entry.getName(), copy, hash, modified);
            }
        }
    }

    private void addFile(String name, Path readable, String hash, Instant modified) throws IOException {
        byte[] magic = magic(readable);
        boolean gzip = isGzip(magic);
        byte[] content = gzip ? unzippedMagic(readable) : magic;
        SourceFile.Kind kind = kind(name, content);
        Path named = withEnding(readable, kind, gzip);
        found.add(new SourceFile(name, named, kind, gzip, hash, Files.size(readable), modified));
    }

    /** Engines tell compression by the ending, so a file with a misleading name gets a link with an honest one. */
    private Path withEnding(Path file, SourceFile.Kind kind, boolean gzip) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean claimsOther = name.endsWith(".zst") || name.endsWith(".bz2");
        if (kind == SourceFile.Kind.PARQUET || (name.endsWith(".gz") == gzip && !claimsOther)) {
            return file;
        }
        Path link = work.fresh("." + kind.name().toLowerCase(Locale.ROOT) + (gzip ? ".gz" : ""));
        try {
            return Files.createSymbolicLink(link, file.toAbsolutePath());
        } catch (UnsupportedOperationException | IOException e) {
            return Files.copy(file, link);
        }
    }

    /** As fine as the ledger keeps it. */
    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private static SourceFile.Kind kind(String name, byte[] content) {
        if (startsWith(content, "PAR1")) {
            return SourceFile.Kind.PARQUET;
        }
        String text = new String(content, java.nio.charset.StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading();
        boolean named = name.toLowerCase(Locale.ROOT).matches(".*\\.(json|jsonl|ndjson)(\\.gz)?");
        if (named || text.startsWith("{\"") || text.startsWith("[{")) {
            return SourceFile.Kind.JSON;
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".parquet")) {
            throw ImportError.IMPORT_FILE_DAMAGED.at(
                    name, "The file is no Parquet file.", "Download it again and compare its size with the original.");
        }
        return SourceFile.Kind.CSV;
    }

    private static byte[] magic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAGIC);
        }
    }

    private static byte[] unzippedMagic(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return in.readNBytes(MAGIC);
        } catch (java.io.EOFException e) {
            throw new ZipException("gzip stream ends in its first bytes");
        }
    }

    private static boolean isZip(byte[] magic) {
        return startsWith(magic, "PK\u0003\u0004") || startsWith(magic, "PK\u0005\u0006");
    }

    private static boolean isGzip(byte[] magic) {
        return magic.length > 1 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
    }

    private static boolean startsWith(byte[] content, String mark) {
        byte[] bytes = mark.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return content.length >= bytes.length && Arrays.equals(Arrays.copyOf(content, bytes.length), bytes);
    }

    private static boolean isSystemFile(String member) {
        String base = member.substring(member.lastIndexOf('/') + 1);
        return base.startsWith(".")
                || member.startsWith("__MACOSX/")
                || base.toLowerCase(Locale.ROOT).endsWith("manifest.json");
    }

    private static String ending(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : List.of(".csv.gz", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".parquet", ".json", ".gz")) {
            if (lower.endsWith(ending)) {
                return ending;
            }
        }
        return ".csv";
    }
}
