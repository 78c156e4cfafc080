package org.apportion.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.source.SourceDefinition;
import org.apportion.model.source.SourceDefinition.Kind;
import org.apportion.model.source.SourceDefinition.Slicing;
import org.junit.jupiter.api.Test;

class VersionPatternTest {

    @Test
    void versionsAreOrderedByTheirNumbersNotByTheirDigits() {
        assertThat(VersionPattern.padded("v9")).isLessThan(VersionPattern.padded("v10"));
        assertThat(VersionPattern.padded("2026-10-09T8")).isLessThan(VersionPattern.padded("2026-10-09T12"));
    }

    @Test
    void sliceAndVersionComeFromThePath() {
        VersionPattern pattern =
                VersionPattern.of(source(Slicing.PATTERN, "/(?<slice>sub-\\w+)/.*_(?<version>\\d+)\\.csv"));

        assertThat(pattern.slice("/bills/sub-a/x_7.csv")).isEqualTo("sub-a");
        assertThat(pattern.version("/bills/sub-a/x_7.csv")).contains("00000000000000000007");
    }

    @Test
    void eachFileNameIsASliceWhenTheSourceSlicesByFile() {
        VersionPattern pattern = VersionPattern.of(source(Slicing.FILE, null));

        assertThat(pattern.slice("/bills/part-1.csv")).isEqualTo("part-1.csv");
        assertThat(pattern.version("/bills/part-1.csv")).isEmpty();
    }

    @Test
    void aFileThatThePatternDoesNotMatchStops() {
        VersionPattern pattern = VersionPattern.of(source(Slicing.FILE_SET, "_(?<version>\\d+)\\.csv"));

        assertThatThrownBy(() -> pattern.version("/bills/latest.csv")).hasMessageStartingWith("IMPORT_VERSION_MISSING");
        assertThat(pattern.versionIfMatching("/bills/latest.csv")).isEmpty();
    }

    @Test
    void aWrongPatternIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> VersionPattern.of(source(Slicing.FILE_SET, "(?<version>[")))
                .hasMessageStartingWith("IMPORT_SOURCE_INVALID apportion.yaml:3:5: ");
        assertThatThrownBy(() -> VersionPattern.of(source(Slicing.FILE_SET, "v(\\d+)")))
                .hasMessageContaining("has no group (?<version>");
        assertThatThrownBy(() -> VersionPattern.of(source(Slicing.PATTERN, "v(?<version>\\d+)")))
                .hasMessageContaining("group (?<slice>");
    }

    private static SourceDefinition source(Slicing slicing, @org.jspecify.annotations.Nullable String pattern) {
        return new SourceDefinition(
                "aws",
                Kind.COST,
                List.of(),
                "auto",
                Optional.empty(),
                slicing,
                Optional.ofNullable(pattern),
                Map.of(),
                Map.of(),
                List.of(),
                "apportion.yaml:3:5");
    }
}
