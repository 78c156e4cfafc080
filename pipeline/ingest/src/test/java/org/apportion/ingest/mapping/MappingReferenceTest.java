package org.apportion.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference page says what the mapping files say. */
class MappingReferenceTest {
    static final Path DOCS = Path.of("").toAbsolutePath().resolve("../../docs").normalize();

    @Test
    void shippedMappingsAreDocumentedAsTheyAre() throws IOException {
        String page = Files.readString(DOCS.resolve("reference/mappings.md"));
        String expected =
                Mappings.names().stream().map(MappingReferenceTest::section).collect(Collectors.joining("\n"));
        Files.writeString(Path.of("target", "shipped-mappings.md"), expected);
        String begin = "-->\n";
        int from = page.indexOf(begin, page.indexOf("<!-- begin")) + begin.length();
        assertThat(page.substring(from, page.indexOf("<!-- end")))
                .as("replace this part of the page by target/shipped-mappings.md")
                .isEqualTo(expected);
    }

    @Test
    void everyOperationIsDocumented() throws IOException {
        String page = Files.readString(DOCS.resolve("reference/mappings.md"));
        assertThat(Operation.words()).allSatisfy(word -> assertThat(page).contains("`{" + word + ":"));
        assertThat(Stream.of(Condition.Test.values())
                        .map(test -> test.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .filteredOn(word -> !word.equals("in") && !word.equals("absent"))
                .allSatisfy(word -> assertThat(page).contains(word));
    }

    private static String section(String name) {
        MappingDefinition mapping = Mappings.shipped(name).definition();
        StringBuilder text = new StringBuilder("### " + name + ", version " + mapping.version() + "\n\n");
        text.append(mapping.title()).append(".\n\n");
        if (!mapping.detectAll().isEmpty()) {
            text.append("- Recognized by ").append(code(mapping.detectAll())).append(".\n");
        }
        mapping.options()
                .forEach((option, values) -> text.append("- Option `")
                        .append(option)
                        .append("`: ")
                        .append(code(values.allowed().isEmpty() ? java.util.List.of("any") : values.allowed()))
                        .append("; without it `")
                        .append(values.standard())
                        .append("`.\n"));
        text.append("- Costs of more than 18 decimals are ")
                .append(mapping.roundFinerDigits() ? "rounded and told" : "refused")
                .append(".\n");
        mapping.rows()
                .forEach(row -> text.append("- Some rows give a second record: ")
                        .append(row.name())
                        .append(".\n"));
        text.append("- Fills ")
                .append(mapping.sameNames() ? "every column of the same name; by rule " : "")
                .append(String.join(", ", mapping.columns().keySet()))
                .append(mapping.tags().isEmpty() ? "" : ", Tags")
                .append(".\n");
        return text.toString();
    }

    private static String code(java.util.List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
