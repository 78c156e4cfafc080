package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.architecture.ErrorCodes.Code;
import org.junit.jupiter.api.Test;

/**
 * The gallery: of every code a test that reproduces it, with the message as that test has it. Cases are found, not listed: a file of
 * expected messages, or a test that names the code. {@code no-case.properties} says why a code has none.
 */
final class ErrorGalleryPageTest {
    private static final Pattern CODE = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b");
    private static final Pattern METHOD = Pattern.compile("\\n    (?:static |default )?void (\\w+)\\(");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final int SHORTEST = 12;

    /**
     * @param place file, and the method or the folder
     * @param message as the test has it; one that goes on ends in …
     */
    private record Case(String place, Optional<String> message) {
        /** Whole messages are worth more than beginnings, those more than names. */
        int worth() {
            return message.map(text -> text.endsWith("…") ? 1 : 2).orElse(0);
        }
    }

    private final Map<String, Case> cases = cases();

    @Test
    void everyCodeHasACaseOrAReasonWhyNot() throws IOException {
        Set<String> codes = ErrorCodes.all().stream().map(Code::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> reasons = reasons().stringPropertyNames();

        assertThat(codes.stream().filter(code -> !cases.containsKey(code) && !reasons.contains(code)))
                .as("codes without a test that reproduces them; write one, or its reason into no-case.properties")
                .isEmpty();
        assertThat(reasons.stream().filter(code -> !codes.contains(code) || cases.containsKey(code)))
                .as("codes of no-case.properties that are gone or have a case by now")
                .isEmpty();
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        Properties remedies = ErrorsPageTest.remedies();
        Properties reasons = reasons();
        StringBuilder page = new StringBuilder("""
                # Error gallery

                Made from the tests by a test. For each [error](errors.md): the message as a test has it (… where that test looks at
                its beginning only), what to do, and the test that reproduces it. The last section lists codes that no test
                reproduces, and why.
                """);
        List<Code> shown = ErrorCodes.all().stream()
                .filter(code -> cases.containsKey(code.name()))
                .toList();
        for (String room : new TreeSet<>(shown.stream().map(Code::room).toList())) {
            page.append("\n## ").append(room).append('\n');
            shown.stream().filter(code -> code.room().equals(room)).forEach(code -> {
                Case one = Objects.requireNonNull(cases.get(code.name()));
                page.append("\n**`").append(code.name()).append("`**\n");
                one.message()
                        .ifPresent(
                                text -> page.append("\n```text\n").append(text).append("\n```\n"));
                page.append("\nWhat to do: ")
                        .append(remedies.getProperty(code.name(), "").replace("<", "&lt;"))
                        .append("\\\nCase: `")
                        .append(one.place())
                        .append("`\n");
            });
        }
        page.append("\n## Without a case\n\n| code | why |\n| --- | --- |\n");
        new TreeMap<>(reasons).forEach((code, why) -> page.append("| `%s` | %s |\n".formatted(code, why)));
        Repository.requireUpToDate("docs/reference/error-gallery.md", page.toString());
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new TreeMap<>();
        Stream.of(".txt", "Test.java", "Kit.java", "Promises.java")
                .flatMap(ending -> Repository.files(ending).stream())
                .filter(file -> isTest(file.toString().replace('\\', '/')))
                .forEach(file -> add(cases, file));
        return cases;
    }

    private static boolean isTest(String file) {
        return (file.contains("/src/test/") || file.contains("/quality/testkit/"))
                && !file.contains("/architecture-tests/");
    }

    private static void add(Map<String, Case> cases, Path file) {
        String text = Repository.read(file);
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            String place = place(file, text, code.start());
            Case found = new Case(place, message(text, code.group(), code.start()));
            cases.merge(code.group(), found, (known, other) -> other.worth() > known.worth() ? other : known);
        }
    }

    private static String place(Path file, String text, int at) {
        String path = Repository.ROOT.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(".txt")) {
            return path;
        }
        Matcher method = METHOD.matcher(text.substring(0, at));
        String name = "";
        while (method.find()) {
            name = "#" + method.group(1);
        }
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()) + name;
    }

    /** The line of a file of messages or of a text block that begins with the code, or the literal that does. */
    private static Optional<String> message(String text, String code, int at) {
        int start = text.lastIndexOf('\n', at) + 1;
        int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
        String line = text.substring(start, end);
        if (begins(line.strip(), code) && line.contains(": ")) {
            return Optional.of(line.strip());
        }
        List<String> literals = new ArrayList<>();
        Matcher literal = LITERAL.matcher(line);
        while (literal.find()) {
            literals.add(literal.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return literals.stream()
                .filter(words -> begins(words, code) && words.length() > code.length() + SHORTEST)
                .findFirst()
                .map(words -> words.endsWith(".") && line.contains("hasMessage(") ? words : words.strip() + " …");
    }

    /** A message names a place after its code, or has none. */
    private static boolean begins(String text, String code) {
        return text.startsWith(code + " ") || text.startsWith(code + ": ");
    }

    private static Properties reasons() throws IOException {
        Properties reasons = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ErrorGalleryPageTest.class.getResourceAsStream("/no-case.properties")),
                StandardCharsets.UTF_8)) {
            reasons.load(reader);
        }
        return reasons;
    }
}
