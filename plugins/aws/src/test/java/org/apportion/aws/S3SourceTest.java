package org.apportion.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apportion.http.HttpLimits;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.source.Fetched;
import org.apportion.testkit.objects.ObjectSourceKit;
import org.apportion.testkit.objects.S3Fake;
import org.apportion.testkit.objects.StoreFault;
import org.junit.jupiter.api.Test;

/** The objects of a bucket come whole, once, and survive whatever happens on the way. */
class S3SourceTest extends ObjectSourceKit {
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1 << 20, 4, Duration.ofMillis(1), false);

    private final S3Fake s3 = (S3Fake) store;

    S3SourceTest() {
        super(new S3Fake("bills", "eu-central-1", 2), new S3SourceProvider(LIMITS, Duration.ofMillis(1)));
        settings.put("bucket", "bills");
        settings.put("region", "eu-central-1");
        settings.put("endpoint", store.uri().toString());
        secrets.put("access-key-id", new Secret(() -> S3Fake.KEY_ID));
        secrets.put("secret-access-key", new Secret(() -> S3Fake.SECRET));
    }

    @Test
    void aListingIsAskedToItsLastPageAndEachObjectBelowThePrefixOnce() {
        for (int i = 0; i < 10; i++) {
            s3.put("cur/day-" + i + ".csv", "cost\n" + i + "\n");
        }
        s3.put("other/x.csv", "x");
        settings.put("prefix", "cur/");

        assertThat(fetch()).isEqualTo(new Fetched(10, 10, 70, List.of()));
        assertThat(fetch()).isEqualTo(new Fetched(10, 0, 0, List.of()));

        assertThat(s3.reads()).hasSize(10);
        assertThat(s3.listings()).isEqualTo(10);
    }

    @Test
    void otherBytesOfTheSameLengthAreNoticedWhereTheETagIsADigest() throws IOException {
        s3.writtenAtOnce();
        s3.put("a.csv", "0123456789");
        s3.fail(new StoreFault.Scrambled());

        fetch();

        assertThat(Files.readString(folder.resolve("a.csv"))).isEqualTo("0123456789");
        assertThat(s3.reads()).hasSize(2);
    }

    @Test
    void theETagOfAnObjectUnderAKeyIsNoDigest() throws IOException {
        s3.encryptedWithAKey();
        s3.put("a.csv", "0123456789");

        fetch();

        assertThat(Files.readString(folder.resolve("a.csv"))).isEqualTo("0123456789");
        assertThat(s3.reads()).hasSize(1);
    }

    @Test
    void onlyTheMonthsOfTheWindowAreAskedFor() {
        s3.put("cur/daily/20260901-20261001/a.csv", "september");
        s3.put("cur/daily/20261001-20261101/a.csv", "october");
        s3.put("cur/daily/20261001-20261101/a-Manifest.json", "{}");
        settings.put("prefix", "cur/daily/{first}-{next}/");
        settings.put("include", "**.csv");

        fetch();

        assertThat(files()).containsOnly(Map.entry("20261001-20261101/a.csv", "october"));
    }

    @Test
    void aReplacedObjectComesAgainAndOneWrittenAgainWithTheSameContentIsKept() {
        s3.put("a.csv", "one");
        s3.put("b.csv", "same");
        fetch();
        s3.put("a.csv", "two");
        s3.put("b.csv", "same");

        assertThat(fetch().brought()).isEqualTo(1);
        assertThat(files()).containsOnly(Map.entry("a.csv", "two"), Map.entry("b.csv", "same"));
        assertThat(fetch()).isEqualTo(new Fetched(2, 0, 0, List.of()));
    }

    @Test
    void aFileThatWasLostHereComesAgain() throws IOException {
        s3.put("a.csv", "one");
        fetch();
        Files.delete(folder.resolve("a.csv"));

        assertThat(fetch().brought()).isEqualTo(1);
        assertThat(files()).containsOnly(Map.entry("a.csv", "one"));
    }

    @Test
    void aFetchThatGaveUpIsCarriedOnByTheNextOne() {
        s3.put("a.csv", "0123456789");
        s3.fail(new StoreFault.Cut(4));
        for (int i = 0; i < 20; i++) {
            s3.fail(new StoreFault.Drop());
        }

        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_NOT_READ s3://bills/a.csv: ");
        assertThat(files()).isEmpty();
        s3.forgetFaults();
        s3.forgetReads();
        fetch();

        assertThat(s3.reads()).containsExactly("a.csv@4");
        assertThat(files()).containsOnly(Map.entry("a.csv", "0123456789"));
    }

    @Test
    void anObjectThatIsReplacedEachTimeItIsReadIsTold() {
        s3.put("a.csv", "v0");
        for (int i = 1; i <= 5; i++) {
            s3.fail(new StoreFault.ReplacedBefore("v" + i));
        }

        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_UNSTABLE s3://bills/a.csv: ");
        assertThat(files()).isEmpty();
    }

    @Test
    void aRangeThatWasNotAskedForIsNotWritten() {
        s3.put("a.csv", "0123456789");
        s3.fail(new StoreFault.Cut(4), new StoreFault.OtherRange());

        fetch();

        assertThat(files()).containsOnly(Map.entry("a.csv", "0123456789"));
    }

    @Test
    void anObjectThatIsGoneIsToldOnceAndItsFilePutAway() {
        s3.put("a.csv", "a");
        fetch();
        s3.delete("a.csv");

        assertThat(fetch().notes())
                .singleElement()
                .asString()
                .startsWith("1 object gone from the store since the last fetch; the files are in ")
                .endsWith(".gone, where no import looks.");
        assertThat(fetch().notes()).isEmpty();
        assertThat(files()).isEmpty();
        s3.put("a.csv", "a");
        assertThat(fetch().found()).isEqualTo(1);
    }

    @Test
    void keysThatNoFileSystemBearsAreEncodedAndNoneLeadsOut() {
        s3.put("a/../../etc/x", "1");
        s3.put("a//b", "2");
        s3.put(".state/objects.ndjson", "3");
        s3.put("ü ß+&=%25*?.csv", "4");
        s3.put("folder/", "");

        fetch();

        assertThat(files())
                .containsOnly(
                        Map.entry("a/%2E%2E/%2E%2E/etc/x", "1"),
                        Map.entry("a/%/b", "2"),
                        Map.entry("%2Estate/objects.ndjson", "3"),
                        Map.entry("ü ß+&=%2525%2A%3F.csv", "4"));
        assertThat(fetch().brought()).isZero();
    }

    @Test
    void anEmptyObjectIsAnEmptyFile() {
        s3.put("a.csv", "");

        assertThat(fetch()).isEqualTo(new Fetched(1, 1, 0, List.of()));
        assertThat(files()).containsOnly(Map.entry("a.csv", ""));
    }

    @Test
    void missingPermissionsAreNamedAndNoSecretIs() {
        s3.deny();

        assertThatThrownBy(this::fetch)
                .hasMessage("OBJECT_REFUSED s3://bills/: the answer has status 403 AccessDenied. Give the credentials"
                        + " s3:ListBucket on the bucket and s3:GetObject on its objects (kms:Decrypt too if they are encrypted"
                        + " with a key of yours), and check that they have not expired.");
        secrets.put("secret-access-key", new Secret(() -> "wrong-secret"));
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aBucketThatIsNotThereIsAMistakeOfTheConfiguration() {
        settings.put("bucket", "bils");

        assertThatThrownBy(this::fetch)
                .hasMessageStartingWith("OBJECT_STORE_UNKNOWN s3://bils: there is no such bucket.");
    }

    @Test
    void aListingWithoutEndIsTold() {
        s3.put("a.csv", "a");
        s3.endless();

        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_LISTING_ENDLESS s3://bills/: ");
    }

    @Test
    void aRoleIsAssumedWithItsExternalId() {
        s3.put("a.csv", "a");
        s3.onlyTheRole();
        assertThatThrownBy(this::fetch).hasMessageContaining("AccessDenied");
        settings.put("role-arn", S3Fake.ROLE);
        settings.put("external-id", "outside");
        settings.put("sts-endpoint", s3.uri().toString());

        assertThat(fetch().brought()).isEqualTo(1);

        settings.put("external-id", "other");
        assertThatThrownBy(this::fetch).hasMessageStartingWith("OBJECT_REFUSED s3://bills: there are no credentials: ");
    }

    @Test
    void settingsAreCheckedWithoutACall() {
        settings.put("bukcet", "x");
        assertThatThrownBy(this::fetch)
                .isInstanceOf(ApportionException.class)
                .hasMessageContaining("HTTP_SETTING_WRONG fetches.bills.bukcet: the setting is not known.");
        settings.remove("bukcet");
        settings.put("prefix", "x/{mont}/");
        assertThatThrownBy(this::fetch).hasMessageContaining("Write {month}, {yyyymm}, {first}, {last} or {next}.");
        settings.put("prefix", "");
        secrets.remove("secret-access-key");
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("fetches.bills.secret-access-key: the setting is missing.");
        assertThat(s3.listings()).isZero();
    }

    /** Whatever breaks off, in the end the files are the objects. */
    @Test
    void anyOrderOfFaultsEndsWithTheObjects() {
        for (int seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            Map<String, String> expected = new TreeMap<>(files());
            for (int i = 0; i < 4; i++) {
                String key = "k" + random.nextInt(6) + ".csv";
                String text = Integer.toString(random.nextInt(1_000_000)).repeat(1 + random.nextInt(300));
                s3.put(key, text);
                expected.put(key, text);
            }
            for (int i = 0; i < 5; i++) {
                s3.fail(
                        switch (random.nextInt(4)) {
                            case 0 -> new StoreFault.Cut(random.nextInt(500));
                            case 1 -> new StoreFault.Drop();
                            case 2 -> new StoreFault.Status(500);
                            default -> new StoreFault.Status(503);
                        });
            }
            fetch();
            assertThat(files()).as("seed %s", seed).isEqualTo(expected);
        }
    }

    @Override
    protected void wrongBucket() {
        settings.put("bucket", "bils");
    }

    @Override
    protected void wrongCredentials() {
        settings.put("bucket", "bills");
        secrets.put("secret-access-key", new Secret(() -> "wrong-secret"));
    }
}
