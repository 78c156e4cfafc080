package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apportion.config.schema.ConfigSchema;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTemplateTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void whatInitWritesPassesTheCheckWithoutWarnings() {
        ConfigTemplate.write(folder.resolve("new"));
        LoadedConfiguration loaded = Loading.in(folder.resolve("new")).load();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.configuration().rules()).hasSize(2);
    }

    @Test
    void theExamplesInItsCommentsPassTheCheckToo() {
        String uncommented = ConfigTemplate.text()
                .replaceFirst("(?m)^# include:.*\n", "")
                .replaceAll("(?m)^( *)# (?!yaml-)( *(?:- |[a-z-]+:).*)$", "$1$2")
                .replace(
                        "url: jdbc:postgresql://db.example.com/apportion\n  user: apportion\n",
                        "url: 'jdbc:x:'\n  user: u\n");
        LoadedConfiguration loaded = Loading.in(folder).load(uncommented);
        assertThat(loaded.configuration().sources()).hasSize(4);
        assertThat(loaded.configuration().rules()).hasSize(3);
        assertThat(loaded.configuration().prices().prices()).hasSize(1);
        assertThat(loaded.configuration().rates()).hasSize(1);
    }

    @Test
    void theSchemaLiesBesideIt() throws IOException {
        assertThat(ConfigTemplate.write(folder))
                .containsExactly(folder.resolve("apportion.yaml"), folder.resolve("apportion.schema.json"));
        assertThat(Files.readString(folder.resolve("apportion.schema.json"))).isEqualTo(ConfigSchema.text());
        assertThat(ConfigTemplate.text()).startsWith("# yaml-language-server: $schema=apportion.schema.json\n");
    }

    @Test
    void nothingIsOverwritten() {
        ConfigTemplate.write(folder);
        assertThatThrownBy(() -> ConfigTemplate.write(folder))
                .isInstanceOf(ApportionException.class)
                .hasMessage("CONFIG_FILE_EXISTS " + folder.resolve("apportion.yaml")
                        + ": There is a configuration already. Move it away, or run init in another folder.");
    }
}
