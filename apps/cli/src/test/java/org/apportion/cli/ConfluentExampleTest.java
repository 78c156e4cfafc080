package org.apportion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that needs no account. */
class ConfluentExampleTest {
    @TempDir
    Path folder;

    @Test
    void recordedAnswersBecomeChargesOfEveryCent() {
        copyExample();
        String config = folder.resolve("apportion.yaml").toString();

        Cli.Answer run = Cli.run("run", "--month", "2026-10", "-c", config);

        // Three days of 159.02, less a credit of 25.00.
        assertThat(run.err() + run.out()).contains("billed 452.06").contains("charged 452.06");
        assertThat(run.code()).isZero();
        Cli.Answer report = Cli.run("report", "--month", "2026-10", "--by", "unit", "-o", "csv", "-c", config);
        assertThat(report.out()).contains("shop", "finance", "platform");
        Cli.Answer again = Cli.run("fetch", "--month", "2026-10", "-o", "csv", "-c", config);
        assertThat(again.out()).contains(",done,").contains(",0,0,");
    }

    private void copyExample() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(home.resolve("examples/confluent"))) {
            home = java.util.Objects.requireNonNull(home.getParent(), "the checkout");
        }
        Path example = home.resolve("examples/confluent");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = example.relativize(file).toString();
                if (name.equals("apportion.yaml") || name.startsWith("replay")) {
                    Files.createDirectories(folder.resolve(name).getParent());
                    Files.copy(file, folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
