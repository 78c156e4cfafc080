package org.apportion.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.http.Json;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.testkit.marketplace.FakeHttpService;
import org.apportion.testkit.marketplace.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;

class MeterUsageContractTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final String KEY = "0123456789abcdef".repeat(4);

    private final AwsScene scene = AwsScene.meterUsage(Map.of());

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theRequestIsExactlyThis() {
        MeterAnswer answer = meter(record(KEY, 12, Map.of("team=a", new BigDecimal("5"), "b", new BigDecimal("7"))));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        MeterAnswer.Accepted.class,
                        accepted -> assertThat(accepted.recordId()).isEqualTo("metering-record-1"));
        FakeHttpService.Request request = scene.fake.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/");
        assertThat(request.body())
                .isEqualTo("{\"ProductCode\":\"prod-1\",\"Timestamp\":1793534400,\"UsageDimension\":\"nodes\","
                        + "\"UsageQuantity\":12,\"UsageAllocations\":["
                        + "{\"AllocatedUsageQuantity\":7,\"Tags\":[{\"Key\":\"Name\",\"Value\":\"b\"}]},"
                        + "{\"AllocatedUsageQuantity\":5,\"Tags\":[{\"Key\":\"team\",\"Value\":\"a\"}]}],"
                        + "\"ClientToken\":\"" + KEY + "\"}");
        assertThat(request.headers())
                .containsEntry("content-type", "application/x-amz-json-1.1")
                .containsEntry("x-amz-target", "AWSMPMeteringService.MeterUsage")
                .containsEntry("x-amz-date", "20261101T123000Z")
                .containsEntry("x-amz-security-token", "fake-session-token");
        assertThat(request.header("authorization"))
                .matches("AWS4-HMAC-SHA256 Credential=AKIAFAKEFAKEFAKEFAKE/20261101/eu-central-1/aws-marketplace/"
                        + "aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}");
    }

    @Test
    void whatHasNoTagOrNoneThatTheServiceTakesIsAllocatedWithoutOne() {
        assertThat(meter(record(
                        KEY,
                        12,
                        Map.of(
                                "team=a", new BigDecimal("5"),
                                "team=ä", new BigDecimal("3"),
                                "", new BigDecimal("4")))))
                .isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(scene.fake.requests().get(0).body())
                .contains("\"UsageAllocations\":[{\"AllocatedUsageQuantity\":7},"
                        + "{\"AllocatedUsageQuantity\":5,\"Tags\":[{\"Key\":\"team\",\"Value\":\"a\"}]}]");
    }

    /** The setting allocation-tag is Name. */
    @Test
    void tagsThatAreTheSameThereAreOneAllocation() {
        assertThat(meter(record(KEY, 12, Map.of("blue", new BigDecimal("5"), "Name=blue", new BigDecimal("7")))))
                .isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(scene.fake.requests().get(0).body())
                .contains("\"UsageAllocations\":[{\"AllocatedUsageQuantity\":12,\"Tags\":[{\"Key\":\"Name\","
                        + "\"Value\":\"blue\"}]}]");
    }

    @Test
    void tagsThatTheServiceDoesNotTakeAreKnown() {
        for (String tag : List.of("team=ä", "team=", "a=b\nc", "x".repeat(257), "k".repeat(101) + "=v")) {
            assertThat(scene.marketplace().takesTag(tag)).as(tag).isFalse();
        }
        assertThat(scene.marketplace().takesTag("team=a")).isTrue();
        assertThat(scene.marketplace().takesTag("blue")).isTrue();
    }

    @Test
    void theRequestHasTheMembersThatTheSdkSends() {
        meter(record(KEY, 12, Map.of("team=a", new BigDecimal("12"))));
        try (MarketplaceMeteringClient sdk = MarketplaceMeteringClient.builder()
                .endpointOverride(scene.fake.uri())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(() -> AwsBasicCredentials.create("AKIAFAKEFAKEFAKEFAKE", "fake/secret/key"))
                .build()) {
            String id = sdk.meterUsage(request -> request.productCode("prod-1")
                            .timestamp(NOON)
                            .usageDimension("nodes")
                            .usageQuantity(12)
                            .usageAllocations(allocation -> allocation
                                    .allocatedUsageQuantity(12)
                                    .tags(tag -> tag.key("team").value("a")))
                            .clientToken(KEY))
                    .meteringRecordId();
            assertThat(id).isEqualTo("metering-record-1");
        }
        FakeHttpService.Request ours = scene.fake.requests().get(0);
        FakeHttpService.Request theirs = scene.fake.requests().get(1);
        assertThat(Json.plain(Json.read(ours.body()).orElseThrow()))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(Json.plain(Json.read(theirs.body()).orElseThrow()));
        for (String header : List.of("content-type", "x-amz-target")) {
            assertThat(ours.header(header)).isEqualTo(theirs.header(header));
        }
    }

    @Test
    void theSameKeyWithAnotherQuantityIsAConflict() {
        meter(record(KEY, 12, Map.of()));
        assertThat(meter(record(KEY, 13, Map.of())))
                .isInstanceOfSatisfying(
                        MeterAnswer.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("IdempotencyConflictException"));
        assertThat(scene.accepted()).hasSize(1);
    }

    @Test
    void throttlingTellsHowLongToWait() {
        scene.fake.fail(new Fault.Throttle(Duration.ofSeconds(7)));
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOfSatisfying(MeterAnswer.RetryLater.class, later -> {
            assertThat(later.after()).contains(Duration.ofSeconds(7));
            assertThat(later.message()).isEqualTo("ThrottlingException: Rate exceeded");
        });
    }

    @Test
    void anInternalErrorMayHaveBeenAcceptedAndResendingIsSafe() {
        scene.fake.fail(new Fault.InternalErrorAfterAccept());
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.Unknown.class);
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(scene.accepted()).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeReadIsUnknown() {
        scene.fake.fail(new Fault.MalformedAnswer());
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.Unknown.class);
    }

    @Test
    void aSlowAnswerIsUnknownAtTheDeadline() {
        try (AwsScene slow = AwsScene.meterUsage(Map.of("deadline", "PT0.5S"))) {
            slow.fake.fail(new Fault.Slow(Duration.ofMinutes(1)));
            assertThat(slow.marketplace().meter(List.of(record(KEY, 1, Map.of()))))
                    .allMatch(MeterAnswer.Unknown.class::isInstance);
        }
    }

    @Test
    void aWrongClockOrExpiredCredentialsMeanLater() {
        scene.fake.fail(new Fault.ClockSkew());
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.RetryLater.class);
        scene.fake.fail(new Fault.ExpiredCredentials());
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.RetryLater.class);
    }

    @Test
    void anOldTimestampIsExpired() {
        MeterRecord old =
                new MeterRecord(KEY, "nodes", BigDecimal.ONE, Instant.parse("2026-11-01T06:29:59Z"), Map.of());
        assertThat(meter(old)).isInstanceOf(MeterAnswer.Expired.class);
    }

    @Test
    void aRecentRecordOutOfBoundsMeansAWrongClockAndIsNotGivenUp() {
        scene.fake.fail(new Fault.Answer(400, "{\"__type\":\"TimestampOutOfBoundsException\",\"message\":\"no\"}"));
        assertThat(meter(record(KEY, 1, Map.of())))
                .isInstanceOfSatisfying(
                        MeterAnswer.RetryLater.class,
                        later -> assertThat(later.message()).endsWith("check this machine's clock."));
    }

    @Test
    void whatOnlyAGatewaySaysIsUnknownAndAProxyLoginIsLater() {
        scene.fake.fail(new Fault.Answer(408, "<html>timeout</html>"));
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.Unknown.class);
        scene.fake.fail(new Fault.Answer(404, "<html>not found</html>"));
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.Unknown.class);
        scene.fake.fail(new Fault.Answer(407, "<html>login</html>"));
        assertThat(meter(record(KEY, 1, Map.of()))).isInstanceOf(MeterAnswer.RetryLater.class);
    }

    @Test
    void allocationsThatDoNotAddUpAreNotSent() {
        assertThat(meter(record(KEY, 12, Map.of("a", BigDecimal.ONE)))).isInstanceOf(MeterAnswer.Rejected.class);
        assertThat(scene.fake.requests()).isEmpty();
    }

    @Test
    void accessIsGrantedByTheDryRunAlone() {
        assertThat(scene.marketplace().checkAccess(List.of("nodes", "users"))).isEqualTo(new AccessCheck.Granted());
        assertThat(scene.fake.requests().get(0).body())
                .isEqualTo("{\"ProductCode\":\"prod-1\",\"Timestamp\":1793536200,\"UsageDimension\":\"nodes\","
                        + "\"UsageQuantity\":0,\"DryRun\":true}");
    }

    @Test
    void aSuccessOfADryRunGrantsNothing() {
        scene.fake.fail(new Fault.Answer(200, "{\"MeteringRecordId\":\"x\"}"));
        assertThat(scene.marketplace().checkAccess(List.of("nodes"))).isInstanceOf(AccessCheck.NotKnown.class);
    }

    @Test
    void accessIsRefusedWithThePermissionToAdd() {
        scene.fake.fail(new Fault.Answer(400, "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}"));
        assertThat(scene.marketplace().checkAccess(List.of("nodes")))
                .isInstanceOfSatisfying(
                        AccessCheck.Refused.class,
                        refused -> assertThat(refused.nextStep()).contains("aws-marketplace:MeterUsage"));
    }

    @Test
    void accessIsRefusedForADimensionThatTheListingLacks() {
        assertThat(scene.marketplace().checkAccess(List.of("nodes", "gone"))).isInstanceOf(AccessCheck.Refused.class);
    }

    @Test
    void theRegionComesFromTheInstanceOnce() {
        try (AwsScene instance = AwsScene.meterUsage(Map.of("region", ""))) {
            instance.marketplace().meter(List.of(record(KEY, 1, Map.of())));
            instance.marketplace().meter(List.of(record(KEY, 1, Map.of())));
            assertThat(instance.fake.requests())
                    .extracting(request -> request.method() + " " + request.target())
                    .containsExactly(
                            "PUT /latest/api/token",
                            "GET /latest/dynamic/instance-identity/document",
                            "POST /",
                            "POST /");
            assertThat(instance.fake.requests().get(0).headers())
                    .containsEntry("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            assertThat(instance.fake.requests().get(1).headers())
                    .containsEntry("x-aws-ec2-metadata-token", "session-token-of-the-fake");
            assertThat(instance.fake.meteringRequests().get(0).header("authorization"))
                    .contains("/eu-central-1/");
        }
    }

    @Test
    void theAccountIsTheIdentityOfTheInstance() {
        Map<String, Object> info = scene.marketplace().accountInfo();
        assertThat(info)
                .containsEntry("cloud_provider", "amazon")
                .containsEntry("signature", "c2lnbmF0dXJl")
                .containsEntry("pkcs7", "cGtjczc=");
        assertThat(info.get("document")).asString().contains("accountId=123456789012");
    }

    private MeterAnswer meter(MeterRecord record) {
        return scene.marketplace().meter(List.of(record)).get(0);
    }

    private static MeterRecord record(String key, int quantity, Map<String, BigDecimal> allocations) {
        return new MeterRecord(key, "nodes", BigDecimal.valueOf(quantity), NOON, allocations);
    }
}
