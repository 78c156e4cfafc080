package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintsTest {
    private static final String YAML = """
            currency: EUR
            organization: {units: [{id: a}, {id: b, parent: a, name: B}]}
            tags: {synonyms: {team: [squad], env: [stage]}}
            sources: [{id: s, path: x.csv}]
            prices: {multipliers: [{id: m, factor: 1.10}]}
            rules: [{id: r, when: ServiceName == 'x', tiers: [fixed: {a: 1, b: 2}]}]
            """;

    @TempDir
    private Path folder = Path.of(".");

    private Map<String, String> of(String name, String yaml) {
        return Loading.in(folder.resolve(name)).load(yaml).configuration().fingerprints();
    }

    @Test
    void formAndPlaceDoNotCount() {
        Loading other = Loading.in(folder.resolve("other"))
                .file("units.csv", "id,name,parent\na,,\nb,B,a\n")
                .file(
                        "rules.yaml",
                        "rules:\n  - id: r\n    tiers:\n      - fixed: {b: 2.0, a: 1}\n    when: ServiceName == 'x'\n");
        String same = """
                # The same, otherwise.
                include: rules.yaml
                prices: {multipliers: [{markup: 10 %, id: m}]}
                tags: {synonyms: {env: stage, team: squad}}
                sources:
                  - path: ./x.csv
                    id: s
                organization: {csv: units.csv}
                currency: "EUR"
                """;
        assertThat(other.load(same).configuration().fingerprints()).isEqualTo(of("one", YAML));
    }

    @Test
    void theContentOfAMappingFileAndItsTablesCounts() {
        String yaml = YAML.replace("path: x.csv}", "path: x.csv, mapping: mine.yaml}");
        String mine = "extends: generic\ncolumns:\n  ServiceName: {lookup: skus, by: sku, take: name}\n";
        Loading loading = Loading.in(folder.resolve("a"))
                .file("mine.yaml", mine)
                .file("skus.csv", "sku,name\n1,Disk\n")
                .file("other.csv", "1");
        String before = sources(loading, yaml);

        assertThat(sources(loading.file("other.csv", "2"), yaml)).isEqualTo(before);
        assertThat(sources(loading.file("mine.yaml", "# Mine.\n" + mine), yaml)).isEqualTo(before);
        assertThat(sources(loading.file("mine.yaml", mine.replace("by: sku", "by: part")), yaml))
                .isNotEqualTo(before);
        assertThat(sources(loading.file("mine.yaml", mine).file("skus.csv", "sku,name\n1,Disc\n"), yaml))
                .isNotEqualTo(before);
    }

    private static String sources(Loading loading, String yaml) {
        return loading.load(yaml).configuration().fingerprints().getOrDefault("sources", "");
    }

    @Test
    void eachChangeOfContentChangesItsSectionOnly() {
        Map<String, String> before = of("one", YAML);
        Map<String, String> after = of("two", YAML.replace("b: 2}", "b: 3}"));
        assertThat(after.keySet()).allSatisfy(section -> {
            if (section.equals("rules")) {
                assertThat(after.get(section)).isNotEqualTo(before.get(section));
            } else {
                assertThat(after.get(section)).as(section).isEqualTo(before.get(section));
            }
        });
    }
}
