package org.apportion.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.table.GroupColumn;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ConfigSchemaTest {
    /** Set it to write the page anew. */
    private static final String UPDATE = "APPORTION_UPDATE_DOCS";

    private final ConfigSchema schema = ConfigSchema.shipped();

    @Test
    void theSchemaIsValidItself() {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12))
                        .validate(ConfigSchema.text(), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void everyKeyHasADescription() {
        List<String> without = new ArrayList<>();
        collect("", schema.root(), without);
        assertThat(without).isEmpty();
    }

    private void collect(String path, JsonNode node, List<String> without) {
        node.properties().forEach(entry -> {
            if (entry.getKey().equals("properties")) {
                entry.getValue().properties().stream()
                        .filter(property ->
                                schema.description(property.getValue()).isEmpty())
                        .forEach(property -> without.add(path + "/" + property.getKey()));
            }
            collect(path + "/" + entry.getKey(), entry.getValue(), without);
        });
    }

    @Test
    void itsColumnsAreThoseOfTheModel() {
        List<String> columns = new ArrayList<>();
        schema.root().path("$defs").path("column").path("enum").forEach(column -> columns.add(column.asString()));
        assertThat(columns).isEqualTo(GroupColumn.ids());
    }

    @Test
    void itsOriginsAreThoseOfTheModel() {
        JsonNode words =
                schema.root().path("$defs").path("tags").path("properties").path("inheritance");
        assertThat(words.path("items")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList())
                .isEqualTo(List.of(TagPolicy.Origin.values()).stream()
                        .map(TagPolicy.Origin::text)
                        .toList());
    }

    @Test
    void theReferencePageIsUpToDate() throws IOException {
        Path page = Path.of("../../docs/reference/configuration.md");
        String text = new ReferencePage().text();
        if (System.getenv(UPDATE) != null) {
            Files.writeString(page, text);
        }
        assertThat(Files.readString(page))
                .as("run with %s=1 to write it anew", UPDATE)
                .isEqualTo(text);
    }
}
