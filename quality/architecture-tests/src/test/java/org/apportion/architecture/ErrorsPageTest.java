package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.model.ErrorCode;
import org.apportion.model.ErrorKind;
import org.junit.jupiter.api.Test;

/** The page of error codes: every constant of every {@link ErrorCode} enum, with its Javadoc and what to do. */
final class ErrorsPageTest {
    private static final Map<String, String> ROOMS = Map.ofEntries(
            Map.entry("allocate", "Allocation"),
            Map.entry("cli", "Command line"),
            Map.entry("config", "Configuration"),
            Map.entry("confluent", "Plugins: Confluent"),
            Map.entry("engine", "Engine"),
            Map.entry("http", "Plugins: HTTP"),
            Map.entry("ingest", "Import"),
            Map.entry("kubernetes", "Plugins: Kubernetes"),
            Map.entry("lake", "Lake"),
            Map.entry("ledger", "Ledger"),
            Map.entry("metering", "Metering"),
            Map.entry("price", "Prices"),
            Map.entry("prometheus", "Plugins: Prometheus"),
            Map.entry("publish", "Output files"),
            Map.entry("run", "Run"),
            Map.entry("report", "Reports"),
            Map.entry("server", "Server"),
            Map.entry("upload", "Plugins: uploads"));

    private static final Pattern MEANING =
            Pattern.compile("/\\*\\* ((?:(?!\\*/).)*?) \\*/\\s+([A-Z][A-Z_]+)[,;(]", Pattern.DOTALL);

    private record Code(String room, String name, ErrorKind kind, String meaning) {}

    @Test
    void everyCodeHasARemedyAndEveryRemedyACode() throws IOException {
        assertThat(remedies().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        codes().stream().map(Code::name).toList());
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        Properties remedies = remedies();
        StringBuilder page = new StringBuilder("""
                # Errors

                Made from the code by a test; change the enums that implement `ErrorCode`, or `remedies.properties`, not this page.

                A message reads `CODE place: what is wrong. What to do next.` It never holds a secret or a whole row of data. A code
                keeps its meaning for ever. What the exit code says: [exit codes](exit-codes.md). Rows that could not be read don't
                stop an import: they go to a rejects file ([files](files.md)) and the exit code is 4.
                """);
        List<Code> codes = codes();
        for (String room : new TreeSet<>(codes.stream().map(Code::room).toList())) {
            page.append("\n## ")
                    .append(room)
                    .append("\n\n| code | exit | meaning | what to do |\n| --- | --- | --- | --- |\n");
            codes.stream()
                    .filter(code -> code.room().equals(room))
                    .forEach(code -> page.append("| `%s` | %d | %s | %s |\n"
                            .formatted(
                                    code.name(),
                                    exit(code.kind()),
                                    cell(code.meaning()),
                                    cell(remedies.getProperty(code.name(), "")))));
        }
        Repository.requireUpToDate("docs/reference/errors.md", page.toString());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    /** As in {@code org.apportion.cli.ExitCode}. */
    private static int exit(ErrorKind kind) {
        return switch (kind) {
            case USAGE -> 2;
            case CONFIG -> 3;
            case DATA, PROVIDER -> 4;
            case CHECK -> 5;
            case UPLOAD -> 6;
            case RESOURCE, INTERNAL -> 1;
        };
    }

    private static List<Code> codes() {
        List<Code> codes = new ArrayList<>();
        for (Path file : Repository.files("Error.java")) {
            String text = Repository.read(file);
            if (file.toString().contains("src/main/java") && text.contains("implements ErrorCode")) {
                codes.addAll(codes(file, text));
            }
        }
        codes.sort(Comparator.comparing(Code::name));
        return codes;
    }

    private static List<Code> codes(Path file, String text) {
        String path = file.toString().replace('\\', '/');
        String type = path.substring(path.indexOf("/org/apportion/") + 1, path.length() - ".java".length())
                .replace('/', '.');
        String room = List.of(type.split("\\.", -1)).get(2);
        List<Code> codes = new ArrayList<>();
        for (Object constant : constants(type)) {
            ErrorCode code = (ErrorCode) constant;
            codes.add(new Code(ROOMS.getOrDefault(room, room), code.name(), code.kind(), meaning(text, code.name())));
        }
        return codes;
    }

    private static Object[] constants(String type) {
        try {
            return Objects.requireNonNull(Class.forName(type).getEnumConstants(), type);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(type + " is not on the class path of this test", e);
        }
    }

    private static String meaning(String text, String name) {
        Matcher constant = MEANING.matcher(text);
        while (constant.find()) {
            if (constant.group(2).equals(name)) {
                return constant.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
            }
        }
        throw new AssertionError(name + " has no Javadoc that says what it means");
    }

    private static Properties remedies() throws IOException {
        Properties remedies = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ErrorsPageTest.class.getResourceAsStream("/remedies.properties")),
                StandardCharsets.UTF_8)) {
            remedies.load(reader);
        }
        return remedies;
    }
}
