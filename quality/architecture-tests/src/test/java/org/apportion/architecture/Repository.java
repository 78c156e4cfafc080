package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The files of this repository, as tests of habits and pages read them. */
final class Repository {
    /** Set it to write generated pages anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    static final Path ROOT = root();

    private static final Set<String> SKIPPED =
            Set.of(".git", "target", ".apportion", "demo-output", "node_modules", ".idea", ".vscode");

    private Repository() {}

    /** All files whose name ends like this, without those that a build or a tool made. */
    static List<Path> files(String ending) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return SKIPPED.contains(String.valueOf(folder.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A generated page is what its source says; with the variable set it is written anew first. */
    static void requireUpToDate(String page, String text) throws IOException {
        Path file = ROOT.resolve(page);
        if (System.getenv(UPDATE) != null) {
            Files.writeString(file, text);
        }
        assertThat(read(file))
                .as("%s; run with %s=1 to write it anew", page, UPDATE)
                .isEqualTo(text);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the test runs inside of the repository");
        }
        return folder;
    }
}
