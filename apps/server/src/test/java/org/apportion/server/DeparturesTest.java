package org.apportion.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    private final Departures departures = new Departures(Duration.ofSeconds(60));

    @Test
    void aQuestionWaitsForTheNoteThatTheAnswerBeforeHasLeft() {
        Runnable left = departures.begin("prometheus");
        CompletableFuture<Void> question = asked(departures, "prometheus");
        assertThat(asked(departures, "other")).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(question).isNotDone();

        left.run();

        assertThat(question).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(asked(departures, "prometheus")).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void itDoesNotWaitForEver() {
        Departures impatient = new Departures(Duration.ofMillis(1));
        impatient.begin("prometheus");

        assertThat(asked(impatient, "prometheus")).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerThatWasOvertakenDoesNotEndTheWaitForTheNextOne() {
        Runnable first = departures.begin("prometheus");
        Runnable second = departures.begin("prometheus");
        first.run();

        CompletableFuture<Void> question = asked(departures, "prometheus");
        assertThat(question).isNotDone();
        second.run();

        assertThat(question).succeedsWithin(20, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> asked(Departures departures, String reader) {
        return CompletableFuture.runAsync(() -> departures.await(reader), task -> new Thread(task).start());
    }
}
