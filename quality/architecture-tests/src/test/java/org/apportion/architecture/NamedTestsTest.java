package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the READMEs of the rooms name exist, and each difference between the adapter's text and ours has a case. */
class NamedTestsTest {
    /** A class, perhaps with a method; a method alone belongs to the class named before it in the same row. */
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*Test)(?:[.](\\w+…?))?|([a-z]\\w+…?))`");

    private static final Path METERING = Repository.ROOT.resolve("metering/README.md");

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Repository.ROOT)) {
            for (Path file : files.filter(each -> each.toString().matches(".*/src/test/java/.*Test[.]java"))
                    .toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    /** The last cells of the rows of the tables that tell cases. */
    private static List<String> cases() throws IOException {
        List<String> cases = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(METERING)) {
            String[] cells = line.split("(?<!\\\\)\\|");
            boolean isRow = line.startsWith("|");
            if (isRow && cells[cells.length - 1].strip().equals("case")) {
                inTable = true;
            } else if (isRow && inTable && !cells[cells.length - 1].strip().equals("---")) {
                cases.add(cells[cells.length - 1].strip());
            } else if (!isRow) {
                inTable = false;
            }
        }
        return cases;
    }

    @Test
    void eachDifferenceOfMeteringHasACaseThatExists() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        List<String> cases = cases();
        assertThat(cases).hasSizeGreaterThan(25);
        for (String each : cases) {
            Matcher named = NAMED.matcher(each);
            String in = "";
            int found = 0;
            while (named.find()) {
                found++;
                in = named.group(1) == null ? in : named.group(1);
                String method = named.group(2) == null ? named.group(3) : named.group(2);
                String start = method == null ? "" : "void " + method.replace("…", "");
                if (!tests.getOrDefault(in, "").contains(start.isEmpty() ? "@Test" : start)) {
                    missing.add(named.group());
                }
            }
            if (found == 0) {
                missing.add(each);
            }
        }
        assertThat(missing).as("cases of metering/README.md without a test").isEmpty();
    }

    @Test
    void eachTestThatAReadmeNamesExists() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Repository.ROOT, 3)) {
            for (Path file : files.filter(
                            each -> each.endsWith("README.md") && Files.exists(each.resolveSibling("pom.xml")))
                    .toList()) {
                Matcher named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    if (named.group(1) != null && !tests.containsKey(named.group(1))) {
                        missing.add(Repository.ROOT.relativize(file) + " " + named.group());
                    }
                }
            }
        }
        assertThat(missing).as("tests that a README names and nobody wrote").isEmpty();
    }
}
