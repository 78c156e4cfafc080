package org.apportion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigProblems;
import org.apportion.config.secret.EnvironmentSecrets;
import org.apportion.config.secret.FileSecrets;
import org.apportion.config.secret.SecretReferences;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder of the gallery holds a configuration with mistakes and the text that its reader gets, to the letter. */
final class ErrorGalleryTest {
    private static final Path GALLERY = Path.of("src/test/resources/gallery");
    private static final Set<String> MAPPINGS = Set.of("aws-cur-2", "focus");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(GALLERY)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theReaderIsToldAllMistakes(String name) throws IOException {
        Path folder = GALLERY.resolve(name);
        ConfigurationLoader loader = new ConfigurationLoader(
                new SecretReferences(List.of(new EnvironmentSecrets(), new FileSecrets())), MAPPINGS);
        ConfigProblems problems =
                catchThrowableOfType(ConfigProblems.class, () -> loader.load(folder.resolve("apportion.yaml")));
        assertThat(problems).as("%s has mistakes", name).isNotNull();
        String text = String.valueOf(problems.getMessage()).replace(folder + "/", "") + "\n";
        assertThat(text).isEqualTo(Files.readString(folder.resolve("expected.txt")));
    }
}
