package org.apportion.ingest.file;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apportion.ingest.problem.ImportError;

/**
 * Turns files, folders and globs into files, sorted by path. A named file is always taken; in a folder only known
 * endings are, and neither hidden files nor manifests. {@code **} matches folders of any depth.
 */
final class PathExpansion {
    private static final List<String> ENDINGS = List.of(
            ".csv",
            ".tsv",
            ".csv.gz",
            ".tsv.gz",
            ".zip",
            ".json",
            ".jsonl",
            ".ndjson",
            ".json.gz",
            ".jsonl.gz",
            ".ndjson.gz",
            ".parquet");
    private static final int MAX_DEPTH = 20;

    private PathExpansion() {}

    static List<Path> expand(List<String> paths) {
        TreeSet<Path> found = new TreeSet<>();
        for (String path : paths) {
            found.addAll(expand(path));
        }
        return List.copyOf(found);
    }

    /** Files in the folders and globs whose names end like those of manifests; none for a path that names one file. */
    static List<Path> manifests(List<String> paths) {
        TreeSet<Path> found = new TreeSet<>();
        for (String path : paths) {
            root(path).ifPresent(root -> {
                try {
                    files(root).filter(PathExpansion::isManifest).forEach(found::add);
                } catch (IOException e) {
                    throw unreadable(path, e);
                }
            });
        }
        return List.copyOf(found);
    }

    /** The folder that a path searches; empty if it searches none. */
    private static Optional<Path> root(String text) {
        int wildcard = firstWildcard(text);
        int slash = Math.max(text.lastIndexOf('/', wildcard), text.lastIndexOf('\\', wildcard));
        String folder = wildcard < 0 ? text : slash < 0 ? "." : text.substring(0, slash + 1);
        Path root = Path.of(folder).toAbsolutePath().normalize();
        return Files.isDirectory(root) ? Optional.of(root) : Optional.empty();
    }

    private static boolean isManifest(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("manifest.json");
    }

    private static List<Path> expand(String text) {
        try {
            Path literal = Path.of(text);
            if (Files.isRegularFile(literal)) {
                return List.of(literal.toAbsolutePath().normalize());
            }
            if (Files.isDirectory(literal)) {
                return files(literal).filter(PathExpansion::looksDelivered).toList();
            }
        } catch (java.nio.file.InvalidPathException e) {
            // Some systems allow no star in a path: then it can only be a glob.
            return glob(text);
        } catch (IOException e) {
            throw unreadable(text, e);
        }
        return glob(text);
    }

    private static List<Path> glob(String text) {
        int wildcard = firstWildcard(text);
        if (wildcard < 0) {
            return List.of();
        }
        int slash = Math.max(text.lastIndexOf('/', wildcard), text.lastIndexOf('\\', wildcard));
        Path root = Path.of(slash < 0 ? "." : text.substring(0, slash + 1))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text.substring(slash + 1));
        try {
            return files(root)
                    .filter(file -> matcher.matches(root.relativize(file)))
                    .toList();
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    private static int firstWildcard(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?{[".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static Stream<Path> files(Path root) throws IOException {
        Path start = root.toAbsolutePath().normalize();
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(start, Set.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !hidden(start.relativize(file))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** A link to a folder above leads to files that are found anyway. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files.stream();
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksDelivered(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !isManifest(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static RuntimeException unreadable(String place, IOException e) {
        return ImportError.IMPORT_FILE_UNREADABLE.at(
                place, "The folder cannot be read.", "Check that it exists and that you may read it.", e);
    }
}
