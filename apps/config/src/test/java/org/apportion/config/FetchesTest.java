package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apportion.spi.source.FetchDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches are read with their settings, and sources read what they bring. */
class FetchesTest {
    @TempDir
    Path folder;

    private LoadedConfiguration loaded;

    @BeforeEach
    void load() {
        loaded = new Loading(folder, Map.of("HOST", "minio:9000", "SECRET_KEY", "s3cr3t")).load("""
                currency: EUR
                data: store
                fetches:
                  - id: aws
                    plugin: s3
                    settings: {bucket: bills, url: "https://${env:HOST}", path-style: true, queries: q/own.yaml, price: "$${x}"}
                    secrets: {secret-key: "${env:SECRET_KEY}", other: "${env:NOT_SET}"}
                sources:
                  - {id: whole, path: "fetched:aws"}
                  - {id: part, path: ["fetched:aws/costs/*.csv", own.csv], options: {account-names: "fetched:aws/accounts.csv"}}
                """);
    }

    @Test
    void namesOfAccountsMayBeAFetchedFile() {
        assertThat(loaded.configuration().sources().get(1).options())
                .containsOnly(Map.entry(
                        "account-names",
                        folder.resolve("store/fetched/aws/accounts.csv").toString()));
    }

    @Test
    void settingsAreTextWithTheirReferencesResolved() {
        FetchDefinition fetch = loaded.fetches().get(0);

        assertThat(fetch.id()).isEqualTo("aws");
        assertThat(fetch.plugin()).isEqualTo("s3");
        assertThat(fetch.settings())
                .containsOnly(
                        Map.entry("bucket", "bills"),
                        Map.entry("url", "https://minio:9000"),
                        Map.entry("path-style", "true"),
                        Map.entry("queries", folder.resolve("q/own.yaml").toString()),
                        Map.entry("price", "${x}"));
    }

    @Test
    void eachSettingAndSecretHasItsPlace() {
        assertThat(loaded.fetches().get(0).places())
                .hasEntrySatisfying("bucket", place -> assertThat(place).endsWith("apportion.yaml:6:16"))
                .hasEntrySatisfying("other", place -> assertThat(place).endsWith("apportion.yaml:7:48"));
    }

    @Test
    void aFetchWithoutOneOfItsSettingsKeepsTheOthers() {
        FetchDefinition rest = loaded.fetches().get(0).without("bucket").without("other");

        assertThat(rest.settings()).doesNotContainKey("bucket").containsKey("url");
        assertThat(rest.secrets()).containsOnlyKeys("secret-key");
    }

    @Test
    void secretsAreReadOnlyWhenTheyAreRevealedAndNeverPrinted() {
        FetchDefinition fetch = loaded.fetches().get(0);

        assertThat(fetch.secrets()).containsOnlyKeys("secret-key", "other");
        assertThat(fetch.secrets())
                .hasEntrySatisfying(
                        "secret-key", secret -> assertThat(secret.reveal()).isEqualTo("s3cr3t"));
        assertThat(fetch.toString() + loaded.effective().lines()).doesNotContain("s3cr3t");
    }

    @Test
    void pathsOfSourcesLieInTheFolderOfTheFetch() {
        Path fetched = folder.resolve("store/fetched/aws");

        assertThat(loaded.fetches().get(0).folder()).isEqualTo(fetched);
        assertThat(loaded.configuration().sources().get(0).paths()).containsExactly(fetched.toString());
        assertThat(loaded.configuration().sources().get(1).paths())
                .containsExactly(
                        fetched.resolve("costs/*.csv").toString(),
                        folder.resolve("own.csv").toString());
    }

    @Test
    void aFetchKnowsWhichPathsItBrings() {
        FetchDefinition fetch = loaded.fetches().get(0);

        assertThat(fetch.brings(fetch.folder().toString())).isTrue();
        assertThat(fetch.brings(fetch.folder() + "/costs/*.csv")).isTrue();
        assertThat(fetch.brings(fetch.folder() + "-other/costs.csv")).isFalse();
    }
}
