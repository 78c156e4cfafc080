package org.apportion.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.apportion.testkit.objects.OrganizationsFake;
import org.apportion.testkit.objects.S3Fake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of an organization come with their names, all of them or none. */
class OrganizationsTest {
    @TempDir
    Path folder;

    private final OrganizationsFake organization = new OrganizationsFake();
    private final List<Duration> waited = new ArrayList<>();
    private final Map<String, String> settings =
            new HashMap<>(Map.of("endpoint", organization.uri().toString()));

    @BeforeEach
    void twoAccounts() {
        organization.add("000000000042", "Shop, \"new\"");
        organization.add("123456789012", "Data");
    }

    @AfterEach
    void close() {
        organization.close();
    }

    @Test
    void namesStandInOneFileWithTheZerosOfTheirAccounts() {
        assertThat(fetch()).isEqualTo(new Fetched(2, 1, 62, List.of()));

        assertThat(folder.resolve("accounts.csv"))
                .hasContent("account,name\n000000000042,\"Shop, \"\"new\"\"\"\n123456789012,\"Data\"\n");
        assertThat(fetch().brought()).isZero();
    }

    @Test
    void everyPageIsAskedAlsoBehindAnEmptyOne() {
        for (int i = 0; i < 50; i++) {
            organization.add("2000000000" + (10 + i), "account " + i);
        }

        assertThat(fetch().found()).isEqualTo(52);

        assertThat(organization.pages()).isEqualTo(5);
    }

    @Test
    void anAccountThatIsGoneKeepsItsLastName() {
        fetch();
        organization.remove("123456789012");
        organization.add("000000000042", "Shop");

        assertThat(fetch().notes()).containsExactly("1 account no longer in the organization; the last names stay");

        assertThat(folder.resolve("accounts.csv"))
                .hasContent("account,name\n000000000042,\"Shop\"\n123456789012,\"Data\"\n");
    }

    @Test
    void throttlingIsWaitedOutAndThenGivenUp() {
        organization.failListing(400, 400, 503);
        assertThat(fetch().found()).isEqualTo(2);
        assertThat(waited).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

        organization.failListing(400, 400, 400, 400, 400, 400, 400, 400);
        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith(
                        "OBJECT_NOT_READ organizations://accounts: the list was not read in 8 attempts: the answer has"
                                + " status 400 TooManyRequestsException.");
    }

    @Test
    void anAssumedRoleLists() {
        organization.onlyTheRole();
        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_REFUSED organizations://accounts: the answer has status 400"
                        + " AccessDeniedException. Give the credentials organizations:ListAccounts");
        try (S3Fake sts = new S3Fake("none", "us-east-1", 1)) {
            settings.put("role-arn", S3Fake.ROLE);
            settings.put("external-id", "outside");
            settings.put("sts-endpoint", sts.uri().toString());

            assertThat(fetch().found()).isEqualTo(2);
        }
    }

    @Test
    void aListWithoutAnEndIsNoticedAndNothingIsWritten() {
        organization.endless();

        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_LISTING_ENDLESS ");
        assertThat(folder.resolve("accounts.csv")).doesNotExist();
    }

    @Test
    void anAccountWithoutAnOrganizationIsTold() {
        organization.remove("000000000042");
        organization.remove("123456789012");

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith(
                        "OBJECT_STORE_UNKNOWN organizations://accounts: the account of these credentials");
    }

    @Test
    void unknownSettingsAreTold() {
        settings.put("bucket", "x");

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("HTTP_SETTING_WRONG fetches.accounts.bucket: the setting is not known.");
    }

    private Fetched fetch() {
        HttpLimits limits =
                new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);
        Map<String, Secret> secrets = Map.of(
                "access-key-id", new Secret(() -> S3Fake.KEY_ID),
                "secret-access-key", new Secret(() -> S3Fake.SECRET));
        FetchSettings given =
                new FetchSettings("accounts", folder, settings, secrets, MovableClock.at("2026-11-04T00:00:00Z"));
        try (RemoteSource source = new OrganizationsProvider(limits, waited::add).open(given)) {
            return source.fetch(
                    new FetchWindow(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-01")), Progress.NONE);
        }
    }
}
