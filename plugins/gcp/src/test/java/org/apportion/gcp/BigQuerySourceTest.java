package org.apportion.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Progress;
import org.apportion.spi.Secret;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.apportion.testkit.MovableClock;
import org.apportion.testkit.objects.BigQueryFake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the billing export come once, by export time, one file per fetch and invoice month. */
class BigQuerySourceTest {
    private static final String FIRST = "20261002T093000.000000Z";
    private static final String SECOND = "20261103T093000.500000Z";

    @TempDir
    Path folder;

    private final BigQueryFake table = new BigQueryFake("billing.export.gcp_billing_export_v1_1");
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "table",
            "billing.export.gcp_billing_export_v1_1",
            "endpoint",
            table.uri().toString()));

    @BeforeEach
    void threeRows() {
        table.add("202610", FIRST, "{\"cost\":1}");
        table.add("202610", FIRST, "{\"cost\":2}");
        table.add("202610", FIRST, "{\"cost\":3}");
        table.add("202609", FIRST, "{\"cost\":9}");
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void allPagesOfTheMonthsOfTheWindowAreOneFile() {
        assertThat(fetch().brought()).isEqualTo(1);

        assertThat(folder.resolve("202610/" + FIRST + ".ndjson"))
                .hasContent("{\"cost\":1}\n{\"cost\":2}\n{\"cost\":3}\n");
        assertThat(folder.resolve("202609")).doesNotExist();
    }

    @Test
    void rowsThatCameLaterAreOneMoreFileAndNothingComesTwice() {
        fetch();
        assertThat(fetch().brought()).isZero();
        table.add("202610", SECOND, "{\"cost\":-3}");

        assertThat(fetch().brought()).isEqualTo(1);

        assertThat(folder.resolve("202610/" + SECOND + ".ndjson")).hasContent("{\"cost\":-3}\n");
    }

    @Test
    void aPageThatIsMissingLeavesNoFile() {
        table.loseLastPage();

        assertThatThrownBy(this::fetch)
                .hasMessageContaining("OBJECT_NOT_READ bigquery://billing: the service has 3 rows, 2 arrived.");
        assertThat(folder.resolve("202610")).doesNotExist();
    }

    @Test
    void aBusyServiceIsAskedAgainAndARefusalNamesTheRoles() {
        table.failListing(503);
        assertThat(fetch().brought()).isEqualTo(1);

        table.failListing(403);
        assertThatThrownBy(this::fetch)
                .hasMessageContaining(
                        "OBJECT_REFUSED bigquery://billing: the answer has status 403: Access Denied: Table")
                .hasMessageContaining("roles/bigquery.jobUser");
    }

    @Test
    void wrongNamesAreTold() {
        settings.put("table", "billing.export.other");
        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_STORE_UNKNOWN bigquery://billing: ");
        settings.put("table", "x` OR 1=1");
        assertThatThrownBy(this::fetch).hasMessageContaining("Write it as project.dataset.table.");
        settings.put("tabel", "x");
        assertThatThrownBy(this::fetch).hasMessageContaining("fetches.gcp.tabel: the setting is not known.");
    }

    @Test
    void onlyThePartitionsAroundTheMonthAreRead() {
        table.add("202610", FIRST, "20260924", "{\"cost\":4}");
        table.add("202610", FIRST, "", "{\"cost\":5}");
        fetch();
        assertThat(table.bounded()).containsExactly(true);
        assertThat(folder.resolve("202610/" + FIRST + ".ndjson")).hasContent("""
                {"cost":1}
                {"cost":2}
                {"cost":3}
                {"cost":4}
                {"cost":5}
                """);
    }

    @Test
    void rowsOfAPartitionThatNobodyExpectsComeFromTheWholeTable() {
        table.add("202610", FIRST, "20250101", "{\"cost\":4}");
        fetch();
        assertThat(table.bounded()).containsExactly(true, false);
        assertThat(lines(FIRST)).hasSize(4);
    }

    @Test
    void aViewIsReadWhole() {
        settings.put("partition", "none");
        fetch();
        assertThat(table.bounded()).containsExactly(false);
    }

    @Test
    void aQueryThatWouldCostMoreThanIsAllowedIsNotRun() {
        settings.put("maximum-bytes-billed", "1000");
        table.billing(1000);
        fetch();
        table.billing(1001);
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("Query exceeded limit for bytes billed: 1001")
                .hasMessageContaining("Raise the setting maximum-bytes-billed");
    }

    @Test
    void rowsWithAnOlderTimeThanTheLastAreFoundAndTheMonthComesAnew() {
        table.add("202610", SECOND, "{\"cost\":4}");
        fetch();
        table.add("202610", FIRST, "{\"cost\":-2}");

        Fetched fetched = fetch();

        assertThat(lines(SECOND)).hasSize(5);
        assertThat(fetched.notes())
                .singleElement()
                .asString()
                .startsWith("202610: the table has older rows that were not brought. The month was read anew");
        assertThat(fetch().notes()).isEmpty();
    }

    @Test
    void aFileThatIsGoneOrCutOffComesAgain() throws IOException {
        fetch();
        table.add("202610", SECOND, "{\"cost\":4}");
        fetch();
        Files.delete(folder.resolve("202610/" + FIRST + ".ndjson"));
        assertThat(fetch().notes()).hasSize(1);
        assertThat(lines(SECOND)).hasSize(4);

        Files.writeString(folder.resolve("202610/" + SECOND + ".ndjson"), "{\"co");
        assertThat(fetch().notes()).hasSize(1);
        assertThat(lines(SECOND)).hasSize(4);
        assertThat(folder.resolve(".gone/202610/" + SECOND + ".ndjson")).hasContent("{\"co");
        assertThat(fetch().brought()).isZero();
    }

    @Test
    void filesOfAnOlderReleaseAreCountedAndKept() throws IOException {
        fetch();
        Files.delete(folder.resolve(".state/202610.tsv"));
        assertThat(fetch().brought()).isZero();
        table.add("202610", SECOND, "{\"cost\":4}");
        assertThat(fetch().brought()).isEqualTo(1);
        assertThat(lines(FIRST)).hasSize(3);
        assertThat(lines(SECOND)).hasSize(1);
    }

    @Test
    void aTableThatLostItsRowsLeavesWhatIsHere() {
        fetch();
        table.removeUpTo(FIRST);
        assertThat(fetch().notes())
                .containsExactly("202610: the table has 0 rows, fewer than were brought (3). What is here is kept.");
        assertThat(lines(FIRST)).hasSize(3);
    }

    @Test
    void aTableThatWasMadeAnewIsNotAddedToWhatTheFormerOneGave() {
        fetch();
        table.removeUpTo(FIRST);
        table.add("202610", SECOND, "{\"cost\":6}");

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith(
                        "OBJECT_DAMAGED billing.export.gcp_billing_export_v1_1 202610: the table has newer"
                                + " rows, and 0 of the 3 older ones that were brought.")
                .hasMessageContaining("delete the folder");
        assertThat(folder.resolve("202610/" + SECOND + ".ndjson")).doesNotExist();
    }

    private List<String> lines(String time) {
        try {
            return Files.readAllLines(folder.resolve("202610/" + time + ".ndjson"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Fetched fetch() {
        HttpLimits limits =
                new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);
        Map<String, Secret> secrets = Map.of("service-account-key", ServiceAccountKey.withTokensFrom(table.uri()));
        try (RemoteSource source = new BigQueryProvider(limits, 1)
                .open(new FetchSettings("gcp", folder, settings, secrets, MovableClock.at("2026-11-04T00:00:00Z")))) {
            return source.fetch(
                    new FetchWindow(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-01")), Progress.NONE);
        }
    }
}
