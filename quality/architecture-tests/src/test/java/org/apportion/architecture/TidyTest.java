package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The repository's habits, read from its files. */
class TidyTest {
    private static final Path ROOT = root();
    private static final Set<String> SKIPPED =
            Set.of(".git", "target", ".apportion", "demo-output", "node_modules", ".idea", ".vscode");
    private static final List<Path> FILES = files();

    private record Finding(String place, String line) {}

    @Test
    void noFileIsLongerThan600Lines() {
        assertThat(javaFiles().filter(file -> lines(file).size() > 600)).isEmpty();
    }

    @Test
    void noMethodIsLongerThan70Lines() {
        assertThat(javaFiles().flatMap(TidyTest::longMethods)).isEmpty();
    }

    @Test
    void nothingIsLeftToDo() {
        assertThat(find("java|sh|yaml|sql|md", "\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b(?!\")"))
                .isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() {
        assertThat(find("java", "System\\.(out|err)\\b").stream()
                        .filter(finding -> !finding.place().startsWith("apps/cli/")
                                && !finding.place().startsWith("quality/")
                                && !finding.place().contains("/src/test/")))
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOffOrSleeps() {
        assertThat(find("java", "@(Dis" + "abled|Ig" + "nore)\\b|Thread\\.sl" + "eep\\(").stream()
                        .filter(finding -> finding.place().contains("/src/test/")))
                .isEmpty();
    }

    @Test
    void noWordOfOneMachineIsCommitted() {
        assertThat(find("java|md|yaml|xml|sh|json|sql|csv", "(^|[^A-Za-z0-9_.])/(wo" + "rk|home/[a-z]+|ro" + "ot)/"))
                .isEmpty();
    }

    @Test
    void everyModuleSaysWhatItOwns() {
        assertThat(FILES.stream()
                        .filter(file -> file.endsWith("pom.xml") && !file.equals(ROOT.resolve("pom.xml")))
                        .filter(file -> !Files.exists(file.resolveSibling("README.md"))))
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(javaFiles()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !Files.exists(folder.resolve("package-info.java"))
                                || lines(folder.resolve("package-info.java")).stream()
                                        .noneMatch(line -> line.contains("@NullMarked"))))
                .isEmpty();
    }

    /** A member ends at a brace of its indentation; it begins at the nearest line before with the same. */
    private static Stream<String> longMethods(Path file) {
        List<String> found = new ArrayList<>();
        List<String> lines = lines(file);
        Pattern type = Pattern.compile("\\b(class|record|interface|enum)\\b");
        for (int end = 0; end < lines.size(); end++) {
            if (lines.get(end).matches("( {4}| {8})}")) {
                Pattern member = Pattern.compile(lines.get(end).replace("}", "") + "\\S.*");
                int head = end - 1;
                while (head > 0 && !member.matcher(lines.get(head)).matches()) {
                    head--;
                }
                if (end - head > 70 && !type.matcher(lines.get(head)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (head + 1));
                }
            }
        }
        return found.stream();
    }

    private static List<Finding> find(String extensions, String regex) {
        Pattern pattern = Pattern.compile(regex);
        Pattern name = Pattern.compile(".*\\.(" + extensions + ")");
        return FILES.stream()
                .filter(file -> name.matcher(file.toString()).matches())
                .flatMap(file -> {
                    List<String> lines = lines(file);
                    return Stream.iterate(0, i -> i + 1)
                            .limit(lines.size())
                            .filter(i -> pattern.matcher(lines.get(i)).find())
                            .map(i -> new Finding(
                                    ROOT.relativize(file) + ":" + (i + 1),
                                    lines.get(i).strip()));
                })
                .toList();
    }

    private static Stream<Path> javaFiles() {
        return FILES.stream().filter(file -> file.toString().endsWith(".java"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files() {
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
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the test runs inside of the repository");
        }
        return folder;
    }
}
