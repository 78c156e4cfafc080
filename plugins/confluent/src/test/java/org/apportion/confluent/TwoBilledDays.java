package org.apportion.confluent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small organization with one cost on each of two days: 1 on 31 October 2026 and 2 on 1 November. */
abstract class TwoBilledDays {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
        scene.cost("c1", "2026-10-31", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-01", "KAFKA_BASE", "2");
    }

    @AfterEach
    void close() {
        scene.close();
    }
}
