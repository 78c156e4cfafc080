package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apportion.http.FetchFolder;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever fetches is told why nothing happens. */
class ConfluentWaitsTest {
    @TempDir
    Path folder;

    @Test
    void pausesThatTheServiceAsksForAreTold() throws Exception {
        Replay replay = new Replay(Files.createDirectory(folder.resolve("answers")));
        List<String> told = new ArrayList<>();
        try (CloudScene scene = new CloudScene(Files.createDirectory(folder.resolve("fetched")));
                ConfluentSource source = new ConfluentSource(
                        ConfluentSettings.of(scene.settings()),
                        new FetchFolder(scene.folder, ConfluentError.CONFLUENT_FOLDER_FAILED),
                        (call, waits) -> {
                            waits.accept(call.uri().getPath() + " is busy");
                            return replay.to(call, waits);
                        },
                        scene.clock,
                        scene.mostPages,
                        ConfluentCloud::date)) {
            source.fetch(new FetchWindow(LocalDate.parse("2026-11-18"), LocalDate.parse("2026-11-19")), new Progress() {
                @Override
                public void start(String task, long total, String unit) {}

                @Override
                public void advanceTo(long done) {}

                @Override
                public void waits(String reason) {
                    told.add(reason);
                }

                @Override
                public void finish(String summary) {}
            });
        }
        assertThat(told).contains("/billing/v1/costs is busy", "/iam/v2/api-keys is busy");
    }
}
