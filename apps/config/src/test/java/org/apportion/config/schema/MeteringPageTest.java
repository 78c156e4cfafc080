package org.apportion.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tables of keys in the page about metering are made from the schema. */
final class MeteringPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/metering.md");
    private static final String BEGIN = "<!-- keys: made from metering.schema.json by a test -->\n";
    private static final String END = "<!-- end of keys -->\n";

    private final ConfigSchema schema = ConfigSchema.metering();

    @Test
    void itsTablesAreUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        String made = page.substring(0, begin) + tables() + page.substring(end);
        if (System.getenv("APPORTION_UPDATE_DOCS") != null) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE))
                .as("run with APPORTION_UPDATE_DOCS=1 to write it anew")
                .isEqualTo(made);
    }

    private String tables() {
        StringBuilder text = new StringBuilder();
        table(text, "The file, or the section metering", schema.root());
        table(text, "usage_metrics.<metric>", schema.root().path("$defs").path("metric"));
        table(
                text,
                "usage_metrics.<metric>.dimensions[]",
                schema.root().path("$defs").path("dimension"));
        return text.toString();
    }

    private void table(StringBuilder text, String title, JsonNode object) {
        text.append("\n### ")
                .append(title.replace("<", "&lt;"))
                .append("\n\n| key | value | meaning |\n| --- | --- | --- |\n");
        schema.properties(object)
                .forEach((key, property) -> text.append("| `")
                        .append(key)
                        .append("` | ")
                        .append(form(schema.follow(property)))
                        .append(" | ")
                        .append(schema.description(property))
                        .append(" |\n"));
    }

    private static String form(JsonNode at) {
        List<String> words = new ArrayList<>();
        for (JsonNode word : at.path(at.has("enum") ? "enum" : "examples")) {
            words.add("`" + word.asString() + "`");
        }
        if (!words.isEmpty()) {
            return (at.has("enum") ? "" : "such as ") + String.join(" ", words);
        }
        String type = at.path("type").isArray() ? "text" : at.path("type").asString();
        return switch (type) {
            case "object" -> "keys";
            case "array" -> "list";
            case "boolean" -> "`true` `false`";
            case "integer", "number" -> "number";
            default -> "text";
        };
    }
}
