package org.apportion.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoMonthTest {
    private static final Path DEMO = Path.of("..", "..", "examples", "demo");

    static Iterable<String> paths() {
        return DemoMonth.files().keySet();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theDemoFolderHoldsWhatTheGeneratorWrites(String path) throws IOException {
        try (InputStream in = Files.newInputStream(DEMO.resolve(path));
                InputStream unpacked = path.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            String held = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(held.equals(DemoMonth.files().get(path)))
                    .as("%s; if the generator changed, run its main method again", path)
                    .isTrue();
        }
    }
}
