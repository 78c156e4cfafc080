package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.http.HttpReply;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.source.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inventory is read on the 18th, then by a clock that is wrong, then by a right one. */
class InventoryClockTest {
    private static final String OWNER = "\"kafka.auth.mode\":\"SERVICE_ACCOUNT\",\"kafka.service.account.id\":\"sa-2\"";

    @TempDir
    Path folder;

    private CloudScene scene;

    @BeforeEach
    void open() {
        scene = new CloudScene(folder).smallOrganization();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Fetched fetchAt(String time) {
        scene.clock.set(Instant.parse(time));
        return scene.fetch("2026-11-18", "2026-11-19");
    }

    private List<String> hours(String resource) {
        return scene.lines("usage/inventory-2026-11-20.csv").stream()
                .filter(line -> line.contains("," + resource + ",") && line.contains("confluent_connector_owner"))
                .map(line -> line.substring(11, 13))
                .toList();
    }

    @Test
    void aReadingOfAWrongClockIsForgotten() {
        fetchAt("2026-11-18T06:00:00Z");
        fetchAt("2027-11-18T06:00:00Z");
        Fetched fetched = fetchAt("2026-11-20T06:00:00Z");
        assertThat(fetched.notes())
                .contains("a reading of the inventory of 2027-11-18T06:00:00Z lies in the future and is not believed:"
                        + " a clock was ahead then, or is behind now.");
        scene.connector("lcc-2", "late", OWNER);
        assertThat(fetchAt("2026-11-20T12:00:00Z").notes()).noneMatch(note -> note.contains("not believed"));
        scene.clock.set(Instant.parse("2026-11-21T06:00:00Z"));
        scene.fetch("2026-11-20", "2026-11-21");

        // It may have been made at any time since the reading before the one that found it, at six o'clock.
        assertThat(hours("lcc-2")).hasSize(18).startsWith("06");
        assertThat(hours("lcc-1")).hasSize(24);
    }

    @Test
    void whatAWrongClockFoundToBeGoneEndsWhenItIsRightAgain() {
        fetchAt("2026-11-18T06:00:00Z");
        scene.close();
        scene = new CloudScene(folder);
        fetchAt("2027-11-18T06:00:00Z");
        fetchAt("2026-11-20T12:00:00Z");
        scene.clock.set(Instant.parse("2026-11-21T06:00:00Z"));
        scene.fetch("2026-11-20", "2026-11-21");

        assertThat(hours("lcc-1")).hasSize(12).endsWith("11");
    }

    @Test
    void theTimeOfTheServiceCountsAndNotThatOfThisHost() {
        scene.serviceTime = Optional.of(Instant.parse("2026-11-20T06:00:00Z"));
        fetchAt("2027-11-18T06:00:00Z");
        scene.connector("lcc-2", "late", OWNER);
        scene.serviceTime = Optional.of(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(fetchAt("2026-11-20T12:00:00Z").notes()).noneMatch(note -> note.contains("not believed"));
        scene.clock.set(Instant.parse("2026-11-21T06:00:00Z"));
        scene.fetch("2026-11-20", "2026-11-21");

        assertThat(hours("lcc-2")).hasSize(18).startsWith("06");
    }

    @Test
    void clocksThatDifferByMinutesAreBelieved() {
        fetchAt("2026-11-20T06:00:00Z");
        scene.serviceTime = Optional.of(scene.clock.instant().minus(Duration.ofMinutes(10)));

        assertThat(scene.fetch("2026-11-18", "2026-11-19").notes()).noneMatch(note -> note.contains("not believed"));
    }

    @Test
    void theServiceTellsItsTimeInAHeader() {
        assertThat(ConfluentCloud.date(answer("Fri, 20 Nov 2026 06:00:00 GMT")))
                .contains(Instant.parse("2026-11-20T06:00:00Z"));
        assertThat(ConfluentCloud.date(answer("yesterday"))).isEmpty();
    }

    private static HttpReply.Answered answer(String date) {
        return new HttpReply.Answered(200, Map.of("date", date), "", new Evidence("", ""));
    }
}
