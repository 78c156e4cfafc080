package org.apportion.testkit.year;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YearExampleTest {
    private static final Path YEAR = Path.of("..", "..", "examples", "year");

    static Iterable<String> paths() {
        return YearExample.files().keySet();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theExampleHoldsWhatTheGeneratorWrites(String path) throws IOException {
        assertThat(Files.readString(YEAR.resolve(path)))
                .as("%s; if the generator changed, run its main method again", path)
                .isEqualTo(YearExample.files().get(path));
    }
}
