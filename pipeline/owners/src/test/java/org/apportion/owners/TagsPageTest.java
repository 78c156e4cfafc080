package org.apportion.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.model.organization.TagPolicy;
import org.apportion.model.organization.TagPolicy.InheritedTags;
import org.apportion.model.organization.TagPolicy.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the page's example is resolved as it says. */
class TagsPageTest {
    private static final Pattern TAG = Pattern.compile("`([^:`]+):(?: ([^`]+))?`");

    @ParameterizedTest
    @MethodSource("rows")
    void theExampleIsWhatTheCodeAnswers(List<String> row) {
        TagPolicy policy = new TagPolicy(
                Map.of("team", List.of("squad", "group")),
                true,
                true,
                true,
                Map.of(),
                List.of(Origin.values()),
                List.of(new InheritedTags(Origin.RESOURCE_GROUP, "rg", tags(row.get(1)))));

        List<ResolvedTag> resolved =
                new TagResolver(policy).resolve(new TagContext(tags(row.get(0)), "rg", null, null));

        assertThat(resolved).singleElement().satisfies(tag -> {
            assertThat("`" + tag.value() + "`").isEqualTo(row.get(2));
            assertThat(tag.origin().text().replace('-', ' ') + ", `" + tag.sourceKey() + "`")
                    .isEqualTo(row.get(3));
        });
    }

    static List<List<String>> rows() throws IOException {
        return Files.readAllLines(page()).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static Map<String, String> tags(String cell) {
        return TAG.matcher(cell)
                .results()
                .collect(Collectors.toMap(
                        (MatchResult tag) -> tag.group(1), tag -> tag.group(2) == null ? "" : tag.group(2)));
    }

    private static Path page() {
        return Stream.iterate(
                        Path.of("").toAbsolutePath(), path -> path.resolve("..").normalize())
                .map(folder -> folder.resolve("docs/explanation/tags.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
