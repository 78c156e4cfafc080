package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of what plugins and the server are told. */
class CheckCommandTest {
    private static final String FETCHES = """
            fetches:
              - id: cloud
                plugin: confluent
                settings:
                  organization: org-1
                  metrcs: cloud
                  reread-days: many
                  endpoint: "htp:/x y"
                secrets: {api-key: "${env:HOME}", api-secret: "${env:HOME}", api-sekret: "${env:HOME}"}
              - id: usage
                plugin: prometheus
                settings: {ulr: "http://localhost:9090", queries: confluent}
            """;

    @TempDir
    Path folder;

    private Company company;

    @BeforeEach
    void aCompany() {
        company = Company.in(folder);
    }

    @Test
    void allMistakesInSettingsOfPluginsAreToldAtOnceWithTheirPlaces() {
        company.write("fetches.yaml", FETCHES, 1);
        company.configure("sources:\n", "include: fetches.yaml\nsources:\n");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        String file = company.file("fetches.yaml").toString();
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err().lines())
                .containsExactly(
                        "CONFIG_INVALID " + company.config() + ": 6 mistakes were found. Mend what is listed, then run:"
                                + " apportion check.",
                        "  CONFLUENT_SETTING_WRONG " + file
                                + ":6:7: fetch cloud.metrcs: the setting is not known. Did you mean metrics?",
                        "  CONFLUENT_SETTING_WRONG " + file + ":9:66: fetch cloud.api-sekret: the setting is not known"
                                + " as a secret. Did you mean api-secret?",
                        "  CONFLUENT_SETTING_WRONG " + file + ":8:7: fetch cloud.endpoint: the setting is not an"
                                + " address. Write it as https://host.",
                        "  CONFLUENT_SETTING_WRONG " + file + ":7:7: fetch cloud.reread-days: the setting is not a"
                                + " whole number from 0 to 90. Correct it, or leave it out for 5.",
                        "  HTTP_SETTING_WRONG " + file
                                + ":12:16: prometheus.ulr: the setting is not known. Did you mean url?",
                        "  HTTP_SETTING_WRONG " + file + ":10:9: prometheus.url: the setting is missing. Set it.");
    }

    @Test
    void oneMistakeStandsForItself() {
        company.write("fetches.yaml", FETCHES.lines().limit(5).reduce("", (all, line) -> all + line + "\n"), 1);
        company.configure("sources:\n", "include: fetches.yaml\nsources:\n");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err())
                .isEqualTo("CONFLUENT_SETTING_WRONG " + company.file("fetches.yaml")
                        + ":2:9: fetch cloud.api-key: the setting is missing. Set it under secrets, such as"
                        + " ${env:CONFLUENT_API_KEY}.\n");
    }

    @Test
    void pagesThatBeginInTheFutureAreQuestioned() {
        company.configure("sources:\n", "serve: {chargeback-helper: {from: 2199-10-29}}\nsources:\n");

        Cli.Answer answer = Cli.run("check", "-c", company.config());

        assertThat(answer.code()).isZero();
        assertThat(answer.err())
                .startsWith("warning: CONFIG_CONFLICT " + company.config())
                .contains("The first day to tell is 2199-10-29, which has not come: no hour is told.");
        assertThat(answer.out()).contains("; 1 warning.");
    }
}
