package org.apportion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.apportion.architecture.ErrorCodes.Code;
import org.apportion.model.ErrorKind;
import org.junit.jupiter.api.Test;

/** The page of error codes: every code with its Javadoc and what to do. */
final class ErrorsPageTest {
    @Test
    void everyCodeHasARemedyAndEveryRemedyACode() throws IOException {
        assertThat(remedies().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        ErrorCodes.all().stream().map(Code::name).toList());
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
        List<Code> codes = ErrorCodes.all();
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

    /** Code to what to do. */
    static Properties remedies() throws IOException {
        Properties remedies = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ErrorsPageTest.class.getResourceAsStream("/remedies.properties")),
                StandardCharsets.UTF_8)) {
            remedies.load(reader);
        }
        return remedies;
    }
}
