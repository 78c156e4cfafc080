package org.apportion.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apportion.azure.CostDetailsFake.Fault;
import org.apportion.http.HttpLimits;
import org.apportion.spi.Progress;
import org.apportion.spi.source.FetchSettings;
import org.apportion.spi.source.FetchWindow;
import org.apportion.spi.source.Fetched;
import org.apportion.spi.source.RemoteSource;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cost details arrive whole, month by month, whatever the service does. */
class CostDetailsTest {
    @TempDir
    Path folder;

    private final CostDetailsFake service = new CostDetailsFake();
    private final MovableClock clock = MovableClock.at("2026-11-04T06:00:00Z");
    private final List<Duration> waited = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "scope", "/" + CostDetailsFake.SCOPE, "endpoint", service.uri().toString()));

    @BeforeEach
    void october() {
        service.put("ActualCost 2026-10", "Date,Cost\n2026-10-01,1\n", "Date,Cost\n2026-10-02,2\n");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void allFilesOfAReportAreOneDeliveryWithAManifest() {
        Fetched fetched = fetch();

        assertThat(fetched.brought()).isEqualTo(1);
        assertThat(fetched.bytes()).isEqualTo(46);
        assertThat(files())
                .containsEntry("actual/202610/20261104T060000Z/actual-202610-0000.csv", "Date,Cost\n2026-10-01,1\n")
                .containsEntry("actual/202610/20261104T060000Z/actual-202610-0001.csv", "Date,Cost\n2026-10-02,2\n")
                .containsEntry(
                        "actual/202610/20261104T060000Z/manifest.json",
                        "{\"exportConfig\":{\"exportName\":\"cost-details\","
                                + "\"resourceId\":\"cost-details://providers/Microsoft.Billing/billingAccounts/1234\","
                                + "\"type\":\"ActualCost\"},\"runInfo\":{\"submittedTime\":\"2026-11-04T06:00:00Z\","
                                + "\"startDate\":\"2026-10-01T00:00:00Z\",\"endDate\":\"2026-10-31T00:00:00Z\"},"
                                + "\"blobs\":[{\"blobName\":\"actual-202610-0000.csv\",\"byteCount\":23},"
                                + "{\"blobName\":\"actual-202610-0001.csv\",\"byteCount\":23}]}")
                .hasSize(3);
        assertThat(waited).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void bothMetricsAreAskedAndTheMonthThatRunsIsAskedUntilToday() {
        settings.put("metric", "both");

        fetch("2026-10-01", "2026-12-01");

        assertThat(service.asked())
                .containsExactly(
                        "ActualCost 2026-10-01 2026-10-31",
                        "ActualCost 2026-11-01 2026-11-04",
                        "AmortizedCost 2026-10-01 2026-10-31",
                        "AmortizedCost 2026-11-01 2026-11-04");
    }

    @Test
    void aReportThatSaysTheSameLeavesTheFilesAsTheyAre() {
        fetch();
        Map<String, String> before = files();
        clock.advance(Duration.ofHours(5));

        assertThat(fetch().brought()).isZero();

        assertThat(service.asked()).hasSize(2);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void withinFourHoursTheServiceIsNotAskedAgain() {
        fetch();
        clock.advance(Duration.ofHours(3));

        assertThat(fetch().brought()).isZero();

        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void aNewerReportTakesThePlaceOfTheOlderOneAlsoWithFewerFiles() {
        fetch();
        service.put("ActualCost 2026-10", "Date,Cost\n2026-10-01,7\n");
        clock.advance(Duration.ofHours(5));

        assertThat(fetch().brought()).isEqualTo(1);

        assertThat(files().keySet())
                .containsExactly(
                        "actual/202610/20261104T110000Z/actual-202610-0000.csv",
                        "actual/202610/20261104T110000Z/manifest.json");
    }

    @Test
    void aMonthWithoutDataIsToldAndTakesNothingAway() {
        fetch();
        Map<String, String> before = files();
        clock.advance(Duration.ofHours(5));
        service.put("ActualCost 2026-10");

        assertThat(fetch().notes())
                .containsExactly(
                        "no actual cost of 2026-10 at cost-details://providers/Microsoft.Billing/billingAccounts/"
                                + "1234; the report that is here stays");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aMonthTheServiceKnowsNothingOfIsTold() {
        assertThat(fetch("2026-09-01", "2026-10-01").notes())
                .containsExactly(
                        "no actual cost of 2026-09 at cost-details://providers/Microsoft.Billing/billingAccounts/1234");
        assertThat(files()).isEmpty();
    }

    @Test
    void aStormOfThrottlingIsWaitedOutAsTheServiceAsks() {
        service.fail(
                Fault.THROTTLED, Fault.THROTTLED, Fault.THROTTLED, Fault.THROTTLED, Fault.THROTTLED, Fault.THROTTLED);

        assertThat(fetch().brought()).isEqualTo(1);

        assertThat(waited).hasSize(7).startsWith(Duration.ofSeconds(60)).endsWith(Duration.ofSeconds(10));
    }

    @Test
    void aReportThatIsNeverReadyEndsTheFetchInTime() {
        settings.put("wait", "PT5M");
        service.fail(Fault.NEVER_READY);

        assertThatThrownBy(this::fetch)
                .hasMessage(
                        "OBJECT_NOT_READ cost-details://providers/Microsoft.Billing/billingAccounts/1234: the report of"
                                + " 2026-10-01 was not ready within PT5M. Run it again later, or let it wait longer by the"
                                + " setting wait.");
        assertThat(waited).hasSize(30);
        assertThat(files()).isEmpty();
    }

    @Test
    void aServiceThatFailsIsAskedAgainAndThenGivenUp() {
        service.fail(Fault.BUSY, Fault.BUSY, Fault.BUSY);
        assertThat(fetch().brought()).isEqualTo(1);

        clock.advance(Duration.ofHours(5));
        service.fail(Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
        assertThatThrownBy(this::fetch).hasMessageContaining("the service did not answer in 4 attempts.");
    }

    @Test
    void aRefusalNamesTheRole() {
        service.fail(Fault.FORBIDDEN);

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_REFUSED cost-details://")
                .hasMessageContaining("status 403: RBACAccessDenied")
                .hasMessageContaining("Cost Management Reader");
    }

    @Test
    void aReportThatFailedTellsWhy() {
        service.fail(Fault.FAILED);

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_NOT_READ ")
                .hasMessageContaining("Failed ReportTooLarge More than 2 GB.");
    }

    @Test
    void aReportAboutAnotherMonthIsRefused() {
        service.fail(Fault.OTHER_MONTH);

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_DAMAGED ")
                .hasMessageContaining("instead of ActualCost from 2026-10-01 to 2026-10-31.");
        assertThat(files()).isEmpty();
    }

    @Test
    void aManifestThatContradictsItselfIsRefused() {
        service.fail(Fault.WRONG_COUNT);

        assertThatThrownBy(this::fetch)
                .hasMessageContaining("names 2 files of 46 bytes, but says 3 files of 46 bytes.");
    }

    @Test
    void theTokenGoesToNoOtherHost() {
        service.fail(Fault.OTHER_HOST);

        assertThatThrownBy(this::fetch)
                .hasMessageContaining("the address of the report is missing or at another host.");
    }

    @Test
    void aLinkThatEndedIsReplacedByThatOfANewReport() {
        service.fail(Fault.EXPIRED);
        assertThat(fetch().brought()).isEqualTo(1);
        assertThat(service.asked()).hasSize(2);

        clock.advance(Duration.ofHours(5));
        service.fail(Fault.EXPIRED, Fault.EXPIRED, Fault.EXPIRED);
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("the links to the report ended before it was read, 3 times.")
                .hasMessageNotContaining("sig=");
    }

    @Test
    void aConnectionThatBreaksOffIsCarriedOnWith() {
        service.fail(Fault.BROKEN_OFF);

        assertThat(fetch().brought()).isEqualTo(1);

        assertThat(files())
                .containsEntry("actual/202610/20261104T060000Z/actual-202610-0000.csv", "Date,Cost\n2026-10-01,1\n");
    }

    @Test
    void aFileThatStaysCutIsNeverKept() {
        service.put("ActualCost 2026-10", "Date,Cost\n2026-10-01,1\n2026-10-02,2\n");
        service.fail(Fault.CUT, Fault.CUT, Fault.CUT, Fault.CUT, Fault.CUT, Fault.CUT, Fault.CUT);

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_DAMAGED ")
                .hasMessageContaining("stays cut");
        assertThat(files()).isEmpty();
    }

    @Test
    void scopesWithoutReportsAndUnknownSettingsAreTold() {
        settings.put("scope", "providers/Microsoft.Management/managementGroups/all");
        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith(
                        "HTTP_SETTING_WRONG fetches.azure.scope: the setting is no scope of cost details.");
        settings.put("metrics", "actual");
        assertThatThrownBy(this::fetch).hasMessageContaining("fetches.azure.metrics: the setting is not known.");
    }

    private Fetched fetch() {
        return fetch("2026-10-01", "2026-11-01");
    }

    private Fetched fetch(String from, String to) {
        HttpLimits limits =
                new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);
        CostDetailsProvider provider = new CostDetailsProvider(
                limits,
                waited::add,
                (given, all) -> resource ->
                        new TokenSource.Token("token", clock.instant().plusSeconds(3600)));
        try (RemoteSource source = provider.open(new FetchSettings("azure", folder, settings, Map.of(), clock))) {
            return source.fetch(new FetchWindow(LocalDate.parse(from), LocalDate.parse(to)), Progress.NONE);
        }
    }

    /** Files that an import sees: none of those that are under way. */
    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (!name.startsWith(".state")) {
                    files.put(name, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
