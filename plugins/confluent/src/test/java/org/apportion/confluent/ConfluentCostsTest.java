package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apportion.spi.source.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfluentCostsTest {
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

    @Test
    void eachDayIsAFileOfItsRowsWithEveryDigit() {
        scene.cost("c1", "2026-11-17", "KAFKA_BASE", "36.000000000000000001");
        scene.cost("c2", "2026-11-18", "KAFKA_STORAGE", "1.25E-7");
        Fetched fetched = scene.fetch("2026-11-17", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-17.ndjson"))
                .containsExactly("{\"amount\":36.000000000000000001,\"end_date\":\"2026-11-18\",\"id\":\"c1\","
                        + "\"line_type\":\"KAFKA_BASE\",\"organization\":\"org-1\","
                        + "\"original_amount\":36.000000000000000001,\"product\":\"KAFKA\","
                        + "\"resource\":{\"display_name\":\"main\",\"environment\":{\"id\":\"env-1\"},\"id\":\"lkc-1\"},"
                        + "\"start_date\":\"2026-11-17\",\"unit\":\"Hour\"}");
        assertThat(scene.lines("costs/2026-11-18.ndjson").get(0)).contains("\"amount\":0.000000125,");
        assertThat(fetched.found()).isEqualTo(2);
    }

    @Test
    void rowsAreInTheSameOrderWhateverTheServiceGives() {
        scene.cost("c2", "2026-11-17", "KAFKA_STORAGE", "2");
        scene.cost("c1", "2026-11-17", "KAFKA_BASE", "1");
        scene.fetch("2026-11-17", "2026-11-18");
        assertThat(scene.lines("costs/2026-11-17.ndjson"))
                .extracting(line -> line.replaceAll(".*\"id\":\"(c.)\".*", "$1"))
                .containsExactly("c1", "c2");
    }

    @Test
    void everyPageIsReadAndTheNextAddressIsNeverFollowed() {
        for (int i = 0; i < 7; i++) {
            scene.cost("c" + i, "2026-11-17", "KAFKA_BASE", "1");
        }
        scene.cloud.pagesOf(2);
        scene.fetch("2026-11-17", "2026-11-18");
        assertThat(scene.lines("costs/2026-11-17.ndjson")).hasSize(7);
        // Three of service accounts and users at two a page, and all of the keys: nothing is missing in the names.
        assertThat(scene.lines("names.csv")).contains("sa-1,orders,service-account,", "lcc-1,sink,connector,lkc-1");
    }

    @Test
    void aLongWindowIsAskedByMonths() {
        scene.fetch("2026-08-15", "2026-11-20");
        assertThat(scene.cloud.requests().stream()
                        .filter(request -> request.path().endsWith("costs"))
                        .map(request -> request.query("start_date") + " " + request.query("end_date")))
                .containsExactly(
                        "2026-08-15 2026-09-01",
                        "2026-09-01 2026-10-01",
                        "2026-10-01 2026-11-01",
                        "2026-11-01 2026-11-20");
    }

    @Test
    void daysOfMoreThanAYearAgoAreToldAndNotAsked() {
        Fetched fetched = scene.fetch("2025-11-18", "2025-11-22");
        assertThat(fetched.notes())
                .anyMatch(note -> note.startsWith("2 days before 2025-11-20 cannot be read any more"));
    }

    @Test
    void aDayThatIsNotOverIsLeftForLater() {
        scene.cost("c1", "2026-11-20", "KAFKA_BASE", "1");
        Fetched fetched = scene.fetch("2026-11-20", "2026-12-01");
        assertThat(fetched.found()).isZero();
        assertThat(fetched.notes()).contains("no day of 2026-11-20 to 2026-12-01 is over yet.");
    }

    @Test
    void youngDaysAreReadAgainUntilTheyAreSettled() {
        scene.cost("c1", "2026-11-10", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-19", "KAFKA_BASE", "1");
        scene.fetch("2026-11-10", "2026-11-20");
        int before = costCalls().size();
        scene.cost("late", "2026-11-18", "KAFKA_BASE", "5");
        scene.clock.advance(Duration.ofDays(4));
        // The window is December's, but days from the 15th on were younger than five days when they were read.
        scene.fetch("2026-11-23", "2026-11-24");
        assertThat(costCalls().subList(before, costCalls().size()))
                .containsExactly("2026-11-15 2026-11-20", "2026-11-23 2026-11-24");
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(1);
    }

    @Test
    void anUnchangedDayIsNotTouched() throws IOException {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.fetch("2026-11-18", "2026-11-19");
        Path file = folder.resolve("costs/2026-11-18.ndjson");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Fetched again = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(Instant.EPOCH));
        assertThat(again.brought()).isZero();
    }

    @Test
    void aRestatedDayReplacesItself() {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.clearCosts(LocalDate.parse("2026-11-18"));
        scene.cost("c9", "2026-11-18", "KAFKA_BASE", "3");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson"))
                .singleElement()
                .asString()
                .contains("\"amount\":3,");
    }

    @Test
    void aDayThatLostAllItsRowsHoldsARowOfZero() {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.fetch("2026-11-18", "2026-11-19");
        scene.cloud.clearCosts(LocalDate.parse("2026-11-18"));
        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson"))
                .containsExactly("{\"amount\":0,\"end_date\":\"2026-11-19\",\"line_type\":\"NO_COST\","
                        + "\"organization\":\"org-1\",\"original_amount\":0,\"start_date\":\"2026-11-18\"}");
        assertThat(fetched.notes()).anyMatch(note -> note.startsWith("2026-11-18 had costs before and has none now"));
    }

    @Test
    void oddRowsAreKeptAsTheyCame() {
        // Two tiers that share all keys; a credit without resource, product or unit; a line type nobody knows.
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "1");
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "1");
        scene.cloud.cost(
                "{\"id\":\"p\",\"start_date\":\"2026-11-18\",\"end_date\":\"2026-11-19\",\"line_type\":"
                        + "\"PROMO_CREDIT\",\"amount\":-7.5,\"original_amount\":-7.5,\"resource\":null,\"description\":\"Refund\"}");
        scene.cost("n", "2026-11-18", "QUANTUM_HOURS", "4");
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson"))
                .hasSize(4)
                .anyMatch(line -> line.contains("\"amount\":-7.5,") && !line.contains("resource"))
                .anyMatch(line -> line.contains("QUANTUM_HOURS"));
    }

    @Test
    void aRowThatMovesToTheNextPageWhilePagesAreReadCountsOnce() {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-18", "KAFKA_BASE", "2");
        scene.cost("c3", "2026-11-18", "KAFKA_BASE", "3");
        scene.cloud.pagesOf(2);
        // A row that comes in at the front between the pages shifts c2 to the second one.
        scene.cloud.beforeCostCall(2, () -> {
            scene.cloud.clearCosts(LocalDate.parse("2026-11-18"));
            for (String amount : List.of("9", "1", "2", "3")) {
                scene.cost("c" + amount, "2026-11-18", "KAFKA_BASE", amount);
            }
        });
        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(4);
        assertThat(fetched.notes())
                .contains("the costs from 2026-11-18 to 2026-11-19 were read 2 times, since ids came on two pages.");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100})
    void tiersThatAreAlikeAllCountWhereverPagesAreCut(int size) {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-18", "KAFKA_BASE", "2");
        scene.cost("c2", "2026-11-18", "KAFKA_BASE", "2");
        scene.cost("c3", "2026-11-18", "KAFKA_BASE", "3");
        scene.cloud.pagesOf(size);
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(4);
    }

    @Test
    void aDayOnWhichLongerCostsStartIsReadThoughNobodyAskedForIt() {
        scene.cost("c1", "2026-11-01", "KAFKA_BASE", "1");
        support("9");
        Fetched fetched = scene.fetch("2026-11-15", "2026-11-16");
        assertThat(scene.lines("costs/2026-11-01.ndjson"))
                .hasSize(2)
                .anyMatch(line -> line.contains("SUPPORT"))
                .anyMatch(line -> line.contains("KAFKA_BASE"));
        assertThat(fetched.notes()).contains("2026-11-01 was read too: costs of later days start there.");
        assertThat(Files.exists(folder.resolve("costs/2026-11-15.ndjson"))).isFalse();
    }

    @Test
    void aLongerCostThatIsRestatedIsTakenThoughItsDayIsSettled() {
        support("9");
        scene.fetch("2026-11-01", "2026-11-02");
        scene.cloud.clearCosts(LocalDate.parse("2026-11-01"));
        support("8");
        scene.fetch("2026-11-15", "2026-11-16");
        assertThat(scene.lines("costs/2026-11-01.ndjson"))
                .singleElement()
                .asString()
                .contains("\"amount\":8,");
        int calls = costCalls().size();
        scene.fetch("2026-11-15", "2026-11-16");
        assertThat(costCalls()).as("what is known is not asked again").hasSize(calls + 1);
    }

    private void support(String amount) {
        scene.cloud.cost("{\"id\":\"s\",\"start_date\":\"2026-11-01\",\"end_date\":\"2026-12-01\",\"line_type\":"
                + "\"SUPPORT\",\"amount\":" + amount + ",\"original_amount\":" + amount + "}");
    }

    @Test
    void aRowThatIsRestatedWhilePagesAreReadCountsOnce() {
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        scene.cost("c2", "2026-11-18", "KAFKA_BASE", "2");
        scene.cloud.pagesOf(1);
        // Between the first page and the second the row is restated, and moves behind the other.
        scene.cloud.beforeCostCall(2, () -> {
            scene.cloud.clearCosts(LocalDate.parse("2026-11-18"));
            scene.cost("c2", "2026-11-18", "KAFKA_BASE", "2");
            scene.cost("c1", "2026-11-18", "KAFKA_BASE", "7");
        });
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson"))
                .hasSize(2)
                .anyMatch(line -> line.contains("\"amount\":7,"))
                .noneMatch(line -> line.contains("\"amount\":1,"));
    }

    @Test
    void tiersOfOneIdOnTwoPagesAllCount() {
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "1");
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "2");
        scene.cloud.pagesOf(1);
        scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(2);
    }

    @Test
    void costsThatDifferAtEachReadingAreNotTaken() {
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "1");
        scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "2");
        scene.cloud.pagesOf(1);
        for (int call = 1; call <= 20; call++) {
            int amount = 10 + call;
            scene.cloud.beforeCostCall(call, () -> {
                scene.cloud.clearCosts(LocalDate.parse("2026-11-18"));
                scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "1" + amount);
                scene.cost("t", "2026-11-18", "KAFKA_NETWORK_READ", "2" + amount);
            });
        }
        assertThatThrownBy(() -> scene.fetch("2026-11-18", "2026-11-19"))
                .hasMessageContaining("CONFLUENT_COSTS_CHANGING costs GET /billing/v1/costs 2026-11-18 to 2026-11-19: "
                        + "5 readings of these days differ from each other");
        assertThat(Files.exists(folder.resolve("costs"))).isFalse();
    }

    @Test
    void aClockThatWasAheadDoesNotSettleDays() {
        scene.clock.set(Instant.parse("2027-06-01T00:00:00Z"));
        scene.fetch("2026-11-18", "2026-11-19");
        scene.clock.set(Instant.parse("2026-11-20T06:00:00Z"));
        scene.cost("c1", "2026-11-18", "KAFKA_BASE", "1");
        Fetched fetched = scene.fetch("2026-11-18", "2026-11-19");
        assertThat(scene.lines("costs/2026-11-18.ndjson")).hasSize(1);
        assertThat(fetched.notes()).anyMatch(note -> note.contains("lies in the future and is not believed"));
    }

    @Test
    void windowsEndWithTheMonthAndWhereADayIsMissing() {
        assertThat(CostDays.windows(List.of(
                        LocalDate.parse("2026-10-30"),
                        LocalDate.parse("2026-10-31"),
                        LocalDate.parse("2026-11-01"),
                        LocalDate.parse("2026-11-03"))))
                .extracting(List::size)
                .containsExactly(2, 1, 1);
    }

    private List<String> costCalls() {
        return scene.cloud.requests().stream()
                .filter(request -> request.path().endsWith("costs"))
                .map(request -> request.query("start_date") + " " + request.query("end_date"))
                .toList();
    }
}
