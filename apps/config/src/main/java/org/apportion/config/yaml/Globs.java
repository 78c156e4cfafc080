package org.apportion.config.yaml;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a glob such as {@code conf/*.yaml} names, in alphabetical order. */
final class Globs {
    /** Folders are searched this deep below the last one that is named without a wildcard. */
    private static final int DEEPEST = 20;

    private Globs() {}

    static boolean isGlob(String path) {
        return path.matches(".*[*?\\[{].*");
    }

    /** The regular files that match; none if the folder does not exist. */
    static List<Path> expand(Path folder, String glob) throws IOException {
        Path root = folder.resolve(fixedPart(glob)).normalize();
        String rest = glob.substring(fixedPart(glob).length());
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        if (!Files.isDirectory(root.toString().isEmpty() ? Path.of(".") : root)) {
            return List.of();
        }
        Path start = root.toString().isEmpty() ? Path.of(".") : root;
        try (Stream<Path> files = Files.walk(start, DEEPEST)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(start.relativize(file)))
                    .map(file -> root.resolve(start.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    /** The folders before the first wildcard, with a slash at the end; may be empty. */
    private static String fixedPart(String glob) {
        int wildcard = 0;
        while ("*?[{".indexOf(glob.charAt(wildcard)) < 0) {
            wildcard++;
        }
        return glob.substring(0, glob.lastIndexOf('/', wildcard) + 1);
    }
}
