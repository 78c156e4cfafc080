package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apportion.model.ApportionException;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are lost, and processes that are killed between two of them. */
class ConfluentLostCallsTest extends TwoBilledDays {
    @Test
    void whicheverCallIsLostTheNextFetchBringsTheSame(@TempDir Path other) {
        scene.cloud.pagesOf(1);
        scene.settings.put("metrics", "cloud");
        scene.cost("c5", "2026-11-18", "KAFKA_BASE", "2");
        for (String hour : new String[] {"00", "01", "02"}) {
            scene.cloud.point(
                    "{\"metric\":\"io.confluent.kafka.server/request_bytes\",\"timestamp\":\"2026-11-18T" + hour
                            + ":00:00Z\",\"value\":5.0,\"metric.principal_id\":\"sa-1\",\"resource.kafka.id\":\"lkc-1\"}");
        }
        scene.fetch("2026-10-31", "2026-11-19");
        int calls = scene.cloud.requests().size();
        Map<String, String> undisturbed = scene.files();
        assertThat(calls).isGreaterThan(20);
        for (int call = 0; call < calls; call++) {
            try (CloudScene disturbed = new CloudScene(other.resolve("f" + call))) {
                Files.createDirectories(disturbed.folder);
                copyInto(disturbed);
                disturbed.failCall(
                        call, call % 2 == 0 ? new Fault.DropBeforeAccept() : new Fault.DropReplyAfterAccept());
                assertThat(tells(disturbed)).as("call " + call).isTrue();
                disturbed.cloud.forgetFaults();
                disturbed.fetch("2026-10-31", "2026-11-19");
                assertThat(disturbed.files()).as("call " + call).isEqualTo(undisturbed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of metrics as a note, of all else as a failure. */
    private static boolean tells(CloudScene disturbed) {
        try {
            return disturbed.fetch("2026-10-31", "2026-11-19").notes().stream()
                    .anyMatch(note -> note.contains("usage of the Metrics API is missing"));
        } catch (ApportionException e) {
            return true;
        }
    }

    private static void copyInto(CloudScene other) {
        other.smallOrganization();
        other.cost("c1", "2026-10-31", "KAFKA_BASE", "1");
        other.cost("c2", "2026-11-01", "KAFKA_BASE", "2");
        other.cost("c5", "2026-11-18", "KAFKA_BASE", "2");
        other.cloud.pagesOf(1);
        other.settings.put("metrics", "cloud");
        for (String hour : new String[] {"00", "01", "02"}) {
            other.cloud.point(
                    "{\"metric\":\"io.confluent.kafka.server/request_bytes\",\"timestamp\":\"2026-11-18T" + hour
                            + ":00:00Z\",\"value\":5.0,\"metric.principal_id\":\"sa-1\",\"resource.kafka.id\":\"lkc-1\"}");
        }
    }

    @Test
    void whatAKilledCallLeftHalfWrittenIsRemoved() throws IOException {
        Files.createDirectories(folder.resolve("costs"));
        Files.writeString(folder.resolve("costs/2026-11-01.ndjson.part"), "{\"amo");
        scene.fetch("2026-10-31", "2026-11-02");
        assertThat(Files.exists(folder.resolve("costs/2026-11-01.ndjson.part"))).isFalse();
    }
}
