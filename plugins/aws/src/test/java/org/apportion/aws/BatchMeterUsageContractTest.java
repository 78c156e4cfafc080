package org.apportion.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;

class BatchMeterUsageContractTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final AwsScene scene = AwsScene.batch(Map.of());

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theRequestIsExactlyThis() {
        scene.marketplace().meter(List.of(record("nodes", 12, NOON), record("users", 3, NOON.plusMillis(500))));
        FakeHttpService.Request request = scene.fake.requests().get(0);
        assertThat(request.header("x-amz-target")).isEqualTo("AWSMPMeteringService.BatchMeterUsage");
        assertThat(request.body())
                .isEqualTo("{\"UsageRecords\":[{\"Timestamp\":1793534400,\"CustomerIdentifier\":\"customer-1\","
                        + "\"Dimension\":\"nodes\",\"Quantity\":12},"
                        + "{\"Timestamp\":1793534400.5,\"CustomerIdentifier\":\"customer-1\","
                        + "\"Dimension\":\"users\",\"Quantity\":3}],\"ProductCode\":\"prod-1\"}");
    }

    @Test
    void aLicenceNamesAccountAndProduct() {
        String licence = "arn:aws:license-manager::123456789012:license:l-1";
        try (AwsScene licensed = AwsScene.batch("123456789012", Map.of("license-arn", licence))) {
            assertThat(licensed.marketplace().meter(List.of(record("nodes", 12, NOON))))
                    .allMatch(MeterAnswer.Accepted.class::isInstance);
            assertThat(licensed.fake.requests().get(0).body())
                    .isEqualTo("{\"UsageRecords\":[{\"Timestamp\":1793534400,"
                            + "\"CustomerAWSAccountId\":\"123456789012\",\"Dimension\":\"nodes\",\"Quantity\":12,"
                            + "\"LicenseArn\":\"" + licence + "\"}]}");
        }
    }

    @Test
    void theRequestHasTheMembersThatTheSdkSends() {
        scene.marketplace().meter(List.of(record("nodes", 12, NOON)));
        try (MarketplaceMeteringClient sdk = MarketplaceMeteringClient.builder()
                .endpointOverride(scene.fake.uri())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(() -> AwsBasicCredentials.create("AKIAFAKEFAKEFAKEFAKE", "fake/secret/key"))
                .build()) {
            assertThat(sdk.batchMeterUsage(request -> request.productCode("prod-1")
                                    .usageRecords(UsageRecord.builder()
                                            .timestamp(NOON)
                                            .customerIdentifier(AwsScene.CUSTOMER)
                                            .dimension("nodes")
                                            .quantity(12)
                                            .build()))
                            .results())
                    .allMatch(result -> result.statusAsString().equals("Success"));
        }
        List<FakeHttpService.Request> requests = scene.fake.requests();
        assertThat(Json.plain(Json.read(requests.get(0).body()).orElseThrow()))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(Json.plain(Json.read(requests.get(1).body()).orElseThrow()));
    }

    @Test
    void unprocessedIsLaterAndMissingIsUnknown() {
        scene.fake.leaveUnprocessed(1);
        List<MeterAnswer> answers =
                scene.marketplace().meter(List.of(record("nodes", 1, NOON), record("users", 2, NOON)));
        assertThat(answers.get(0)).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(answers.get(1)).isInstanceOf(MeterAnswer.RetryLater.class);
        scene.fake.leaveOutOfAnswer(1);
        assertThat(scene.marketplace().meter(List.of(record("users", 2, NOON))))
                .allMatch(MeterAnswer.Unknown.class::isInstance);
        assertThat(scene.marketplace().meter(List.of(record("users", 2, NOON))))
                .allMatch(MeterAnswer.Accepted.class::isInstance);
        assertThat(scene.accepted()).hasSize(2);
    }

    @Test
    void aDuplicateRecordIsNotASuccess() {
        scene.marketplace().meter(List.of(record("nodes", 1, NOON)));
        assertThat(scene.marketplace().meter(List.of(record("nodes", 2, NOON))))
                .allMatch(MeterAnswer.DuplicateOther.class::isInstance);
    }

    @Test
    void aCustomerWithoutSubscriptionIsRejected() {
        try (AwsScene gone = AwsScene.batch(Map.of())) {
            gone.fake.fail(new Fault.Answer(
                    200,
                    "{\"Results\":[{\"UsageRecord\":{\"Timestamp\":1793534400,\"CustomerIdentifier\":\"customer-1\","
                            + "\"Dimension\":\"nodes\",\"Quantity\":1},\"Status\":\"CustomerNotSubscribed\"}]}"));
            assertThat(gone.marketplace().meter(List.of(record("nodes", 1, NOON))))
                    .allMatch(MeterAnswer.Rejected.class::isInstance);
        }
    }

    @Test
    void anotherQuantityInTheAnswerIsNotOurs() {
        scene.fake.fail(new Fault.Answer(
                200,
                "{\"Results\":[{\"UsageRecord\":{\"Timestamp\":1793534400,\"CustomerIdentifier\":\"customer-1\","
                        + "\"Dimension\":\"nodes\",\"Quantity\":9},\"Status\":\"Success\"}]}"));
        assertThat(scene.marketplace().meter(List.of(record("nodes", 1, NOON))))
                .allMatch(MeterAnswer.Unknown.class::isInstance);
    }

    @Test
    void aTimeWrittenAsTextIsUnderstood() {
        scene.fake.fail(new Fault.Answer(
                200,
                "{\"Results\":[{\"UsageRecord\":{\"Timestamp\":\"2026-11-01T12:00:00Z\",\"CustomerIdentifier\":"
                        + "\"customer-1\",\"Dimension\":\"nodes\",\"Quantity\":1},"
                        + "\"MeteringRecordId\":\"r\",\"Status\":\"Success\"}]}"));
        assertThat(scene.marketplace().meter(List.of(record("nodes", 1, NOON))))
                .allMatch(MeterAnswer.Accepted.class::isInstance);
    }

    @Test
    void aBadRecordDoesNotTakeTheGoodOnesWithIt() {
        List<MeterAnswer> answers = scene.marketplace()
                .meter(List.of(
                        record("nodes", 1, NOON),
                        record("users", 1, NOON.minusSeconds(86_400)),
                        record("users", 2, NOON)));
        assertThat(answers.get(0)).isInstanceOf(MeterAnswer.Accepted.class);
        assertThat(answers.get(1)).isInstanceOf(MeterAnswer.Expired.class);
        assertThat(answers.get(2)).isInstanceOf(MeterAnswer.Accepted.class);
    }

    @Test
    void moreThanAMegabyteGoesInSeveralCalls() {
        List<MeterRecord> records = new ArrayList<>();
        for (int hour = 0; hour < 5; hour++) {
            Map<String, BigDecimal> allocations = new HashMap<>();
            for (int tag = 0; tag < 2500; tag++) {
                allocations.put("team=" + "x".repeat(60) + tag, BigDecimal.ONE);
            }
            records.add(new MeterRecord(
                    "k" + hour, "nodes", BigDecimal.valueOf(2500), NOON.minusSeconds(3600L * hour), allocations));
        }
        assertThat(scene.marketplace().meter(records)).allMatch(MeterAnswer.Accepted.class::isInstance);
        assertThat(scene.fake.meteringRequests())
                .hasSizeGreaterThan(1)
                .allMatch(request -> request.body().length() < 1_000_000);
    }

    @Test
    void aBatchHasNoDryRunSoAcceptanceIsNotKnown() {
        assertThat(scene.marketplace().checkAccess(List.of("nodes"))).isInstanceOf(AccessCheck.NotKnown.class);
        assertThat(scene.fake.requests().get(0).body()).isEqualTo("{\"UsageRecords\":[],\"ProductCode\":\"prod-1\"}");
    }

    private static MeterRecord record(String dimension, int quantity, Instant timestamp) {
        return new MeterRecord(dimension + timestamp, dimension, BigDecimal.valueOf(quantity), timestamp, Map.of());
    }
}
