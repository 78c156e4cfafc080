package org.apportion.ingest.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apportion.engine.duckdb.DuckDbEngineProvider;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.mapping.MappingPlan;
import org.apportion.model.configuration.Configuration.EngineSettings;
import org.apportion.spi.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedReadingsTest {
    private static final String TRIMMED = "trim(s.\"a\")";
    private static final String LENGTH = "length(trim(s.\"a\"))";
    private static final String RELATION = "(SELECT ' x y ' AS a, 7 AS x_reading_0)";

    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void open() {
        engine = new DuckDbEngineProvider().open(new EngineSettings("duckdb", "100MB", 1, folder));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void whatContainsAnotherReadingIsMadeOfItsColumn() {
        SharedReadings readings = readings(List.of());

        String relation = readings.addedTo(RELATION);
        assertThat(relation.split(java.util.regex.Pattern.quote(TRIMMED), -1))
                .as("trimmed once")
                .hasSize(2);
        assertThat(readings.in(LENGTH + " > 1 AND " + TRIMMED + " <> ''")).doesNotContain("trim");
    }

    @Test
    void theValuesAreThoseOfTheExpressionsThemselves() {
        SharedReadings readings = readings(List.of(new SourceColumn("x_reading_0", "INTEGER")));

        assertThat(value(readings.in(TRIMMED + " || " + LENGTH), readings.addedTo(RELATION)))
                .isEqualTo(value(TRIMMED + " || " + LENGTH, RELATION))
                .isEqualTo("x y3");
    }

    @Test
    void aColumnOfTheFileIsNeverHidden() {
        SharedReadings readings = readings(List.of(new SourceColumn("X_Reading_0", "INTEGER")));

        assertThat(value("s.x_reading_0", readings.addedTo(RELATION))).isEqualTo("7");
    }

    private String value(String expression, String relation) {
        return engine.query(
                        "SELECT CAST(" + expression + " AS VARCHAR) FROM " + relation + " AS s",
                        row -> String.valueOf(row.text(0)))
                .get(0);
    }

    private SharedReadings readings(List<SourceColumn> columns) {
        MappingPlan plan = new MappingPlan(
                "mine@1",
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "''",
                List.of(TRIMMED, LENGTH),
                List.of());
        return new SharedReadings(engine.dialect(), plan, columns);
    }
}
